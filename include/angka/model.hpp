#pragma once

#include <algorithm>
#include <angka/augment/pipeline.hpp>
#include <angka/augmented_images.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/threads.hpp>
#include <angka/fit.hpp>
#include <angka/losses/loss.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/network.hpp>
#include <angka/optimizers/clip.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/optimizers/settings.hpp>
#include <angka/training_step.hpp>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What a model says of one image.
template <class T, std::size_t Outputs>
struct Prediction {
  int label = 0;                           ///< the class with the largest probability
  std::array<T, Outputs> probabilities{};  ///< or whatever the loss makes of the outputs
};

/// The static model type: a network with the loss and the optimizer that train it.
///
/// `Net`: a Network. `LossType`: CrossEntropy, MeanSquaredError, BinaryCrossEntropy or your own.
/// `OptimizerType`: SGD, Adam, AdamW, RMSprop or your own. `Scalar`: float or double.
/// Errors: SettingError from the constructor's settings and from `fit` for unusable settings or
/// data; what happens while training is told by the returned status.
/// Example: `Model<LeNet5, CrossEntropy, Adam> model{seed(42)}; model.fit(train, {.epochs = 5});`
template <class Net, Loss LossType, Optimizer OptimizerType, class Scalar = typename Net::Scalar>
class Model {
 public:
  using Network = typename Net::template With<Scalar>;
  static constexpr std::size_t outputs = Network::outputs;
  static constexpr int output_count = static_cast<int>(outputs);

  explicit Model(Seed seed = {}, LossType loss_settings = {}, OptimizerType optimizer_settings = {})
      : network(seed),
        loss(std::move(loss_settings)),
        optimizer(std::move(optimizer_settings)),
        seed_(seed) {
    loss.check(output_count);
    optimizer.check();
    for (auto& slot : optimizer_state_) slot = AlignedArray<Scalar>(Network::padded_trained);
  }

  Network network;
  LossType loss;
  OptimizerType optimizer;

  /// Trains on `train`. `observers` are called with each StepResult or EpochResult, whichever they
  /// take; one that returns false ends training.
  template <class... Observers>
  requires(!AugmentationPipeline<std::remove_cvref_t<Observers>> && ...) History
      fit(const DataView& train, const FitOptions& options = {}, Observers&&... observers) {
    return fit(train, options, NoAugmentation{}, std::forward<Observers>(observers)...);
  }
  /// Trains on new versions of the images, which `pipeline` makes in each epoch.
  template <AugmentationPipeline Pipeline, class... Observers>
  History fit(const DataView& train, const FitOptions& options, const Pipeline& pipeline,
              Observers&&... observers) {
    check(train, "training data");
    pipeline.check();
    if (!pipeline.off() && !train.bytes)
      raise(SettingError("fit: augmentation needs images of bytes"));
    if (!options.validation.empty()) check(options.validation, "validation data");
    check(options);
    ThreadPool pool(options.threads);
    const auto batch_size = std::min(static_cast<std::size_t>(options.batch_size), train.size());
    TrainingStep<Network> training(pool, static_cast<int>(batch_size));
    AugmentedImages<Pipeline, Scalar> augmented(pipeline, train.shape, pool.size());
    std::vector<std::uint32_t> order(train.size());
    const auto steps_per_epoch =
        static_cast<std::int64_t>((train.size() + batch_size - 1) / batch_size);
    Progress progress{
        .step = 0, .steps = steps_per_epoch * options.epochs, .steps_per_epoch = steps_per_epoch};
    if (!options.resume) history_ = {}, best_loss_ = 0, best_ = {};
    History& history = history_;
    history.status = FitStatus::done;
    history.message.clear();
    const double seconds_before = history.seconds;
    const auto begin = Clock::now();

    progress.step = steps_per_epoch * static_cast<std::int64_t>(history.epochs.size());

    for (int epoch = static_cast<int>(history.epochs.size()) + 1;
         epoch <= options.epochs && history.status == FitStatus::done; ++epoch) {
      if (options.patience > 0 && epoch > 1 && history.epochs.back().has_validation &&
          epoch - 1 - history.best_epoch >= options.patience) {
        history.status = FitStatus::stopped;
        break;
      }
      const std::uint32_t epoch_number = epochs_done_++;
      for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<std::uint32_t>(train.position(i));
      if (options.shuffle) Random(seed_, Purpose::shuffle, epoch_number).shuffle(std::span(order));
      EpochResult result{.epoch = epoch};
      double loss_sum = 0;
      std::int64_t correct = 0, seen = 0;
      const auto epoch_begin = Clock::now();
      for (std::size_t first = 0; first < order.size(); first += batch_size, ++progress.step) {
        const auto positions = std::span<const std::uint32_t>(order).subspan(
            first, std::min(batch_size, order.size() - first));
        const GradientResult step =
            training.run(network, loss, train, positions, seed_, epoch_number, augmented);
        if (!finite(step.loss) || !finite(step.norm)) {
          history.status = FitStatus::not_finite;
          history.message = "epoch " + std::to_string(epoch) + ", step " +
                            std::to_string(progress.step + 1) + ": " + what_is_not_finite(training);
          break;
        }
        result.learning_rate = double(optimizer.learning_rate) * options.schedule.factor(progress);
        const double factor = options.clip_norm > 0 ? clip_factor(step.norm, options.clip_norm) : 1;
        update(pool, training.gradient(), result.learning_rate, factor);
        const auto images = static_cast<int>(positions.size());
        loss_sum += step.loss * images;
        correct += step.correct;
        seen += images;
        [[maybe_unused]] const StepResult event{.step = progress.step + 1,
                                                .steps = progress.steps,
                                                .epoch = epoch,
                                                .images = images,
                                                .loss = step.loss,
                                                .gradient_norm = step.norm,
                                                .learning_rate = result.learning_rate};
        if (!(int{detail::tell(observers, event)} & ... & 1)) {
          history.status = FitStatus::interrupted;
          break;
        }
      }
      if (history.status != FitStatus::done) break;
      result.seconds = seconds_since(epoch_begin);
      result.loss = loss_sum / static_cast<double>(seen);
      result.train_accuracy = static_cast<double>(correct) / static_cast<double>(seen);
      result.images_per_second = static_cast<double>(seen) / std::max(result.seconds, 1e-9);
      if (!options.validation.empty()) {
        const auto [loss_mean, accuracy] = measure(pool, options.validation);
        result.has_validation = true;
        result.validation_loss = loss_mean;
        result.validation_accuracy = accuracy;
        if (finite(result.validation_loss) &&
            (history.best_epoch == 0 || result.validation_loss < best_loss_)) {
          best_loss_ = result.validation_loss;
          history.best_epoch = epoch;
          if (options.restore_best) {
            best_.resize(network.state().size());
            std::copy(network.state().begin(), network.state().end(), best_.begin());
          }
        }
      }
      history.epochs.push_back(result);
      if (!(int{detail::tell(observers, result)} & ... & 1))
        history.status = FitStatus::interrupted;
    }
    std::copy(best_.begin(), best_.end(), network.state().begin());
    best_ = {};
    history.seconds = seconds_before + seconds_since(begin);
    return history;
  }

  /// All that training would go on from; between epochs, so that an observer of EpochResult may ask
  /// for it.
  TrainingState<Scalar> training_state() const {
    TrainingState<Scalar> state{.seed = seed_,
                                .epochs = epochs_done_,
                                .steps = steps_done_,
                                .history = history_,
                                .best_loss = best_loss_,
                                .weights = {network.state().begin(), network.state().end()},
                                .best_weights = best_};
    for (const auto& slot : optimizer_state_)
      state.optimizer.emplace_back(slot.begin(), slot.end());
    return state;
  }
  /// Whether a state has the sizes of this model's.
  bool takes(const TrainingState<Scalar>& state) const {
    const std::size_t size = network.state().size();
    return state.weights.size() == size && state.optimizer.size() == optimizer_state_.size() &&
           std::all_of(state.optimizer.begin(), state.optimizer.end(),
                       [](const auto& slot) { return slot.size() == Network::padded_trained; }) &&
           (state.best_weights.empty() || state.best_weights.size() == size);
  }
  /// Takes the state of a model of this type, with which `fit` goes on if `resume` is set.
  ///
  /// Errors: SettingError for a state that it doesn't take.
  void restore(TrainingState<Scalar> state) {
    if (!takes(state)) raise(SettingError("restore: the state of another kind of model"));
    seed_ = state.seed;
    epochs_done_ = state.epochs;
    steps_done_ = state.steps;
    history_ = std::move(state.history);
    best_loss_ = state.best_loss;
    best_ = std::move(state.best_weights);
    std::copy(state.weights.begin(), state.weights.end(), network.state().begin());
    for (std::size_t slot = 0; slot < optimizer_state_.size(); ++slot)
      std::copy(state.optimizer[slot].begin(), state.optimizer[slot].end(),
                optimizer_state_[slot].begin());
  }

  /// Reads all images of `data`, which must have labels, and counts how well.
  Evaluation evaluate(const DataView& data, std::vector<std::string> class_names = {},
                      int threads = 0) const {
    check(data, "data");
    if (!data.labels) raise(SettingError("evaluate: the data has no labels"));
    constexpr int classes = std::max(2, output_count);
    if (!class_names.empty() && class_names.size() != static_cast<std::size_t>(classes))
      raise(SettingError("evaluate: " + std::to_string(class_names.size()) +
                         " class names for a network of " + std::to_string(classes) + " classes"));
    ThreadPool pool(threads);
    std::vector<Evaluation> parts(TrainingStep<Network>::max_groups,
                                  Evaluation(classes, std::move(class_names)));
    for_each_output(
        pool, data,
        [&](int group, std::size_t first, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
          const double loss_sum = loss.gradient(output, output_count, truth, Scalar(0),
                                                static_cast<Lanes<Scalar>*>(nullptr));
          loss.activate(output, output_count);
          for (int lane = 0; lane < truth.count; ++lane) {
            std::array<Scalar, static_cast<std::size_t>(classes)> probabilities{};
            for (std::size_t o = 0; o < outputs; ++o) probabilities[o] = output[o][lane];
            if constexpr (output_count == 1)
              probabilities = {Scalar(1) - probabilities[0], probabilities[0]};
            parts[static_cast<std::size_t>(group)].add(truth.labels[lane], probabilities,
                                                       loss_sum / truth.count);
          }
          (void)first;
        });
    for (std::size_t group = 1; group < parts.size(); ++group) parts[0].merge(parts[group]);
    return std::move(parts[0]);
  }

  /// What the model says of one image of bytes (channel, row, column). Const, allocates nothing
  /// after a thread's first call, and may be called by any number of threads at once.
  Prediction<Scalar, outputs> predict(std::span<const std::uint8_t> image) const {
    return to_prediction(network.predict(image, workspace()));
  }
  /// The same for an image of numbers, taken as they are.
  Prediction<Scalar, outputs> predict(std::span<const float> image) const {
    return to_prediction(network.predict(image, workspace()));
  }

  /// What the model says of all images of `data`: `outputs` numbers an image, image by image.
  std::vector<Scalar> predict_batch(const DataView& data, int threads = 0) const {
    check_images(data, "data");
    std::vector<Scalar> result(data.size() * outputs);
    ThreadPool pool(threads);
    for_each_output(
        pool, data, [&](int, std::size_t first, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
          loss.activate(output, output_count);
          for (int lane = 0; lane < truth.count; ++lane)
            for (std::size_t o = 0; o < outputs; ++o)
              result[(first + static_cast<std::size_t>(lane)) * outputs + o] = output[o][lane];
        });
    return result;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

  static typename Network::Workspace& workspace() {
    static thread_local typename Network::Workspace workspace;
    return workspace;
  }

  Prediction<Scalar, outputs> to_prediction(std::span<const Scalar, outputs> output) const {
    std::array<Lanes<Scalar>, outputs> lanes;
    std::copy(output.begin(), output.end(), lanes.begin());
    loss.activate(lanes.data(), output_count);
    Prediction<Scalar, outputs> prediction;
    for (std::size_t o = 0; o < outputs; ++o) {
      prediction.probabilities[o] = lanes[o][0];
      if (lanes[o][0] > lanes[static_cast<std::size_t>(prediction.label)][0])
        prediction.label = static_cast<int>(o);
    }
    if (outputs == 1) prediction.label = lanes[0][0] > Scalar(0.5);
    return prediction;
  }

  [[gnu::cold]] void check_images(const DataView& data, const std::string& name) const {
    if (data.empty()) raise(SettingError(name + ": no images"));
    if (!(data.shape == Network::input))
      raise(SettingError(name + ": images are " + to_string(data.shape) + ", the network takes " +
                         to_string(Network::input)));
    if (!data.bytes && !data.values) raise(SettingError(name + ": no pixels"));
    network.normalization.check(Network::input.channels);
  }
  [[gnu::cold]] void check(const DataView& data, const std::string& name) const {
    check_images(data, name);
    if (!data.labels && !data.targets) raise(SettingError(name + ": neither labels nor targets"));
    if (data.targets && data.target_size != output_count)
      raise(SettingError(name + ": " + std::to_string(data.target_size) +
                         " targets an image, the network has " + std::to_string(output_count) +
                         " outputs"));
    if (!data.labels) return;
    const int classes = std::max(2, output_count);
    for (std::size_t i = 0; i < data.size(); ++i)
      if (data.label(i) < 0 || data.label(i) >= classes)
        raise(SettingError(name + ": image " + std::to_string(i) + " has label " +
                           std::to_string(data.label(i)) + ", the network has " +
                           std::to_string(classes) + " classes"));
  }

  [[gnu::cold]] void check(const FitOptions& options) const {
    network.check();
    loss.check(output_count);
    optimizer.check();
    options.schedule.check();
    using detail::expect_setting;
    expect_setting(options.epochs >= 1, "fit", "epochs", "1 or above", options.epochs);
    expect_setting(options.batch_size >= 1, "fit", "batch_size", "1 or above", options.batch_size);
    expect_setting(options.threads >= 0, "fit", "threads", "0 or above", options.threads);
    expect_setting(options.clip_norm >= 0, "fit", "clip_norm", "0 or above", options.clip_norm);
    expect_setting(options.patience >= 0, "fit", "patience", "0 or above", options.patience);
  }

  void update(ThreadPool& pool, std::span<Scalar> gradient, double rate, double factor) {
    constexpr std::size_t chunk = TrainingStep<Network>::chunk;
    constexpr std::size_t size = Network::padded_trained;
    ++steps_done_;
    pool.run(static_cast<int>((size + chunk - 1) / chunk), [&](int job, int) {
      const std::size_t first = static_cast<std::size_t>(job) * chunk;
      const std::size_t count = std::min(chunk, size - first);
      const std::span<Scalar> part = gradient.subspan(first, count);
      if (factor < 1)
        for (Scalar& g : part) g *= static_cast<Scalar>(factor);
      std::array<Scalar*, OptimizerType::slots> state{};
      for (std::size_t slot = 0; slot < state.size(); ++slot)
        state[slot] = optimizer_state_[slot].data() + first;
      optimizer.template update<Scalar>(steps_done_, static_cast<Scalar>(rate),
                                        network.state().subspan(first, count), part, state);
    });
  }

  [[gnu::cold]] static std::string what_is_not_finite(const TrainingStep<Network>& training) {
    const std::string layer = training.not_finite();
    return layer.empty() ? "the loss is not finite"
                         : "the gradient of layer " + layer + " is not finite";
  }

  /// Calls work(group, number of the first image, truth, output) for each pack of `data`.
  template <class Work>
  void for_each_output(ThreadPool& pool, const DataView& data, Work&& work) const {
    constexpr std::size_t lanes = Lanes<Scalar>::count;
    const detail::ByteScale<Scalar> scale(network.normalization);
    const std::size_t packs = (data.size() + lanes - 1) / lanes;
    constexpr std::size_t groups = TrainingStep<Network>::max_groups;
    std::vector<typename Network::PackWorkspace> workspaces(static_cast<std::size_t>(pool.size()));
    std::vector<std::array<Lanes<Scalar>, outputs>> targets(static_cast<std::size_t>(pool.size()));
    pool.run(static_cast<int>(groups), [&](int group, int thread) {
      const auto g = static_cast<std::size_t>(group);
      for (std::size_t pack = g * packs / groups; pack < (g + 1) * packs / groups; ++pack) {
        std::array<std::uint32_t, lanes> positions{};
        const std::size_t first = pack * lanes, count = std::min(lanes, data.size() - first);
        for (std::size_t i = 0; i < count; ++i)
          positions[i] = static_cast<std::uint32_t>(data.position(first + i));
        const std::span<const std::uint32_t> used(positions.data(), count);
        int labels[lanes];
        const Truth<Scalar> truth = detail::pack_truth(
            data, used, labels, targets[static_cast<std::size_t>(thread)].data());
        Lanes<Scalar>* output = network.predict_pack(
            workspaces[static_cast<std::size_t>(thread)],
            [&](Lanes<Scalar>* to) { detail::pack_images(data, used, scale, to); });
        work(group, first, truth, output);
      }
    });
  }

  struct Measured {
    double loss = 0;
    double accuracy = 0;
  };
  Measured measure(ThreadPool& pool, const DataView& data) const {
    std::array<Measured, TrainingStep<Network>::max_groups> parts{};
    double total_weight = 0;
    for (std::size_t i = 0; i < data.size(); ++i)
      total_weight += loss.weight(data.labels ? data.label(i) : -1);
    for_each_output(pool, data,
                    [&](int group, std::size_t, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
                      Measured& part = parts[static_cast<std::size_t>(group)];
                      part.loss += loss.gradient(output, output_count, truth, Scalar(0),
                                                 static_cast<Lanes<Scalar>*>(nullptr));
                      part.accuracy += detail::count_correct(output, output_count, truth);
                    });
    Measured total;
    for (const Measured& part : parts) {
      total.loss += part.loss;
      total.accuracy += part.accuracy;
    }
    return {total.loss / total_weight, total.accuracy / static_cast<double>(data.size())};
  }

  Seed seed_;
  std::uint32_t epochs_done_ = 0;
  std::int64_t steps_done_ = 0;
  std::array<AlignedArray<Scalar>, OptimizerType::slots> optimizer_state_;
  History history_{};  ///< of the last call of `fit`, with what follows
  double best_loss_ = 0;
  std::vector<Scalar> best_{};
};

}  // namespace angka::inline ANGKA_ISA
