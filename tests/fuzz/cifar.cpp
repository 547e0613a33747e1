// CIFAR-10's binary files, with images of 3 x 2 x 2.
#include <angka/data/cifar.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) {
  static const MemoryFile input;
  Dataset data;
  data.shape = {3, 2, 2};
  data.classes.resize(10);
  try {
    detail::add_records(input.holding(file), data);
  } catch (const FileError& error) {
    require_reason(error.what());
    return std::nullopt;
  }
  require(data.pixels.size() == 12 * data.labels.size(), "as many images as labels");
  for (const int label : data.labels) require(label >= 0 && label < 10, "labels of the classes");
  return Content().add(data.pixels).add(data.labels).loaded();
}

bool seal(std::span<std::uint8_t>) { return false; }
