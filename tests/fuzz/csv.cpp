// Tables. What is cut off may be a table too, and has no checksum.
#include <angka/data/csv.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) try {
  static const MemoryFile input;
  const Dataset data = load_csv(input.holding(file));
  require(data.pixels.size() == data.size() * static_cast<std::size_t>(data.shape.size()),
          "as many pixels as the shape says");
  for (const int label : data.labels)
    require(label >= 0 && static_cast<std::size_t>(label) < data.classes.size(),
            "labels of the classes");
  return Content().add(data.shape.height).add(data.pixels).add(data.labels).loaded();
} catch (const FileError& error) {
  require_reason(error.what());
  return std::nullopt;
}

bool seal(std::span<std::uint8_t>) { return false; }
