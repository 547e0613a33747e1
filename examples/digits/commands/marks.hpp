#pragma once

#include <angka/data/pixels.hpp>
#include <angka/reading/reading.hpp>
#include <string>
#include <vector>

/// A box in a picture, with what was read in it; left out if it isn't `read`.
struct Mark {
  angka::Box box{};
  std::string text{};
  bool read = true;
};

/// The picture, at most 2,000 pixels wide and high, with the marks drawn over it: what was read in
/// blue, what was left out in orange.
angka::Image with_marks(const angka::Image& picture, const std::vector<Mark>& marks);
