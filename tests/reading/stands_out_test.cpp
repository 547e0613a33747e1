#include <angka/reading/stands_out.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace angka::reading;

TEST_CASE("a stroke stands out from what surrounds it, the paper that it encloses doesn't") {
  const Extent outer{60, 40, 100, 100}, inner{70, 50, 90, 90};
  Plane picture(160, 140), contrast(160, 140);
  Candidate stroke{.box = outer}, enclosed{.box = inner, .light = true};
  stroke.mask.assign(40 * 60, 1);
  enclosed.mask.assign(20 * 40, 1);
  for (int y = 0; y < 140; ++y)
    for (int x = 0; x < 160; ++x) {
      const auto in = [&](const Extent& box) {
        return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
      };
      const bool ink = in(outer) && !in(inner);
      if (in(inner)) stroke.row(y - outer.top)[x - outer.left] = 0;
      picture.row(y)[x] = ink ? 40.0f : 200.0f;
      contrast.row(y)[x] = in(outer) ? 0.8f * 255 : 0.0f;
    }
  const std::vector<Plane> colours{Plane(160, 140), picture};  // one shows it, one doesn't
  CHECK(stands_out(stroke, colours, contrast).share > 0.9f);
  CHECK(stands_out(enclosed, colours, contrast).share < 0.1f);
  stroke.light = true;
  CHECK(stands_out(stroke, colours, contrast).share < 0.1f);  // it is darker, not lighter
}

TEST_CASE("what an outline encloses is told from the paper around") {
  constexpr float paper = 200, ink = 40;
  const Extent outer{60, 40, 100, 100}, inner{66, 46, 94, 94};
  Candidate ring{.box = outer};
  ring.mask.assign(40 * 60, 1);
  const auto filled = [&](float inside) {
    Plane picture(160, 140), contrast(160, 140);
    for (int y = 0; y < 140; ++y)
      for (int x = 0; x < 160; ++x) {
        const auto in = [&](const Extent& box) {
          return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
        };
        if (in(inner)) ring.row(y - outer.top)[x - outer.left] = 0;
        picture.row(y)[x] = in(inner) ? inside : in(outer) ? ink : paper;
        contrast.row(y)[x] = in(outer) && !in(inner) ? 0.8f * 255 : 0.0f;
      }
    return stands_out(ring, {picture}, contrast).filled;
  };
  CHECK(filled(paper) == 0);
  CHECK(filled(190) == doctest::Approx(10 / (paper - ink)).epsilon(0.01));  // a shade
  CHECK(filled(100) == doctest::Approx(100 / (paper - ink)).epsilon(0.01));
}
