#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Decodes a PGM, binary (P5) or text (P2), its values 0..maxval brought to 0..255. What follows
/// the first image of a file is not read.
inline std::optional<Image> decode_pgm(std::span<const std::uint8_t> file,
                                       const ImageLimits& limits, Fault& fault) {
  std::size_t at = 2;
  const auto space = [](std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  // The next number in the text, after white space and comments; -1 if there is none.
  const auto number = [&]() -> std::int64_t {
    while (at < file.size() && (space(file[at]) || file[at] == '#')) {
      if (file[at] == '#')
        while (at < file.size() && file[at] != '\n') ++at;
      else
        ++at;
    }
    std::int64_t value = -1;
    for (; at < file.size() && file[at] >= '0' && file[at] <= '9' && value < 1'000'000'000; ++at)
      value = (value < 0 ? 0 : 10 * value) + file[at] - '0';
    return value;
  };

  if (file.size() < 3 || !(space(file[2]) || file[2] == '#'))
    return fail(fault, "a PGM header", "something else");
  const std::int64_t width = number();
  const std::int64_t height = number();
  const std::int64_t largest = number();
  if (!size_allowed(width, height, limits, fault)) return std::nullopt;
  if (largest < 1 || largest > 65535 || at == file.size() || !space(file[at]))
    return fail(fault, "a PGM file whose largest value is 1 to 65535", "a damaged header");
  ++at;

  const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  const bool text = file[1] == '2';
  const std::size_t bytes = text ? 2 : largest > 255 ? 2 : 1;  // in text: a digit and a space
  if (file.size() - at + text < count * bytes)
    return fail(fault, "a PGM file with " + std::to_string(count) + " pixels", "fewer");
  Image image{.width = static_cast<int>(width), .height = static_cast<int>(height)};
  image.pixels.resize(count);
  for (std::uint8_t& pixel : image.pixels) {
    const std::int64_t value = text ? number() : big_endian(file, at, static_cast<int>(bytes));
    if (!text) at += bytes;
    if (value < 0 || value > largest)
      return fail(fault, "pixels of 0 to " + std::to_string(largest),
                  value < 0 ? "something else" : std::to_string(value));
    pixel = static_cast<std::uint8_t>((255 * value + largest / 2) / largest);
  }
  return image;
}

}  // namespace angka::inline ANGKA_ISA::detail
