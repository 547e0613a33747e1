#pragma once

#if defined(ANGKA_HEIC)
#include <libheif/heif.h>
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Decodes the main picture of a HEIC file with libheif, transparency over paper (see over_paper).
/// libheif turns it as the file says; the EXIF data, which say it again, are not looked at. Without
/// the part `angka::heic`: says what to do instead.
inline std::optional<Image> decode_heic(std::span<const std::uint8_t> file,
                                        [[maybe_unused]] const ImageLimits& limits, Fault& fault) {
#if defined(ANGKA_HEIC)
  const auto freed_by = [](auto* made, auto free) {
    return std::unique_ptr<std::remove_pointer_t<decltype(made)>, decltype(free)>(made, free);
  };
  const auto context = freed_by(heif_context_alloc(), heif_context_free);
  const auto failed = [&](const heif_error& error) {
    if (error.code == heif_error_Ok) return false;
    fail(fault, "a HEIC file that can be decoded",
         printable(std::string_view(error.message ? error.message : "a damaged one")));
    return true;
  };
  constexpr int tile = 1024;  // which may be larger than the picture
  heif_context_set_maximum_image_size_limit(context.get(), std::max(limits.side, tile));
  if (failed(heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(),
                                                        nullptr)))
    return std::nullopt;
  heif_image_handle* main = nullptr;
  if (failed(heif_context_get_primary_image_handle(context.get(), &main))) return std::nullopt;
  const auto handle = freed_by(main, heif_image_handle_release);
  if (!size_allowed(heif_image_handle_get_width(main), heif_image_handle_get_height(main), limits,
                    fault))
    return std::nullopt;
  const int channels = heif_image_handle_has_alpha_channel(main) ? 4 : 3;
  const auto options = freed_by(heif_decoding_options_alloc(), heif_decoding_options_free);
  options->convert_hdr_to_8bit = 1;
  heif_image* decoded = nullptr;
  if (failed(heif_decode_image(
          main, &decoded, heif_colorspace_RGB,
          channels == 4 ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
          options.get())))
    return std::nullopt;
  const auto image = freed_by(decoded, heif_image_release);
  const int width = heif_image_get_width(decoded, heif_channel_interleaved);
  const int height = heif_image_get_height(decoded, heif_channel_interleaved);
  if (!size_allowed(width, height, limits, fault)) return std::nullopt;
  int stride = 0;
  const std::uint8_t* plane =
      heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
  const auto row = static_cast<std::size_t>(width * channels);
  if (!plane || stride < width * channels)
    return fail(fault, "a HEIC file that can be decoded", "one without pixels");
  Bytes pixels(row * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y)
    std::copy_n(plane + std::ptrdiff_t{y} * stride, row,
                pixels.begin() + y * static_cast<std::ptrdiff_t>(row));
  return over_paper(pixels.data(), width, height, channels);
#else
  static_cast<void>(file);
  return fail(fault, "a format that this program was built for",
              "HEIC, which takes libheif: `heif-convert FILE FILE.png` makes a PNG of it");
#endif
}

}  // namespace angka::inline ANGKA_ISA::detail
