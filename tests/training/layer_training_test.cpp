#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <angka/io/checkpoint.hpp>
#include <angka/optimizers/elastic_net.hpp>
#include <cstddef>
#include <cstdint>
#include <files.hpp>
#include <formula.hpp>
#include <gradients.hpp>
#include <iterator>
#include <recorded/layer_training.hpp>
#include <string>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Trained =
    BasicNetwork<double, Input<1, 8, 8>, Conv2D<4, 3>, BatchNorm, ReLU, Conv2D<3, 3, NoBias>,
                 BatchNorm, ReLU, Flatten, Dense<5>, ReLU, Dense<4>>;

/// Trains as tests/record/layer_training.py does; the largest relative difference to its numbers.
template <class O>
double difference(const recorded::Training& expected, O optimizer, void (*set)(Trained&),
                  bool thaw = false) {
  using namespace recorded;
  optimizer.weight_decay = training_decay;
  Model<Trained, CrossEntropy, O> model{seed(1), {}, optimizer};
  Trained& net = model.network;
  auto tensors = net.export_tensors<double>();
  std::uint32_t stream = 0, running = 500;
  for (auto& tensor : tensors) {
    const bool statistic = tensor.name.find("running") != std::string::npos;
    std::vector<float> drawn = statistic ? formula::values(running, tensor.values.size())
                                         : formula::parameter(stream++, tensor.name, tensor.shape);
    if (statistic)
      for (float& value : drawn) value = value / 4 + (tensor.name.ends_with("var") ? 1.0f : 0.0f);
    running += statistic + (statistic && tensor.name.ends_with("var"));  // num_batches_tracked
    tensor.values.assign(drawn.begin(), drawn.end());
  }
  net.import_tensors(tensors);
  set(net);
  constexpr std::size_t images = training_images;
  const std::vector<float> values = formula::values(1000, images * 64);
  const std::vector<int> labels = formula::labels(1001, images, 4);
  const DataView data{
      .shape = {1, 8, 8}, .count = images, .values = values.data(), .labels = labels.data()};
  model.fit(data, {.epochs = training_epochs, .batch_size = training_batch, .shuffle = false},
            [&](const EpochResult& e) {
              if (thaw && e.epoch + 1 == training_thaw) net.unfreeze<At<>>();
            });
  double worst = std::abs(model.evaluate(data).loss() - expected.loss) / expected.loss;
  std::size_t i = 0;
  for (const auto& tensor : net.export_tensors<double>())
    for (const double value : tensor.values) {
      if (i == expected.numbers.size()) return 1e9;
      const double other = expected.numbers[i++];
      worst = std::max(worst, std::abs(value - other) / std::max(0.1, std::abs(other)));
    }
  return i == expected.numbers.size() ? worst : 1e9;
}

void groups(Trained& net) {
  net.rate<At<0>, At<1>>(0.25);
  net.decay("0", "1", 0);
  net.decay("4", 2);
  net.rate<At<7>>(0);
  net.rate("9", 2);
  net.decay<At<9>>(0.5);
}

TEST_CASE("frozen layers and rates of layers train as PyTorch's groups of parameters") {
  using namespace recorded;
  const SGD sgd{.learning_rate = 0.05f, .momentum = 0.9f};
  const AdamW adamw{.learning_rate = 0.01f};
  CHECK(difference(training_sgd_prefix, sgd, [](Trained& net) { net.freeze<At<0>, At<3>>(); }) <
        1e-10);
  CHECK(difference(training_adamw_middle, adamw, [](Trained& net) {
          net.freeze("4");
          net.freeze("7");
        }) < 1e-8);
  CHECK(difference(training_adamw_groups, adamw, groups) < 1e-8);
  CHECK(difference(training_sgd_groups, sgd, [](Trained& net) {
          groups(net);
          net.freeze<At<1>>();
          net.freeze<At<3>>();
        }) < 1e-10);
  CHECK(difference(
            training_adamw_thawed, adamw, [](Trained& net) { net.freeze("0", "1"); }, true) < 1e-8);
}

/// Passes all on; refuses to run backward while it is closed.
struct Gate {
  static inline bool closed = false;

  template <Shape In>
  struct Bind : detail::Copy<In, In> {
    template <class T>
    static void backward(const Gate& gate, const Backward<T>& pass) {
      if (closed) raise(SettingError("closed"));
      detail::Copy<In, In>::backward(gate, pass);
    }
  };
};

using Blocks =
    BasicNetwork<double, Input<1, 6, 6>, Conv2D<3, 3, Same>, Tanh, MaxPool2D<2>,
                 Residual<Sequence<Conv2D<3, 3, Same>, BatchNorm>, Sequence<Conv2D<3, 1>>>, Dropout,
                 Branches<Concat, Conv2D<2, 1>, Sequence<BatchNorm, SpatialDropout>>, Gate,
                 Dense<4>>;

/// How many parameters have a gradient.
int count_gradient(const TrainingStep<Blocks>& step,
                   const std::vector<BasicNamedTensor<double>>& places, std::string_view layer) {
  int count = 0;
  for (const auto& tensor : places)
    if (tensor.name.starts_with(layer) && tensor.name.find("running") == std::string::npos)
      for (const double place : tensor.values)
        count += step.gradient()[static_cast<std::size_t>(place)] != 0;
  return count;
}

TEST_CASE("the gradient by what is not frozen is right, that by the rest is 0") {
  for (const std::vector<std::string>& frozen :
       std::vector<std::vector<std::string>>{{"0"},
                                             {"0", "3.main"},
                                             {"3.main.1", "4"},
                                             {"3.skip", "5.1"},
                                             {"0", "3", "4", "5.1"},
                                             {"7"}}) {
    CAPTURE(frozen.size());
    CAPTURE(frozen.back());
    Blocks net{seed(3)};
    net.layer<Dropout>().rate = 0.4f;
    Random random(seed(5), Purpose::test);
    for (double& number : net.state()) number = double(random.uniform(0.5f, 1.5f));
    const std::vector<double> before(net.state().begin(), net.state().end());
    std::iota(net.state().begin(), net.state().end(), 0.0);
    const auto places = net.export_tensors<double>();
    std::copy(before.begin(), before.end(), net.state().begin());
    for (const std::string& layer : frozen) net.freeze(layer);
    constexpr std::size_t images = 11;
    const RandomImages<Blocks> random_images(images);
    const DataView data = random_images.view();
    std::vector<std::uint32_t> positions(images);
    std::iota(positions.begin(), positions.end(), 0u);
    ThreadPool pool(1);
    TrainingStep<Blocks> step(pool, images);
    const auto run = [&] {
      std::copy(before.begin() + std::ssize(net.parameters()), before.end(),
                net.state().begin() + std::ssize(net.parameters()));
      return step.run(net, CrossEntropy{}, data, positions, seed(1), 2).loss;
    };
    run();
    for (const auto& tensor : places) {
      CAPTURE(tensor.name);
      const bool is_frozen = std::any_of(frozen.begin(), frozen.end(), [&](const auto& layer) {
        return tensor.name.starts_with(layer);
      });
      if (tensor.name.find("running") == std::string::npos) continue;
      for (const double place : tensor.values) {
        const auto at = static_cast<std::size_t>(place);
        CHECK((net.state()[at] == before[at]) == is_frozen);
      }
    }
    const std::vector<double> gradient(step.gradient().begin(), step.gradient().end());
    double worst = 0;
    for (const auto& tensor : places) {
      const bool is_frozen = std::any_of(frozen.begin(), frozen.end(), [&](const auto& layer) {
        return tensor.name.starts_with(layer);
      });
      if (is_frozen) CHECK(count_gradient(step, places, tensor.name) == 0);
      if (is_frozen || tensor.name.find("running") != std::string::npos) continue;
      CHECK(count_gradient(step, places, tensor.name) > 0);
      for (const double place : tensor.values) {
        const auto at = static_cast<std::size_t>(place);
        double& parameter = net.parameters()[at];
        const double kept = parameter;
        parameter = kept + 1e-6;
        const double up = run();
        parameter = kept - 1e-6;
        const double n = (up - run()) / 2e-6;
        parameter = kept;
        worst = std::max(worst, std::abs(n - gradient[at]) / std::max({1e-3, std::abs(n)}));
      }
    }
    CHECK(worst < 1e-4);
  }
}

using Shrunk = Model<Blocks, CrossEntropy, ElasticNet<Adam>>;
Shrunk make() { return Shrunk{seed(6), {}, {Adam{.learning_rate = 0.02f}, 1e-4f, 1e-3f}}; }

std::vector<double> state_of(const Shrunk& model) {
  return {model.network.state().begin(), model.network.state().end()};
}

TEST_CASE("nothing runs backward in front of the first layer that is trained") {
  const Dataset train = quadrants(20);
  Shrunk model = make();
  Gate::closed = true;
  CHECK_THROWS_AS(model.fit(train, {.epochs = 1}), SettingError);
  model.network.freeze<At<3>, At<7>>();
  CHECK_THROWS_AS(model.fit(train, {.epochs = 1}), SettingError);
  model.network.unfreeze<At<>>();
  model.network.freeze<At<0>, At<5>>();
  CHECK_NOTHROW(model.fit(train, {.epochs = 1}));
  model.network.freeze<At<>>();
  const std::vector<double> before = state_of(model);
  CHECK_NOTHROW(model.fit(train, {.epochs = 1}));
  CHECK(state_of(model) == before);
  model.network.unfreeze("0");
  CHECK_THROWS_AS(model.fit(train, {.epochs = 1}), SettingError);
  Gate::closed = false;
}

TEST_CASE("for any number of threads, and over checkpoints, the result is the same to the bit") {
  const TemporaryFolder folder;
  const Dataset train = quadrants(50);
  FitOptions options{.epochs = 6, .batch_size = 20, .clip_norm = 1, .decay_weights_alone = true};
  const auto set = [](Shrunk& model) {
    model.network.freeze<At<0>, At<3>>();
    model.network.rate<At<7>>(0.5);
    model.network.decay("7", 3);
  };
  const auto thaw = [](Shrunk& model, const EpochResult& e) {
    if (e.epoch == 2) model.network.unfreeze("3");
    if (e.epoch == 4) model.network.unfreeze("0");
    return true;
  };
  std::vector<double> first;
  for (const int threads : {1, 2, 3}) {
    options.threads = threads;
    Shrunk model = make();
    set(model);
    model.fit(train, options, [&](const EpochResult& e) { return thaw(model, e); });
    if (first.empty()) first = state_of(model);
    CHECK(state_of(model) == first);
  }
  for (const int stop : {1, 3, 5}) {
    Shrunk model = make(), resumed = make();
    set(model);
    model.fit(train, options,
              [&](const EpochResult& e) { return thaw(model, e) && e.epoch < stop; });
    save_checkpoint(folder / "c", model);
    load_checkpoint(folder / "c", resumed);
    CHECK(resumed.network.layer_training() == model.network.layer_training());
    options.resume = true;
    resumed.fit(train, options, [&](const EpochResult& e) { return thaw(resumed, e); });
    options.resume = false;
    CHECK(state_of(resumed) == first);
  }
}

TEST_CASE("what the network doesn't have, and what the optimizer can't do, is refused by name") {
  Shrunk::Network net{seed(1)};
  const auto refused = [](const char* message, auto work) {
    CHECK_THROWS_WITH_AS(work(), message, SettingError);
  };
  refused("freeze: the network has no layer 9", [&] { net.freeze("9"); });
  refused("unfreeze: the network has no layer 00", [&] { net.unfreeze("0", "00"); });
  refused("freeze: layer 3 doesn't stand in front of layer 1", [&] { net.freeze("3", "1"); });
  refused("network: rate must be 0 or above, not -1", [&] { net.rate<At<0>>(-1); });
  refused("network: decay must be 0 or above, not nan", [&] { net.decay("0", std::nan("")); });
  CHECK(net.layer_training().empty());
  net.freeze("2");
  net.unfreeze<At<0>, At<3>>();
  CHECK(net.layer_training().empty());

  net.decay("0", 2);
  const int trained[] = {0, 1};
  detail::UpdatePlan plan;
  refused("fit: decay of a layer needs an optimizer with weight_decay",
          [&] { plan.follow(net.layer_training(), false, false, {}, trained); });
}

}  // namespace
