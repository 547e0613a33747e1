#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/packing.hpp>
#include <angka/core/shape.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace {

using namespace angka;

/// Images of two channels of 3 x 5, each pixel of each with a value of its own, as far as bytes go.
struct Images {
  Shape shape{2, 3, 5};
  std::vector<std::uint8_t> bytes;
  std::vector<float> values;
  std::vector<int> labels;
  std::vector<float> targets;

  explicit Images(std::size_t count) {
    for (std::size_t i = 0; i < count * 30; ++i) {
      bytes.push_back(static_cast<std::uint8_t>(i * 37 % 251));
      values.push_back(static_cast<float>(i) / 8 - 3);
    }
    for (std::size_t i = 0; i < count; ++i) labels.push_back(static_cast<int>(i * 3 % 7));
    for (std::size_t i = 0; i < count * 3; ++i) targets.push_back(static_cast<float>(i) / 4);
  }
};

/// Places of images, not in order.
template <class T>
std::vector<std::uint32_t> positions(int images) {
  std::vector<std::uint32_t> result;
  for (int i = 0; i < images; ++i) result.push_back(static_cast<std::uint32_t>((i * 5 + 3) % 23));
  return result;
}

TEST_CASE_TEMPLATE("images lie side by side in lanes, blank where there is none", T, float,
                   double) {
  const Images images(23);
  const Normalization normalization{.mean = 0.25f, .standard_deviation = 0.5f};
  const double tolerance = sizeof(T) == 4 ? 1e-6 : 1e-13;
  for (int count = 1; count <= Lanes<T>::count; ++count) {
    CAPTURE(count);
    const auto places = positions<T>(count);
    std::vector<Lanes<T>> packed(31, Lanes<T>(T(77)));
    const DataView numbers{.shape = images.shape, .count = 23, .values = images.values.data()};
    detail::pack_images<T>(numbers, places, detail::PixelScale<T>(), packed.data());
    for (std::size_t p = 0; p < 30; ++p)
      for (int lane = 0; lane < Lanes<T>::count; ++lane)
        REQUIRE(packed[p][lane] ==
                (lane < count ? T(images.values[places[std::size_t(lane)] * 30 + p]) : T(0)));
    CHECK(packed[30][0] == 77);
    detail::pack_images<T>(numbers, places, detail::PixelScale<T>(normalization, numbers),
                           packed.data());
    for (std::size_t p = 0; p < 30; ++p)
      for (int lane = 0; lane < count; ++lane)
        REQUIRE(packed[p][lane] ==
                (T(images.values[places[std::size_t(lane)] * 30 + p]) - T(0.25)) / T(0.5));

    const DataView bytes{.shape = images.shape, .count = 23, .bytes = images.bytes.data()};
    detail::pack_images<T>(bytes, places, detail::PixelScale<T>(normalization, bytes),
                           packed.data());
    for (std::size_t p = 0; p < 30; ++p)
      for (int lane = 0; lane < Lanes<T>::count; ++lane) {
        if (lane >= count) {
          REQUIRE(packed[p][lane] == 0);
          continue;
        }
        const double byte = images.bytes[places[std::size_t(lane)] * 30 + p];
        REQUIRE(double(packed[p][lane]) ==
                doctest::Approx((byte / 255 - 0.25) / 0.5).epsilon(tolerance));
      }
    CHECK(packed[30][Lanes<T>::count - 1] == 77);
  }
}

TEST_CASE_TEMPLATE("each channel is normalized by its own numbers", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-6 : 1e-13;
  // Planes longer than a run of pixels, and shorter than a register.
  for (const Shape shape : {Shape{3, 11, 13}, Shape{3, 1, 1}, Shape{16, 1, 3}}) {
    CAPTURE(shape.channels);
    std::vector<float> mean, deviation;
    for (int c = 0; c < shape.channels; ++c) {
      mean.push_back(0.1f * static_cast<float>(c));
      deviation.push_back(1 / (1 + static_cast<float>(c)));
    }
    const PerChannel means{std::span<const float>(mean)};
    const PerChannel deviations{std::span<const float>(deviation)};
    const auto size = static_cast<std::size_t>(shape.size());
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < 23 * size; ++i)
      bytes.push_back(static_cast<std::uint8_t>(i * 37 % 251));
    const DataView view{.shape = shape, .count = 23, .bytes = bytes.data()};
    const auto places = positions<T>(Lanes<T>::count);
    for (const Normalization& normalization :
         {Normalization{means, deviations}, Normalization{means, 0.5f},
          Normalization{0.25f, deviations}}) {
      std::vector<Lanes<T>> packed(size + 1, Lanes<T>(T(77)));
      detail::pack_images<T>(view, places, detail::PixelScale<T>(normalization, view),
                             packed.data());
      for (std::size_t p = 0; p < size; ++p)
        for (int lane = 0; lane < Lanes<T>::count; ++lane) {
          const int channel = static_cast<int>(p) / shape.pixels();
          const double byte = bytes[places[std::size_t(lane)] * size + p];
          const double expected = (byte / 255 - double(normalization.mean[channel])) /
                                  double(normalization.standard_deviation[channel]);
          REQUIRE(std::abs(double(packed[p][lane]) - expected) <
                  tolerance * std::max(1.0, std::abs(expected)));
        }
      CHECK(packed[size][0] == 77);
    }
  }
}

TEST_CASE_TEMPLATE("labels and targets follow their images", T, float, double) {
  const Images images(23);
  const auto places = positions<T>(Lanes<T>::count);
  int labels[Lanes<T>::count];
  Lanes<T> targets[3];

  const DataView labelled{.shape = images.shape, .count = 23, .labels = images.labels.data()};
  Truth<T> truth = detail::pack_truth<T>(labelled, places, labels, targets);
  CHECK(truth.count == Lanes<T>::count);
  CHECK(truth.targets == nullptr);
  for (int lane = 0; lane < truth.count; ++lane)
    CHECK(truth.labels[lane] == images.labels[places[std::size_t(lane)]]);

  const DataView aimed{
      .shape = images.shape, .count = 23, .targets = images.targets.data(), .target_size = 3};
  truth = detail::pack_truth<T>(aimed, places, labels, targets);
  CHECK(truth.labels == nullptr);
  for (int lane = 0; lane < truth.count; ++lane)
    for (std::size_t t = 0; t < 3; ++t)
      CHECK(truth.targets[t][lane] == T(images.targets[places[std::size_t(lane)] * 3 + t]));
}

TEST_CASE_TEMPLATE("the largest output is the label; a single one means 1 above 0.5", T, float,
                   double) {
  std::vector<Lanes<T>> output(3, Lanes<T>(T(0)));
  std::vector<int> labels(std::size_t{Lanes<T>::count}, 2);
  Truth<T> truth{.labels = labels.data(), .count = Lanes<T>::count};
  CHECK(detail::count_correct(output.data(), 3, truth) == 0);
  output[2] = Lanes<T>(T(1));
  CHECK(detail::count_correct(output.data(), 3, truth) == Lanes<T>::count);
  output[1].set(0, T(2));
  CHECK(detail::count_correct(output.data(), 3, truth) == Lanes<T>::count - 1);
  truth.count = 1;
  CHECK(detail::count_correct(output.data(), 3, truth) == 0);
  labels[0] = 1;
  CHECK(detail::count_correct(output.data(), 3, truth) == 1);
  CHECK(detail::count_correct(output.data() + 1, 1, truth) == 1);
  labels[0] = 0;
  CHECK(detail::count_correct(output.data() + 1, 1, truth) == 0);
  CHECK(detail::count_correct(output.data(), 1, truth) == 1);
  truth.labels = nullptr;
  CHECK(detail::count_correct(output.data(), 3, truth) == 0);
}

TEST_CASE("a view names images by their index, a data set owns them") {
  const Images images(4);
  const Dataset data{
      .shape = images.shape, .pixels = images.bytes, .labels = {3, 1, 0, 2}, .classes = {}};
  CHECK(data.size() == 4);
  CHECK_FALSE(data.empty());
  CHECK(Dataset{}.empty());
  const DataView all = data;
  CHECK(all.size() == 4);
  CHECK(all.label(1) == 1);
  CHECK(all.position(3) == 3);
  CHECK(all.image(2).data() == data.pixels.data() + 60);
  CHECK(all.image(2).size() == 30);

  const std::vector<std::uint32_t> index{3, 0};
  const DataView some = data.select(index);
  CHECK(some.size() == 2);
  CHECK(some.label(0) == 2);
  CHECK(some.label(1) == 3);
  CHECK(some.position(0) == 3);
  CHECK(some.image(0).data() == data.pixels.data() + 90);
  CHECK(data.select({}).empty());
}

TEST_CASE("a set of numbers has labels, targets, both or neither") {
  const Images images(4);
  FloatDataset data{.shape = images.shape, .pixels = images.values, .targets = images.targets};
  CHECK(data.size() == 4);
  const DataView aimed = data;
  CHECK(aimed.size() == 4);
  CHECK(aimed.bytes == nullptr);
  CHECK(aimed.labels == nullptr);
  CHECK(aimed.target_size == 3);
  const std::vector<std::uint32_t> index{3, 0};
  const DataView some = data.select(index);
  CHECK(some.image<float>(0).data() == data.pixels.data() + 90);
  CHECK(some.image<float>(1).size() == 30);
  CHECK(data.image(3).data() == data.pixels.data() + 90);
  CHECK(some.target(0).data() == data.targets.data() + 9);
  CHECK(some.target(0).size() == 3);
  CHECK_THROWS_AS(some.image(0), SettingError);

  const std::vector<std::uint32_t> beyond{3, 4};
  CHECK_THROWS_WITH_AS(data.select(beyond), "select: there is no image 4 among 4", SettingError);

  data.labels = images.labels;
  CHECK(data.size() == 4);
  CHECK(data.select(index).label(0) == images.labels[3]);
  data.targets.pop_back();
  CHECK_THROWS_WITH_AS(data.select(index), doctest::Contains("11 targets"), SettingError);
  data.targets.clear();
  CHECK(data.select(index).targets == nullptr);
  data.labels.clear();
  const DataView unknown = data;
  CHECK(unknown.size() == 4);
  CHECK(unknown.labels == nullptr);
  CHECK(FloatDataset{}.empty());
  data.pixels.pop_back();
  CHECK_THROWS_WITH_AS(data.select(index), "119 pixels for 3 images of 2 x 3 x 5", SettingError);
  data.labels.resize(5);
  CHECK_THROWS_AS(data.select(index), SettingError);

  const Dataset bytes{.shape = images.shape, .pixels = images.bytes};
  CHECK(bytes.size() == 4);
  const DataView view = bytes;
  CHECK(view.labels == nullptr);
  CHECK_THROWS_AS(view.image<float>(0), SettingError);
}

TEST_CASE("shapes are told apart and written") {
  constexpr Shape image{6, 14, 15};
  static_assert(image.pixels() == 210 && image.size() == 1260 && !image.flat());
  static_assert(Shape{120}.flat() && Shape{120} == Shape{120, 1, 1} && !(image == Shape{120}));
  CHECK(to_string(image) == "6 x 14 x 15");
  CHECK(to_string(Shape{120}) == "120");
}

}  // namespace
