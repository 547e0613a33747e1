#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/stb.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Pixels as stb gives them: `channels` (1 to 4) interleaved bytes each, row after row.
struct RawImage {
  int width = 0;
  int height = 0;
  int channels = 0;
  Bytes bytes{};
};

/// Decodes a PNG or JPEG whose structure has been checked. `density`: the most pixels that its
/// format can hold in a byte.
[[gnu::cold]] inline std::optional<RawImage> stb_decode(std::span<const std::uint8_t> file,
                                                        std::size_t density,
                                                        const ImageLimits& limits, Fault& fault) {
  const auto refuse = [&fault] {
    const char* reason = stb::stbi_failure_reason();
    return fail(fault, "an image that can be decoded", reason ? reason : "a damaged one");
  };
  const auto size = static_cast<int>(file.size());
  RawImage image;
  stb_limit() = std::size_t{1} << 20;
  if (!stb::stbi_info_from_memory(file.data(), size, &image.width, &image.height, &image.channels))
    return refuse();
  if (!size_allowed(image.width, image.height, limits, fault)) return std::nullopt;
  const std::size_t pixels_told =
      static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (pixels_told / density > file.size())
    return fail(fault, "the data of " + std::to_string(pixels_told) + " pixels",
                "only " + std::to_string(file.size()) + " bytes");

  // The largest blocks that a sound file needs: its pixels as 4 channels of 16 bits, rounded up to
  // JPEG's blocks; its own bytes, in a buffer that doubles.
  stb_limit() = 16 * (static_cast<std::size_t>(image.width) + 64) *
                    (static_cast<std::size_t>(image.height) + 64) +
                2 * file.size() + (std::size_t{1} << 16);
  struct Free {
    void operator()(std::uint8_t* block) const { stb::stbi_image_free(block); }
  };
  const std::unique_ptr<std::uint8_t, Free> pixels(stb::stbi_load_from_memory(
      file.data(), size, &image.width, &image.height, &image.channels, 0));
  if (!pixels) return refuse();
  const std::size_t count = pixels_told * static_cast<std::size_t>(image.channels);
  image.bytes.assign(pixels.get(), pixels.get() + count);
  return image;
}

}  // namespace angka::inline ANGKA_ISA::detail
