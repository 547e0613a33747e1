#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/data/image.hpp>
#include <angka/data/load_report.hpp>
#include <angka/data/resize.hpp>

namespace angka::inline ANGKA_ISA {

/// How a sheet is laid out: tiles of one size, row after row without gaps, each class as one run of
/// tiles, all runs of one length.
struct Sheet {
  int tile_width = 20;
  int tile_height = 20;
  int classes = 10;                                       ///< named "0", "1", ...
  Shape shape{.channels = 1, .height = 28, .width = 28};  ///< what each tile is stretched to
  ImageLimits limits{};
};

/// Reads a sheet of tiles, each stretched (never padded) to the asked shape. `report` gets what was
/// loaded.
///
/// Raises FileError for a file that isn't an image or can't be cut so, SettingError for a layout
/// that makes no sense.
/// Example: `write_file_atomically("sheet.png", encode_png(Image{2, 2, 1, {1, 2, 3, 4}}));
/// load_sheet("sheet.png", {.tile_width = 1, .tile_height = 1, .classes = 2}).labels ==
/// std::vector{0, 0, 1, 1}`
[[gnu::cold]] ANGKA_INLINE Dataset load_sheet(const std::filesystem::path& path,
                                              const Sheet& sheet = {},
                                              LoadReport* report = nullptr);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE Dataset load_sheet(const std::filesystem::path& path, const Sheet& sheet,
                                LoadReport* report) {
  if (sheet.tile_width < 1 || sheet.tile_height < 1 || sheet.classes < 1)
    raise(SettingError("a sheet needs tiles of at least 1 x 1 pixels and at least one class"));
  const Image image = read_image(path, sheet.limits);
  const auto size = [](int width, int height) {
    return std::to_string(width) + " x " + std::to_string(height);
  };
  if (image.width % sheet.tile_width != 0 || image.height % sheet.tile_height != 0)
    raise(FileError(detail::printable(path),
                    "a sheet of whole tiles of " + size(sheet.tile_width, sheet.tile_height),
                    size(image.width, image.height) + " pixels"));
  const int columns = image.width / sheet.tile_width;
  const int tiles = columns * (image.height / sheet.tile_height);
  if (tiles % sheet.classes != 0)
    raise(FileError(detail::printable(path),
                    "as many tiles of each of " + std::to_string(sheet.classes) + " classes",
                    std::to_string(tiles) + " tiles"));

  Dataset data;
  data.shape = sheet.shape;
  for (int c = 0; c < sheet.classes; ++c) data.classes.push_back(std::to_string(c));
  Image tile{.width = sheet.tile_width, .height = sheet.tile_height, .channels = image.channels};
  for (int t = 0; t < tiles; ++t) {
    tile.pixels.clear();
    for (int c = 0; c < image.channels; ++c)
      for (int y = 0; y < sheet.tile_height; ++y) {
        const int row = c * image.height + t / columns * sheet.tile_height + y;
        const auto from = image.pixels.begin() + std::ptrdiff_t{row} * image.width +
                          t % columns * sheet.tile_width;
        tile.pixels.insert(tile.pixels.end(), from, from + sheet.tile_width);
      }
    const Image fitted = fit_to(tile, sheet.shape);
    data.pixels.insert(data.pixels.end(), fitted.pixels.begin(), fitted.pixels.end());
    data.labels.push_back(t / (tiles / sheet.classes));
    if (report) {
      ++report->loaded;
      report->greyed += sheet.shape.channels == 1 && in_colour(tile);
    }
  }
  return data;
}

}  // namespace angka::inline ANGKA_ISA

#endif
