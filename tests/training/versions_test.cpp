#include <angka/training/versions.hpp>

#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/training/ensemble.hpp>
#include <array>
#include <cstddef>
#include <limits>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Small = Model<Network<Input<1, 6, 6>, Dense<6>, Tanh, Dense<4>>, CrossEntropy, SGD>;
const auto moved = augment(Rotate{20}, Shift{0.2});

/// The mean over an image and its versions, made one by one, in double.
template <class Pixel, class M>
std::array<double, 4> naive(const M& model, const DataView& data, std::size_t i, int versions,
                            std::uint64_t from) {
  std::array<double, 4> mean{};
  const auto add = [&](std::span<const Pixel> image) {
    const auto says = model.predict(image);
    for (std::size_t c = 0; c < 4; ++c)
      mean[c] += static_cast<double>(says.probabilities[c]) / (versions + 1);
  };
  add(data.image<Pixel>(i));
  AugmentationWorkspace workspace(data.shape);
  std::array<Pixel, 36> version{};
  for (int v = 0; v < versions; ++v) {
    moved.apply(data.shape, data.image<Pixel>(i).data(), version.data(),
                {.seed = seed(from),
                 .epoch = static_cast<std::uint32_t>(v),
                 .sample = static_cast<std::uint32_t>(data.position(i))},
                workspace);
    add(version);
  }
  return mean;
}

TEST_CASE("versions are those that the pipeline makes, and count as much as the image") {
  const Small model(seed(1)), other(seed(2));
  const Dataset data = quadrants(23);
  FloatDataset numbers{.shape = data.shape};
  for (const std::uint8_t pixel : data.pixels)
    numbers.pixels.push_back(static_cast<float>(pixel) / 255);
  const auto check = [&]<class Pixel>(const auto& reader, const DataView& view, Pixel) {
    const auto says = predict_versions(reader, view, moved, {.count = 3, .seed = seed(7)});
    REQUIRE(says.size() == 4 * view.size());
    for (std::size_t i = 0; i < view.size(); ++i) {
      const auto expected = naive<Pixel>(reader, view, i, 3, 7);
      for (std::size_t c = 0; c < 4; ++c)
        CHECK(static_cast<double>(says[4 * i + c]) == doctest::Approx(expected[c]).epsilon(1e-6));
    }
  };
  const std::vector<std::uint32_t> some{21, 4, 4, 0};
  check(model, data, std::uint8_t{});
  check(model, data.select(some), std::uint8_t{});
  check(model, numbers, 0.0f);
  check(Ensemble(model, other), data, std::uint8_t{});
}

TEST_CASE("the mean over versions follows from the seed, not from the threads") {
  const Small model(seed(1));
  const Dataset data = quadrants(50);
  const auto says = [&](std::uint64_t from, int threads, int count = 4) {
    return predict_versions(model, data, moved,
                            {.count = count, .seed = seed(from), .threads = threads});
  };
  const auto one = says(3, 1);
  CHECK(says(3, 2) == one);
  CHECK(says(3, 5) == one);
  CHECK(says(4, 1) != one);
  CHECK(says(3, 1, 0) == model.predict_batch(data));
  CHECK(evaluate_probabilities(one, data).total() == 50);
}

/// A pipeline of one's own that knows bytes alone.
struct Copy {
  struct Workspace {
    explicit Workspace(const Shape&) {}
  };
  void check() const {}
  bool off() const { return false; }
  void apply(const Shape& shape, const std::uint8_t* in, std::uint8_t* out, const ImageKey&,
             Workspace&) const {
    std::copy_n(in, static_cast<std::size_t>(shape.size()), out);
  }
};

TEST_CASE("versions that can't be made are refused") {
  const Small model(seed(1));
  const Dataset data = quadrants(3);
  FloatDataset numbers{.shape = data.shape, .pixels = std::vector<float>(36)};
  CHECK_THROWS_AS(predict_versions(model, data, moved, {.count = -1}), SettingError);
  CHECK_THROWS_AS(predict_versions(model, data, augment(Rotate{-1})), SettingError);
  CHECK_THROWS_AS(predict_versions(model, DataView{}, moved), SettingError);
  CHECK_THROWS_AS(predict_versions(model, numbers, Copy{}), SettingError);
  CHECK(predict_versions(model, data, Copy{}).size() == 12);
}

}  // namespace
