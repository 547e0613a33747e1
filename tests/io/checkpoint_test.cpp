#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/core/bytes.hpp>
#include <angka/io/checkpoint.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <recorded/files.hpp>

#include "every_layer.hpp"
#include "files.hpp"
#include "training/quadrants.hpp"

using namespace angka;

namespace {

using Net = Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, ReLU, Dropout, Dense<4>>;
template <class Optimizer, class Scalar = float>
using Classifier = Model<Net, CrossEntropy, Optimizer, Scalar>;

template <class ModelType>
auto weights(const ModelType& model) {
  return std::vector(model.network.state().begin(), model.network.state().end());
}

/// What doesn't depend on time.
std::vector<double> figures(const History& history) {
  std::vector<double> result{static_cast<double>(history.best_epoch),
                             static_cast<double>(history.status)};
  for (const EpochResult& e : history.epochs)
    for (const double figure : {double(e.epoch), e.loss, e.train_accuracy, e.validation_loss,
                                e.validation_accuracy, e.learning_rate})
      result.push_back(figure);
  return result;
}

/// Trains once without a break, and once with a break after each number of epochs, from a
/// checkpoint in a model made with another seed.
template <class ModelType, class Optimizer, class... Pipeline>
void check_resumed(const Optimizer& optimizer, const Schedule& schedule,
                   const Pipeline&... pipeline) {
  const TemporaryFolder folder;
  const Dataset train = quadrants(50), validation = quadrants(30, 2);
  FitOptions options{.epochs = 4,
                     .batch_size = 20,
                     .validation = validation,
                     .schedule = schedule,
                     .clip_norm = 1,
                     .patience = 3,
                     .restore_best = true};
  // What the model that goes on isn't told: the checkpoint holds it.
  const auto set = [](ModelType& model) {
    model.network.template layer<Dropout>().rate = 0.25f;
    model.network.template layer<BatchNorm>().momentum = 0.25f;
    model.network.normalization = {.mean = 0.25f, .standard_deviation = 0.5f};
  };
  ModelType whole{seed(6), {}, optimizer};
  set(whole);
  const History expected = whole.fit(train, options, pipeline...);
  for (int stop = 1; stop < 4; ++stop) {
    ModelType first{seed(6), {}, optimizer};
    set(first);
    first.fit(train, options, pipeline..., [&](const EpochResult& epoch) {
      if (epoch.epoch == stop) save_checkpoint(folder / "c", first, "test");
      return epoch.epoch < stop;
    });
    ModelType second{seed(7), {}, optimizer};
    load_checkpoint(folder / "c", second, "test");
    options.resume = true;
    const History resumed = second.fit(train, options, pipeline...);
    options.resume = false;
    CHECK(figures(resumed) == figures(expected));
    CHECK(weights(second) == weights(whole));
  }
}

std::string complaint(const std::filesystem::path& file, Classifier<SGD>& model,
                      std::string_view purpose = {}) {
  return error_of([&] { load_checkpoint(file, model, purpose); });
}

}  // namespace

TEST_CASE("a resumed training ends as the uninterrupted one, with every optimizer and schedule") {
  check_resumed<Classifier<SGD>>(SGD{.momentum = 0.9f, .nesterov = true}, OneCycle{});
  check_resumed<Classifier<Adam>>(Adam{}, CosineDecay{});
  check_resumed<Classifier<AdamW>>(AdamW{.weight_decay = 0.1f}, StepDecay{.every_epochs = 2});
  check_resumed<Classifier<RMSprop>>(RMSprop{}, ExponentialDecay{});
  check_resumed<Classifier<Adam, double>>(Adam{}, ConstantSchedule{});
}

TEST_CASE("a resumed training sees the versions of images that it would have seen") {
  check_resumed<Classifier<Adam>>(Adam{}, OneCycle{}, augment(Rotate{20}, Shift{0.1}));
}

TEST_CASE("a checkpoint that is cut off or damaged is refused, and changes nothing") {
  const TemporaryFolder folder;
  Model<Network<Input<1, 6, 6>, Dense<4>>, CrossEntropy, SGD> tiny{seed(1)};
  const Dataset data = quadrants(10);
  tiny.fit(data, {.epochs = 1});
  save_checkpoint(folder / "tiny", tiny);
  const std::string whole = content(folder / "tiny");
  const auto before = weights(tiny);
  const auto refused = [&](const std::string& bytes) {
    put(folder / "damaged", bytes);
    try {
      load_checkpoint(folder / "damaged", tiny);
      return false;
    } catch (const FileError&) {
      return weights(tiny) == before;
    }
  };
  for (std::size_t size = 0; size < whole.size(); size += size < 200 ? 1 : 37)
    CHECK(refused(whole.substr(0, size)));
  for (std::size_t bit = 0; bit < 8 * whole.size(); bit += bit < 2000 ? 1 : 101) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    CHECK(refused(damaged));
  }
  CHECK(refused(whole + "x"));

  // With a checksum that is right, sizes beyond the file's end are still no reason to allocate.
  const std::size_t head = std::string_view("angka checkpoint 5\n").size();
  for (std::size_t at = head; at + 12 < whole.size() && at < 400; ++at) {
    std::string hostile = whole;
    for (std::size_t i = 0; i < 8; ++i) hostile[at + i] = static_cast<char>(i == 7 ? 0x7f : 0xff);
    const std::span<const std::uint8_t> body(reinterpret_cast<const std::uint8_t*>(hostile.data()),
                                             hostile.size() - 4);
    const std::uint32_t sum = detail::crc32(body);
    for (std::size_t i = 0; i < 4; ++i)
      hostile[hostile.size() - 4 + i] = static_cast<char>(sum >> 8 * i);
    put(folder / "hostile", hostile);
    try {
      load_checkpoint(folder / "hostile", tiny);  // a number that may be anything
      load_checkpoint(folder / "tiny", tiny);
    } catch (const FileError&) {
      CHECK(weights(tiny) == before);
    }
  }
}

TEST_CASE("a checkpoint of something else is refused by name") {
  const TemporaryFolder folder;
  Classifier<SGD> model{seed(1)};
  const Dataset data = quadrants(10);
  model.fit(data, {.epochs = 1});
  save_checkpoint(folder / "c", model, "these settings");
  CHECK(complaint(folder / "c", model, "these settings") == "");
  CHECK(complaint(folder / "c", model, "others")
            .ends_with(
                "expected a checkpoint of this training, found one of other data or settings"));
  CHECK(complaint(folder / "none", model).ends_with("expected a file, found no file"));
  put(folder / "text", "hello");
  CHECK(complaint(folder / "text", model).ends_with("expected a checkpoint, found something else"));
  std::string future = content(folder / "c");
  future.replace(0, 19, "angka checkpoint 6\n");
  put(folder / "future", future);
  CHECK(complaint(folder / "future", model).ends_with("a checkpoint, found something else"));
  Classifier<Adam> adam{seed(1)};
  save_checkpoint(folder / "adam", adam);
  CHECK(complaint(folder / "adam", model)
            .ends_with("expected a checkpoint of this model, found one of another kind of model, "
                       "or of a build for another instruction set"));
  Classifier<SGD, double> wide{seed(1)};
  save_checkpoint(folder / "wide", wide);
  CHECK(complaint(folder / "wide", model)
            .ends_with(
                "found one of another kind of model, or of a build for another instruction set"));
}

TEST_CASE("a checkpoint brings back the layers' settings and the normalization") {
  const TemporaryFolder folder;
  const auto check = [&](auto& saved, auto& loaded) {
    saved.network = random_network<std::remove_cvref_t<decltype(saved.network)>>();
    CHECK(all_of(loaded.network) != all_of(saved.network));
    save_checkpoint(folder / "c", saved);
    load_checkpoint(folder / "c", loaded);
    CHECK(all_of(loaded.network) == all_of(saved.network));
  };
  Model<Windows, MeanSquaredError, SGD> windows, other_windows{seed(2)};
  check(windows, other_windows);
  Model<Own, CrossEntropy, SGD> saved, loaded{seed(2)};
  check(saved, loaded);

  saved.network.layer<Dropout>().rate = 1;
  CHECK_THROWS_WITH_AS(save_checkpoint(folder / "c", saved),
                       "Dropout: rate must be in [0, 1), is 1.000000", SettingError);
  saved.network.layer<Dropout>().rate = 0;
  saved.network.normalization.mean = {1, 2};
  CHECK_THROWS_AS(save_checkpoint(folder / "c", saved), SettingError);
  load_checkpoint(folder / "c", loaded);

  using Other =
      Network<Input<3, 4, 4>, Conv2D<4, 3>, ELU, Residual<Times, BatchNorm>, Dropout, Dense<3>>;
  Model<Other, CrossEntropy, SGD> other;
  const std::string before = all_of(other.network);
  CHECK(error_of([&] { load_checkpoint(folder / "c", other); })
            .ends_with("expected a checkpoint of this model, found the state of a model of other "
                       "layers or of another optimizer"));
  using Fewer =
      Network<Input<3, 4, 4>, Conv2D<4, 3>, ReLU, Residual<Times, BatchNorm>, Dropout, Dense<3>>;
  Model<Fewer, CrossEntropy, SGD> fewer;
  CHECK(error_of([&] { load_checkpoint(folder / "c", fewer); }).find("another kind of model") !=
        std::string::npos);
  CHECK(all_of(other.network) == before);

  // As many weights, settings and numbers of the optimizer, but another.
  Model<Own, CrossEntropy, Adam> adam;
  save_checkpoint(folder / "adam", adam);
  Model<Own, CrossEntropy, AdamW> adamw;
  CHECK(error_of([&] {
          load_checkpoint(folder / "adam", adamw);
        }).ends_with("found the state of a model of other layers or of another optimizer"));
}

TEST_CASE("a checkpoint of the first version is loaded; settings and normalization stay") {
  using First =
      Network<Input<1, 6, 6>, Conv2D<2, 3>, BatchNorm, LeakyReLU, MaxPool2D<2>, Dropout, Dense<4>>;
  const TemporaryFolder folder;
  constexpr int lanes = Lanes<float>::count;
  if (lanes == 1) return;  // none was recorded
  put(folder / "first", from_hex(lanes == 16  ? recorded::checkpoint_of_16_lanes
                                 : lanes == 8 ? recorded::checkpoint_of_8_lanes
                                              : recorded::checkpoint_of_4_lanes));
  Model<First, CrossEntropy, Adam> model{seed(3)};
  model.network.normalization.mean = 0.25f;
  model.network.layer<LeakyReLU>().negative_slope = 0.125f;
  load_checkpoint(folder / "first", model, "recorded");
  CHECK(model.network.normalization.mean == PerChannel(0.25f));
  CHECK(model.network.layer<LeakyReLU>().negative_slope == 0.125f);
  model.network.layer<LeakyReLU>() = {};
  model.network.normalization = {};
  const TrainingState<float> state = model.training_state();
  CHECK(state.epochs == 2);
  CHECK(state.steps == 6);
  CHECK(state.history.epochs.size() == 2);
  CHECK(state.best_weights.size() == state.weights.size());
  CHECK(state.shown == ShownWeights::trained);

  const auto& expected = lanes == 16  ? recorded::first_output
                         : lanes == 8 ? recorded::output_of_8_lanes
                                      : recorded::output_of_4_lanes;
  std::vector<float> image(36);
  for (int i = 0; i < 36; ++i) image[static_cast<std::size_t>(i)] = static_cast<float>(i % 7) / 7;
  First::Workspace workspace;
  const auto output = model.network.predict(std::span<const float>(image), workspace);
  for (std::size_t o = 0; o < output.size(); ++o)
    CHECK(double(output[o]) == doctest::Approx(expected[o]).epsilon(1e-5));
}

namespace {

/// The size of a state of 200 GB.
struct Large {
  using value_type = double;
  std::uintmax_t size() const { return std::uintmax_t{1} << 33; }
};
struct LargeState {
  Large weights{};
  std::vector<Large> optimizer{2};
};

}  // namespace

TEST_CASE("a checkpoint of any size that is written is small enough to be read") {
  namespace format = detail::checkpoint;
  Model<Own, CrossEntropy, Adam> model;
  TrainingState<float> state = model.training_state();
  CHECK(format::encode(state, "words").size() < format::most_bytes(state, "words"));
  state.best_weights = state.average_weights = state.weights;
  const std::size_t rest = format::encode(state, "words").size() - format::array_bytes(state);
  CHECK(rest < 1000);  // the arrays are counted, best and average weights too

  CHECK(format::most_bytes(LargeState{}, "") > std::uintmax_t{1} << 38);
}
