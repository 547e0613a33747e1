#include <angka/optimizers/clip.hpp>

#include <limits>

#include <doctest/doctest.h>

#include <recorded/optimizers.hpp>

namespace {

TEST_CASE("gradients shrink as with PyTorch's clip_grad_norm_") {
  for (const recorded::Clip& clip : recorded::clips) {
    CAPTURE(clip.norm);
    CHECK(angka::clip_factor(clip.norm, clip.max_norm) ==
          doctest::Approx(clip.factor).epsilon(1e-12));
  }
}

TEST_CASE("gradients never grow") {
  CHECK(angka::clip_factor(1e-300, 1e300) == 1);
  CHECK(angka::clip_factor(std::numeric_limits<double>::infinity(), 1) == 0);
}

}  // namespace
