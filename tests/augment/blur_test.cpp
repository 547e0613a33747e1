#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

TEST_CASE("agrees with a convolution in double, with background beyond the image") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{2, 9, 35}, Shape{1, 40, 2}})
    for (const int background : {0, 180})
      for (const double sigma : {0.1, 0.5, 0.8, 2.0, 6.0}) {
        auto pipeline = augment(Blur{{sigma, sigma}});
        pipeline.background = static_cast<std::uint8_t>(background);
        const TestImage image = noise(shape);
        const TestImage found = augmented(pipeline, image);
        const int radius = static_cast<int>(std::ceil(3 * sigma - 1e-6));
        double total = 0, worst = 0;
        for (int i = -radius; i <= radius; ++i) total += std::exp(-i * i / (2 * sigma * sigma));
        for (int channel = 0; channel < shape.channels; ++channel)
          for (int y = 0; y < shape.height; ++y)
            for (int x = 0; x < shape.width; ++x) {
              double sum = 0;
              for (int v = -radius; v <= radius; ++v)
                for (int u = -radius; u <= radius; ++u)
                  sum += std::exp(-(u * u + v * v) / (2 * sigma * sigma)) *
                         image.at(y + v, x + u, channel, background);
              worst = std::max(worst, std::abs(sum / (total * total) - found.at(y, x, channel)));
            }
        CAPTURE(sigma);
        CHECK(worst < rounding);
      }
}

TEST_CASE("mass and its center stay") {
  const TestImage image = letter();
  const TestImage blurred = augmented(augment(Blur{{1.5, 1.5}}), image);
  CHECK(blurred != image);
  CHECK(moments(blurred).mass == doctest::Approx(moments(image).mass).epsilon(0.005));
  CHECK(moments(blurred).center.x == doctest::Approx(moments(image).center.x).epsilon(0.002));
  CHECK(moments(blurred).center.y == doctest::Approx(moments(image).center.y).epsilon(0.002));
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Blur{1}) == "");
  CHECK(complaint(Blur{33}) == "Blur: sigma must be within [0, 32], not 33");
  CHECK(complaint(Blur{{-1, 1}}) == "Blur: sigma must be within [0, 32], not -1");
}

}  // namespace
