#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <training/quadrants.hpp>
#include <utility>
#include <vector>

namespace {

using namespace angka;

/// Makes each version of an image brighter or darker at random, and counts the versions.
struct Brighten {
  struct Calls {
    std::mutex mutex{};
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> versions{};      ///< by epoch and sample
    std::map<std::uint32_t, std::set<std::vector<std::uint8_t>>> images{};  ///< by sample
  };
  bool is_off = false;
  bool usable = true;
  Calls* calls = nullptr;

  struct Workspace {
    explicit Workspace(const Shape& shape)
        : pixels(static_cast<std::size_t>(shape.size()), std::uint8_t{99}) {}
    std::vector<std::uint8_t> pixels;
  };
  void check() const {
    if (!usable) raise(SettingError("Brighten: unusable"));
  }
  bool off() const { return is_off; }
  void apply(const Shape& shape, const std::uint8_t* in, std::uint8_t* out, const ImageKey& key,
             Workspace& workspace) const {
    Random random(key.seed, Purpose::augment, key.epoch, key.sample);
    const auto more = static_cast<std::uint8_t>(random.below(40));
    // Through the workspace, which two threads must not share.
    for (std::size_t i = 0; i < std::size_t(shape.size()); ++i)
      workspace.pixels[i] = static_cast<std::uint8_t>(in[i] + more);
    std::copy(workspace.pixels.begin(), workspace.pixels.end(), out);
    if (!calls) return;
    const std::scoped_lock lock(calls->mutex);
    ++calls->versions[{key.epoch, key.sample}];
    calls->images[key.sample].insert({out, out + shape.size()});
  }
};
static_assert(AugmentationPipeline<Brighten>);

using Net = Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, ReLU, Dense<4>>;
using Classifier = Model<Net, CrossEntropy, SGD>;

template <class... Pipeline>
std::vector<float> weights(int threads, const Pipeline&... pipeline) {
  Classifier model{seed(6)};
  const Dataset train = quadrants(130);
  model.fit(train, {.epochs = 2, .batch_size = 60, .threads = threads}, pipeline...);
  return {model.network.state().begin(), model.network.state().end()};
}

TEST_CASE("augmented training is the same for any number of threads") {
  const std::vector<float> one = weights(1, Brighten{});
  CHECK(one != weights(1));
  for (const int threads : {2, 3, 8}) CHECK(weights(threads, Brighten{}) == one);
}

TEST_CASE("each epoch makes one version of each image") {
  Brighten::Calls calls;
  weights(3, Brighten{.calls = &calls});
  CHECK(calls.versions.size() == 2 * 130);
  for (const auto& [key, count] : calls.versions) {
    CHECK(count == 1);
    CHECK(key.first < 2);
    CHECK(key.second < 130);
  }
}

/// Writes down what a layer in front of it passes on, image by image.
struct Record {
  std::vector<std::vector<float>>* seen = nullptr;

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    template <class T>
    static void forward(const Record& record, const Forward<T>& pass) {
      std::copy_n(pass.input, In.size(), pass.output);
      for (int lane = 0; pass.training && lane < pass.images.count; ++lane) {
        record.seen->emplace_back();
        for (int i = 0; i < In.size(); ++i)
          record.seen->back().push_back(static_cast<float>(pass.input[i][lane]));
      }
    }
    template <class T>
    static void backward(const Record&, const Backward<T>& pass) {
      std::copy_n(pass.output_gradient, In.size(), pass.input_gradient);
    }
  };
};

TEST_CASE("an image that is named several times differs each time") {
  const Dataset data = quadrants(40);
  std::vector<std::uint32_t> once{1, 2, 3}, often = once;
  often.insert(often.end(), 15, 2u);
  const auto train = [&](const std::vector<std::uint32_t>& index, int threads, int epochs) {
    Brighten::Calls calls;
    Classifier model{seed(6)};
    model.fit(data.select(index), {.epochs = epochs, .batch_size = 20, .threads = threads},
              Brighten{.calls = &calls});
    return calls.images;
  };
  auto versions = train(often, 2, 1);
  CHECK(versions[1].size() == 1);
  CHECK(versions[3].size() == 1);
  CHECK(versions[2].size() > 10);  // of 40
  CHECK(versions == train(often, 1, 1));
  // Its first occurrence is what the image is without repeats; other epochs make other versions.
  auto alone = train(once, 1, 1);
  CHECK(versions[1] == alone[1]);
  CHECK(versions[3] == alone[3]);
  CHECK(versions[2].contains(*alone[2].begin()));
  CHECK(train(often, 1, 3)[2].size() > versions[2].size());

  // Dropout likewise.
  std::vector<std::vector<float>> seen;
  Model<Network<Input<1, 6, 6>, Dropout, Record, Dense<4>>, CrossEntropy, SGD> model{seed(6)};
  model.network.layer<Record>().seen = &seen;
  const std::vector<std::uint32_t> always(18, 2u);
  model.fit(data.select(always), {.epochs = 2, .batch_size = 5, .threads = 1});
  CHECK(std::set(seen.begin(), seen.end()).size() == 2 * 18);
}

TEST_CASE("a pipeline that is off changes nothing and is never called") {
  Brighten::Calls calls;
  CHECK(weights(2, Brighten{.is_off = true, .calls = &calls}) == weights(2));
  CHECK(weights(2, NoAugmentation{}) == weights(2));
  CHECK(calls.versions.empty());
}

TEST_CASE("validation and evaluation see the images as they are") {
  Brighten::Calls calls;
  Classifier model{seed(6)};
  const Dataset train = quadrants(60), validation = quadrants(90, 2);
  model.fit(
      train, {.epochs = 1, .validation = validation}, Brighten{.calls = &calls},
      [&](const EpochResult& epoch) {
        CHECK(epoch.validation_accuracy == doctest::Approx(model.evaluate(validation).accuracy()));
      });
  CHECK(calls.versions.size() == 60);
}

TEST_CASE("images of numbers reach the network in new versions, normalized and not rounded") {
  const Dataset bytes = quadrants(23);
  FloatDataset data{.shape = bytes.shape, .labels = bytes.labels};
  for (const std::uint8_t byte : bytes.pixels)
    data.pixels.push_back(100 + static_cast<float>(byte) / 255);
  auto pipeline = augment(Rotate{30}, Shift{0.2}, GaussianNoise{0.1});
  pipeline.background = 100;
  std::vector<std::vector<float>> seen, expected;
  Model<Network<Input<1, 6, 6>, Dropout, Record, Dense<4>>, CrossEntropy, SGD> model{seed(6)};
  model.network.layer<Dropout>().rate = 0;
  model.network.layer<Record>().seen = &seen;
  model.network.normalization = {.mean = 99, .standard_deviation = 0.5f};
  model.fit(data, {.epochs = 1, .batch_size = 10, .threads = 1}, pipeline);
  std::sort(seen.begin(), seen.end());
  AugmentationWorkspace workspace(data.shape);
  for (std::uint32_t i = 0; i < 23; ++i) {
    std::vector<float>& version = expected.emplace_back(36);
    pipeline.apply(data.shape, data.image(i).data(), version.data(), {seed(6), 0, i}, workspace);
    for (float& value : version) value = (value - 99) * 2;
  }
  std::sort(expected.begin(), expected.end());
  REQUIRE(seen.size() == 23);
  for (std::size_t i = 0; i < 23; ++i)
    for (std::size_t p = 0; p < 36; ++p)
      CHECK(seen[i][p] == doctest::Approx(expected[i][p]).epsilon(1e-4));
}

TEST_CASE("pipelines are checked before training, and need bytes unless they take numbers") {
  const Dataset train = quadrants(20);
  Classifier model{seed(6)};
  CHECK_THROWS_WITH_AS(model.fit(train, {.epochs = 1}, Brighten{.usable = false}),
                       "Brighten: unusable", SettingError);
  const std::vector<float> values(20 * 36);
  const DataView numbers{
      .shape = train.shape, .count = 20, .values = values.data(), .labels = train.labels.data()};
  CHECK_THROWS_AS(model.fit(numbers, {.epochs = 1}, Brighten{}), SettingError);
  CHECK_NOTHROW(model.fit(numbers, {.epochs = 1}, Brighten{.is_off = true}));
}

}  // namespace
