#include <angka/data/normalization.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <vector>

#include <angka/core/random.hpp>
#include <angka/data/load.hpp>

using namespace angka;

TEST_CASE("normalization is the mean and deviation of the pixels that the view names") {
  Dataset data{.shape = {2, 3, 5}, .pixels = {}, .labels = {}, .classes = {"0"}};
  Random random(seed(5), Purpose::test);
  for (int i = 0; i < 40; ++i) {
    data.labels.push_back(0);
    for (int p = 0; p < 30; ++p)
      data.pixels.push_back(static_cast<std::uint8_t>(random.below(200)));
  }
  const std::vector<std::uint32_t> some = {3, 17, 17, 39, 0};
  for (const DataView& view : {DataView(data), data.select(some)}) {
    const Normalization normalization = measure(view);
    CHECK(normalization.mean.size() == 2);
    CHECK(normalization.standard_deviation.size() == 2);
    for (int channel = 0; channel < 2; ++channel) {
      // Two passes: the mean, then the mean squared distance from it.
      double mean = 0;
      double variance = 0;
      const double count = static_cast<double>(view.size()) * 15;
      const auto plane = [&](std::size_t i) {
        return view.image(i).subspan(static_cast<std::size_t>(channel) * 15, 15);
      };
      for (std::size_t i = 0; i < view.size(); ++i)
        for (const int pixel : plane(i)) mean += pixel / 255.0 / count;
      for (std::size_t i = 0; i < view.size(); ++i)
        for (const int pixel : plane(i))
          variance += (pixel / 255.0 - mean) * (pixel / 255.0 - mean) / count;
      CHECK(std::abs(normalization.mean[channel] - mean) < 1e-7);
      CHECK(std::abs(normalization.standard_deviation[channel] - std::sqrt(variance)) < 1e-7);
    }
  }
}

TEST_CASE("numbers are measured as they are, wherever they lie") {
  Random random(seed(6), Purpose::test);
  for (const double offset : {0.0, -0.5, 300.0, 1e5}) {
    FloatDataset data{.shape = {2, 3, 5}, .labels = std::vector<int>(20)};
    for (int i = 0; i < 20 * 30; ++i)
      data.pixels.push_back(
          static_cast<float>(offset + (i / 15 % 2 + 1) * double{random.uniform()}));
    const std::vector<std::uint32_t> some = {3, 17, 17, 0};
    const DataView view = data.select(some);
    const Normalization normalization = measure(view);
    for (int channel = 0; channel < 2; ++channel) {
      double mean = 0, variance = 0;
      const auto plane = [&](std::size_t i) {
        return view.image<float>(i).subspan(static_cast<std::size_t>(channel) * 15, 15);
      };
      for (std::size_t i = 0; i < 4; ++i)
        for (const float value : plane(i)) mean += double{value} / 60;
      for (std::size_t i = 0; i < 4; ++i)
        for (const float value : plane(i))
          variance += (double{value} - mean) * (double{value} - mean) / 60;
      CHECK(normalization.mean[channel] == doctest::Approx(mean).epsilon(1e-6));
      CHECK(normalization.standard_deviation[channel] ==
            doctest::Approx(std::sqrt(variance)).epsilon(1e-6));
    }
  }
  FloatDataset data{.shape = {1, 1, 3}, .pixels = {0.1f, 0.1f, 0.1f}};
  CHECK(measure(data) == Normalization{.mean = 0.1f, .standard_deviation = 1});
  data.pixels[2] = std::numeric_limits<float>::infinity();
  CHECK_THROWS_AS(measure(data), SettingError);
  data.pixels[2] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(measure(data), SettingError);
}

TEST_CASE("equal pixels have the deviation 1, so that dividing by it is safe") {
  Dataset data{.shape = {1, 2, 2}, .pixels = {51, 51, 51, 51}, .labels = {0}, .classes = {"0"}};
  CHECK(measure(data).mean[0] == doctest::Approx(0.2));
  CHECK(measure(data).standard_deviation == 1);
  data.pixels[3] = 52;
  CHECK(measure(data).standard_deviation[0] < 0.01f);
}

TEST_CASE("more channels than numbers for them are measured as one") {
  Dataset data{.shape = {17, 1, 1}, .pixels = {}, .labels = {0}, .classes = {"0"}};
  for (int c = 0; c < 17; ++c) data.pixels.push_back(static_cast<std::uint8_t>(15 * c));
  CHECK(measure(data).mean.size() == 1);
  CHECK(measure(data).mean[16] == doctest::Approx(120 / 255.0));
}

TEST_CASE("nothing to measure is a setting error") {
  const Dataset nothing;
  CHECK_THROWS_AS(measure(nothing), SettingError);
  CHECK_THROWS_AS(measure(DataView{.count = 3}), SettingError);
}

TEST_CASE("MNIST has the mean and deviation that everybody uses") {
  const char* folder = std::getenv("ANGKA_MNIST");
  if (!folder) {
    MESSAGE("skipped: ANGKA_MNIST names no folder");
    return;
  }
  const DataSource mnist = load_data(folder);
  const Normalization normalization = measure(mnist.train);
  CHECK(std::abs(normalization.mean[0] - 0.1307f) < 0.5e-4f);
  CHECK(std::abs(normalization.standard_deviation[0] - 0.3081f) < 0.5e-4f);
}
