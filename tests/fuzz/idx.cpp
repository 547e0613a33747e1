// IDX files, plain and gzipped: the input is tried as images, then as labels, beside a sound file
// of the other kind.
#include <angka/data/gzip.hpp>
#include <angka/data/idx.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) {
  static const Dataset five{
      .shape = {1, 3, 4}, .pixels = Bytes(60, 7), .labels = {1, 0, 3, 2, 1}, .classes = {}};
  static const MemoryFile input, labels, images;
  static const std::string good_labels = labels.holding(encode_idx_labels(five));
  static const std::string good_images = images.holding(encode_idx_images(five));
  const std::string path = input.holding(file);
  for (const bool as_images : {true, false}) try {
      const Dataset data = as_images ? load_idx(path, good_labels) : load_idx(good_images, path);
      require(data.pixels.size() == data.size() * static_cast<std::size_t>(data.shape.size()),
              "as many pixels as the shape says");
      for (const int label : data.labels)
        require(label >= 0 && static_cast<std::size_t>(label) < data.classes.size(),
                "labels of the classes");
      return Content()
          .add(data.shape.channels)
          .add(data.shape.height)
          .add(data.shape.width)
          .add(data.pixels)
          .add(data.labels)
          .loaded();
    } catch (const FileError& error) {
      require_reason(error.what());
    }
  return std::nullopt;
}

bool seal(std::span<std::uint8_t> file) { return detail::is_gzip(file); }
