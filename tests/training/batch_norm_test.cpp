#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <string>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

TEST_CASE("a last batch of one image leaves the running statistics where the others put them") {
  // Each image is of one brightness: alone it has no variance.
  constexpr std::size_t images = 65;
  Random random(seed(4), Purpose::test);
  std::vector<float> values;
  std::vector<int> labels;
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < images; ++i) {
    const float value = 3 + random.normal();
    values.insert(values.end(), 4, value);
    labels.push_back(value > 3);
    mean += double(value) / images;
    squares += double(value) * double(value) / images;
  }
  const double variance = squares - mean * mean;
  const DataView data{
      .shape = {1, 2, 2}, .count = images, .values = values.data(), .labels = labels.data()};
  Model<Network<Input<1, 2, 2>, BatchNorm, Dense<2>>, CrossEntropy, SGD> model{seed(1)};
  model.fit(data, {.epochs = 80, .batch_size = 64});
  const auto tensors = model.network.export_tensors();
  REQUIRE(tensors[3].name == "0.running_var");
  CHECK(double(tensors[2].values[0]) == doctest::Approx(mean).epsilon(0.03));
  CHECK(double(tensors[3].values[0]) == doctest::Approx(variance).epsilon(0.03));
}

TEST_CASE("single values can't be normalised over a batch of one image") {
  const Dataset data = quadrants(20);
  Model<Network<Input<1, 6, 6>, Dense<3>, BatchNorm, Dense<4>>, CrossEntropy, SGD> dense{seed(1)};
  const std::string expected =
      "fit: batches of 2 images or more are needed by layer 1, whose statistics are over the batch";
  CHECK_THROWS_WITH_AS(dense.fit(data, {.epochs = 1, .batch_size = 1}), expected.c_str(),
                       SettingError);
  CHECK_NOTHROW(dense.fit(data, {.epochs = 1, .batch_size = 19}));
  const std::vector<std::uint32_t> first{0};
  CHECK_THROWS_AS(dense.fit(data.select(first), {.epochs = 1}), SettingError);
  dense.network.freeze<At<1>>();  // by the statistics that it has
  CHECK_NOTHROW(dense.fit(data, {.epochs = 1, .batch_size = 1}));
}

}  // namespace
