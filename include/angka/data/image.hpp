#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA {

/// The formats that are known; which one a file has is told by its first bytes, not by its name.
/// TIFF, GIF and PDF aren't read.
enum class ImageFormat { none, png, jpeg, bmp, pgm, webp, heic, tiff, gif, pdf };

[[gnu::cold]] ANGKA_INLINE ImageFormat image_format(std::span<const std::uint8_t> file);

namespace detail {

/// An image from a file's bytes, or what is wrong with them.
[[gnu::cold]] ANGKA_INLINE std::optional<Image> try_decode_image(Bytes file,
                                                                 const ImageLimits& limits,
                                                                 Fault& fault);

[[gnu::cold]] ANGKA_INLINE std::optional<Image> try_read_image(const std::filesystem::path& path,
                                                               const ImageLimits& limits,
                                                               Fault& fault);

}  // namespace detail

/// Reads a PNG, JPEG, BMP or PGM file as 1 (grey) or 3 channels of 8 bits; with the parts
/// angka::webp and angka::heic also WebP and HEIC, in 3 channels. Transparent parts are shown over
/// white, or black if what is drawn is light; 16 bits are cut to the upper 8; orientation marks are
/// applied, gamma is not.
///
/// Raises FileError for a file that can't be read, is damaged, breaks off or exceeds `limits`.
[[gnu::cold]] ANGKA_INLINE Image read_image(const std::filesystem::path& path,
                                            const ImageLimits& limits = {});

/// The bytes of a PNG file that shows `image`; empty if the image is. zlib packs them where the
/// part angka::gzip brings it, else stb, which takes longer for larger files.
/// Example: `write_file_atomically("a.png", encode_png(picture)); read_image("a.png").pixels ==
/// picture.pixels`
ANGKA_INLINE Bytes encode_png(const Image& image);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/data/bmp.hpp>
#include <angka/data/heic.hpp>
#include <angka/data/jpeg.hpp>
#include <angka/data/pgm.hpp>
#include <angka/data/png.hpp>
#include <angka/data/stb.hpp>
#include <angka/data/webp.hpp>
#include <iterator>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE ImageFormat image_format(std::span<const std::uint8_t> file) {
  const auto has = [file](std::size_t at, auto... bytes) {
    const std::uint8_t start[] = {static_cast<std::uint8_t>(bytes)...};
    return file.size() >= at + std::size(start) &&
           std::equal(std::begin(start), std::end(start), file.data() + at);
  };
  const auto starts = [&](auto... bytes) { return has(0, bytes...); };
  if (starts(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) return ImageFormat::png;
  if (starts(0xFF, 0xD8, 0xFF)) return ImageFormat::jpeg;
  if (starts('B', 'M')) return ImageFormat::bmp;
  if (starts('P', '2') || starts('P', '5')) return ImageFormat::pgm;
  if (starts('R', 'I', 'F', 'F') && has(8, 'W', 'E', 'B', 'P')) return ImageFormat::webp;
  if (has(4, 'f', 't', 'y', 'p') &&
      (has(8, 'h', 'e', 'i') || has(8, 'h', 'e', 'v') || has(8, 'm', 'i', 'f', '1') ||
       has(8, 'm', 's', 'f', '1') || has(8, 'a', 'v', 'i', 'f')))
    return ImageFormat::heic;
  if (starts('I', 'I', 42, 0) || starts('M', 'M', 0, 42)) return ImageFormat::tiff;
  if (starts('G', 'I', 'F', '8')) return ImageFormat::gif;
  if (starts('%', 'P', 'D', 'F')) return ImageFormat::pdf;
  return ImageFormat::none;
}

namespace detail {

ANGKA_INLINE std::optional<Image> try_decode_image(Bytes file, const ImageLimits& limits,
                                                   Fault& fault) {
  if (file.size() > limits.file_bytes || file.size() > 0x7FFFFFFF)
    return fail(fault, "at most " + std::to_string(limits.file_bytes) + " bytes",
                std::to_string(file.size()));
  constexpr const char* known = "a PNG, JPEG, BMP or PGM image";
  switch (image_format(file)) {
    case ImageFormat::png:
      return decode_png(std::move(file), limits, fault);
    case ImageFormat::jpeg:
      return decode_jpeg(file, limits, fault);
    case ImageFormat::bmp:
      return decode_bmp(file, limits, fault);
    case ImageFormat::pgm:
      return decode_pgm(file, limits, fault);
    case ImageFormat::webp:
      return decode_webp(file, limits, fault);
    case ImageFormat::heic:
      return decode_heic(file, limits, fault);
    case ImageFormat::tiff:
      return fail(fault, known, "a TIFF: `convert FILE FILE.png` makes a PNG of it");
    case ImageFormat::gif:
      return fail(fault, known, "a GIF: `convert FILE FILE.png` makes a PNG of it");
    case ImageFormat::pdf:
      return fail(fault, known,
                  "a PDF: `pdftoppm -png -r 300 FILE FILE` makes a PNG of each of its pages");
    case ImageFormat::none:
      break;
  }
  return fail(fault, known, file.empty() ? "an empty file" : "another kind of file");
}

ANGKA_INLINE std::optional<Image> try_read_image(const std::filesystem::path& path,
                                                 const ImageLimits& limits, Fault& fault) {
  auto bytes = try_read_file(path, limits.file_bytes, fault);
  if (!bytes) return std::nullopt;
  return try_decode_image(*std::move(bytes), limits, fault);
}

}  // namespace detail

ANGKA_INLINE Image read_image(const std::filesystem::path& path, const ImageLimits& limits) {
  detail::Fault fault;
  auto image = detail::try_read_image(path, limits, fault);
  if (!image) raise(FileError(detail::printable(path), fault.expected, fault.found));
  return *std::move(image);
}

ANGKA_INLINE Bytes encode_png(const Image& image) {
  const auto channels = static_cast<std::size_t>(image.channels);
  const std::size_t plane = image.plane();
  Bytes interleaved(channels * plane);
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t i = 0; i < plane; ++i)
      interleaved[i * channels + c] = image.pixels[c * plane + i];
  Bytes file;
  const auto append = [](void* context, void* data, int size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), bytes, bytes + size);
  };
  if (!image.empty())
    detail::stb::stbi_write_png_to_func(append, &file, image.width, image.height, image.channels,
                                        interleaved.data(), image.width * image.channels);
  return file;
}

}  // namespace angka::inline ANGKA_ISA

#endif
