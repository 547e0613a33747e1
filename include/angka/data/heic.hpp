#pragma once

#if defined(ANGKA_HEIC)
#include <libheif/heif.h>
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Calls visit(type, content) for each box of a part of a HEIC file, up to one that breaks off.
template <class Visit>
void for_each_box(std::span<const std::uint8_t> part, Visit&& visit) {
  while (part.size() >= 8) {
    const std::uint32_t told = big_endian(part, 0, 4);
    const bool long_size = told == 1 && part.size() >= 16 && big_endian(part, 8, 4) == 0;
    const std::size_t header = long_size ? 16 : 8;
    const std::size_t size = long_size   ? big_endian(part, 12, 4)
                             : told == 0 ? part.size()
                                         : std::size_t{told};
    if (size < header || size > part.size()) return;
    visit(big_endian(part, 4, 4), part.subspan(header, size - header));
    part = part.subspan(size);
  }
}

/// Whether the pictures of a HEIC file that are made of others are made of them within a few steps,
/// never of themselves: libheif 1.15 doesn't end with those.
inline bool heic_ends(std::span<const std::uint8_t> file) {
  constexpr std::uint32_t meta = 0x6D657461, iref = 0x69726566;
  constexpr std::uint32_t dimg = 0x64696D67, auxl = 0x6175786C;
  constexpr int most_steps = 4;
  constexpr std::size_t version = 4;  // and flags, before the content of some boxes
  std::vector<std::pair<std::uint32_t, std::uint32_t>> made_of;
  for_each_box(file, [&](std::uint32_t kind, std::span<const std::uint8_t> in_file) {
    if (kind != meta || in_file.size() < version) return;
    for_each_box(in_file.subspan(version), [&](std::uint32_t type, auto in_meta) {
      if (type != iref || in_meta.size() < version) return;
      const int bytes = in_meta[0] == 0 ? 2 : 4;  // of a picture's number
      const auto step = static_cast<std::size_t>(bytes);
      for_each_box(in_meta.subspan(version), [&](std::uint32_t reference, auto numbers) {
        if ((reference != dimg && reference != auxl) || numbers.size() < step) return;
        const std::uint32_t from = big_endian(numbers, 0, bytes);
        for (std::size_t at = step + 2; at + step <= numbers.size(); at += step) {
          const std::uint32_t to = big_endian(numbers, at, bytes);
          // A picture is made of its tiles, and of what says how transparent it is.
          reference == dimg ? made_of.emplace_back(from, to) : made_of.emplace_back(to, from);
        }
      });
    });
  });
  for (int i = 0; i < most_steps && !made_of.empty(); ++i) {
    std::set<std::uint32_t> made;
    for (const auto& [whole, part] : made_of) made.insert(whole);
    std::erase_if(made_of, [&](const auto& one) { return !made.count(one.second); });
  }
  return made_of.empty();
}

/// Decodes the main picture of a HEIC file with libheif, transparency over paper (see over_paper).
/// libheif turns it as the file says; the EXIF data, which say it again, are not looked at. Without
/// the part `angka::heic`: says what to do instead.
inline std::optional<Image> decode_heic(std::span<const std::uint8_t> file,
                                        [[maybe_unused]] const ImageLimits& limits, Fault& fault) {
#if defined(ANGKA_HEIC)
  if (!heic_ends(file))
    return fail(fault, "a HEIC file that can be decoded", "a picture that is made of itself");
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
