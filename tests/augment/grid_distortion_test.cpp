#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

/// The field of one image, as numbers.
struct Field {
  AugmentationWorkspace workspace;
  DisplacementField field;

  Field(const GridDistortion& grid, Shape shape, std::uint32_t item)
      : workspace(shape), field(detail::field_of(workspace)) {
    Random random(seed(4), Purpose::augment, 0, item);
    grid.displace(random, field);
  }
};

TEST_CASE("corners move by up to the limit, and all between linearly") {
  // Cells of 8 x 4 pixels: corners lie half a pixel before pixels 0, 8, 16, ... and 0, 4, 8, ...
  const Shape shape{1, 16, 32};
  const GridDistortion grid{.limit = 0.25f, .cells = 4};
  float most_right = 0, most_down = 0;
  for (std::uint32_t item = 0; item < 300; ++item) {
    Field f(grid, shape, item);
    for (int y = 0; y < 16; ++y)
      for (int x = 0; x < 32; ++x) {
        most_right = std::max(most_right, std::abs(f.field.right.row(y)[x]));
        most_down = std::max(most_down, std::abs(f.field.down.row(y)[x]));
        // Within a cell there is no bend along either axis.
        for (const detail::Rows& rows : {f.field.right, f.field.down}) {
          if (x % 8 > 0 && x % 8 < 7)
            CHECK(std::abs(rows.row(y)[x - 1] + rows.row(y)[x + 1] - 2 * rows.row(y)[x]) < 1e-5f);
          if (y % 4 > 0 && y % 4 < 3)
            CHECK(std::abs(rows.row(y - 1)[x] + rows.row(y + 1)[x] - 2 * rows.row(y)[x]) < 1e-5f);
        }
        // From cell to cell there is no jump: the steps on both sides of a line meet on it.
        if (x % 8 == 0 && x > 0) {
          const float* row = f.field.right.row(y) + x;
          const float from_left = row[-1] + (row[-1] - row[-2]) / 2;
          const float from_right = row[0] - (row[1] - row[0]) / 2;
          CHECK(std::abs(from_left - from_right) < 1e-5f);
        }
      }
  }
  CHECK(most_right <= 2);
  CHECK(most_right > 1.6f);  // the pixel closest to a corner is half a pixel away in either axis
  CHECK(most_down <= 1);
  CHECK(most_down > 0.8f);
}

TEST_CASE("the image follows the field") {
  const Shape shape{1, 28, 28};
  const auto pipeline = augment(GridDistortion{.limit = 0.3f, .cells = 3});
  const TestImage image = noise(shape);
  const ImageKey key{seed(4), 5, 6};
  AugmentationWorkspace workspace(shape);
  DisplacementField field = detail::field_of(workspace);
  Random random(key.seed, Purpose::augment, key.epoch, key.sample, 0);
  random.uniform();  // whether it happens
  pipeline.get<GridDistortion>().displace(random, field);
  CHECK(warp_error(augmented(pipeline, image, key), image, [&](double x, double y) {
          const int row = static_cast<int>(y + 13.5), column = static_cast<int>(x + 13.5);
          return Point{x + double{field.right.row(row)[column]},
                       y + double{field.down.row(row)[column]}};
        }) < rounding);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(GridDistortion{}) == "");
  CHECK(complaint(GridDistortion{0.5f, 16}) == "");
  CHECK(complaint(GridDistortion{0.6f}) ==
        "GridDistortion: limit must be within [0, 0.5], not 0.6");
  CHECK(complaint(GridDistortion{0.3f, 0}) ==
        "GridDistortion: cells must be within [1, 16], not 0");
  CHECK(complaint(GridDistortion{0.3f, 17}) != "");
}

}  // namespace
