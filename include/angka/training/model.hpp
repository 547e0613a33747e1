#pragma once

#include <algorithm>
#include <angka/augment/pipeline.hpp>
#include <angka/core/aligned_array.hpp>
#include <angka/core/denormals.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/label.hpp>
#include <angka/losses/loss.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/metrics/tally.hpp>
#include <angka/network/network.hpp>
#include <angka/network/summary.hpp>
#include <angka/optimizers/clip.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/optimizers/settings.hpp>
#include <angka/training/augmented_images.hpp>
#include <angka/training/epoch_order.hpp>
#include <angka/training/fit.hpp>
#include <angka/training/threads.hpp>
#include <angka/training/training_step.hpp>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What a model says of one image.
template <class T, std::size_t Outputs>
struct Prediction {
  int label = 0;  ///< of a classifier: the class with the largest probability, `predicted_label`
  std::array<T, Outputs> probabilities{};  ///< or whatever the loss makes of the outputs

  /// The same, of a regression.
  const std::array<T, Outputs>& values() const { return probabilities; }
};

namespace detail {

/// Whether a loss that makes probabilities of logits gets probabilities.
template <class LossType, class Layer>
constexpr bool activates_twice() {
  if constexpr (requires { LossType::takes_logits&& Layer::gives_probabilities; })
    return LossType::takes_logits && Layer::gives_probabilities;
  else
    return false;
}

template <class LossType, class OptimizerType>
struct CheckParts {
  static constexpr bool swapped = Loss<OptimizerType> && Optimizer<LossType>;
  static_assert(!swapped, "angka: loss and optimizer are swapped: Model<Network, Loss, Optimizer>");
  static_assert(swapped || Loss<LossType>,
                "angka: the second of Model<Network, Loss, Optimizer> is no Loss: see "
                "angka/losses/loss.hpp for what that has (see LossType)");
  static_assert(swapped || Optimizer<OptimizerType>,
                "angka: the third of Model<Network, Loss, Optimizer> is no Optimizer: see "
                "angka/optimizers/optimizer.hpp for what that has (see OptimizerType)");
};
template <class... More>
inline constexpr bool begins_with_pipeline = false;
template <class First, class... Rest>
inline constexpr bool begins_with_pipeline<First, Rest...> = AugmentationPipeline<First>;

template <class OptimizerType>
constexpr std::size_t slots_of() {
  if constexpr (Optimizer<OptimizerType>) return OptimizerType::slots;
  return 0;
}

}  // namespace detail

/// The static model type: a network with the loss and the optimizer that train it.
///
/// `Net`: a Network. `LossType`: CrossEntropy, MeanSquaredError, BinaryCrossEntropy or your own.
/// `OptimizerType`: SGD, Adam, AdamW, RMSprop or your own. `Scalar`: float or double.
/// Errors: SettingError from the constructor's settings and from `fit` for unusable settings or
/// data; what happens while training is told by the returned status.
/// Example: `Model<LeNet5, CrossEntropy, Adam> model{seed(42)}; model.fit(train, {.epochs = 5});`
template <class Net, class LossType, class OptimizerType, class Scalar = typename Net::Scalar>
class Model : detail::CheckParts<LossType, OptimizerType> {
 public:
  using Network = typename Net::template With<Scalar>;
  using Architecture = detail::ArchitectureOf<Network>;
  static constexpr std::size_t padded_trained = Architecture::template padded_trained<Scalar>;
  static constexpr std::size_t outputs = Network::outputs;
  static constexpr int output_count = static_cast<int>(outputs);
  static constexpr std::size_t class_count = std::max<std::size_t>(2, outputs);
  static_assert(
      !detail::activates_twice<
          LossType, typename Architecture::template StepAt<Architecture::size - 1>::Settings>(),
      "angka: this loss has the softmax or sigmoid in it and takes logits, but the network ends in "
      "one of its own: leave that out, `predict` reports probabilities all the same (a loss that "
      "wants it so: struct MyLoss : CrossEntropy { static constexpr bool takes_logits = false; "
      "};)");

  explicit Model(Seed seed = {}, LossType loss_settings = {}, OptimizerType optimizer_settings = {})
      : network(seed),
        loss(std::move(loss_settings)),
        optimizer(std::move(optimizer_settings)),
        seed_(seed) {
    loss.check(output_count);
    optimizer.check();
    for (auto& slot : optimizer_state_) slot = AlignedArray<Scalar>(padded_trained);
  }

  Network network;
  LossType loss;
  OptimizerType optimizer;
  /// The names of the classes, one each or none: `evaluate` uses them, `save_model` keeps them.
  std::vector<std::string> classes{};

  /// Trains on `train`, with an augmentation pipeline first among `more` on new versions of the
  /// images, which it makes in each epoch. The others are observers, called with each StepResult or
  /// EpochResult, whichever they take; one that returns false ends training. What one throws, or a
  /// loss or pipeline on any thread, comes out of `fit`.
  template <class... More>
  History fit(const DataView& train, const FitOptions& options = {}, More&&... more) {
    // One function, so that an option by a wrong name isn't told with a list of candidates.
    if constexpr (detail::begins_with_pipeline<std::remove_cvref_t<More>...>)
      return fit_versions(train, options, more...);
    else
      return fit_versions(train, options, NoAugmentation{}, more...);
  }

 private:
  /// What the layers are and, last, what the optimizer is.
  static std::vector<std::string> kinds() {
    std::vector<std::string> result = detail::layer_texts<Network>();
    result.push_back(OptimizerType::name);
    return result;
  }
  template <class Pipeline, class... Observers>
  History fit_versions(const DataView& train, const FitOptions& options, const Pipeline& pipeline,
                       Observers&... observers) {
    static_assert((detail::Observes<std::remove_reference_t<Observers>> && ...),
                  "angka: fit can't tell this observer anything: an observer is called with a "
                  "const StepResult& or a const EpochResult& (a pipeline is augment(Rotate{10}), "
                  "validation data an option: {.validation = data})");
    check(train, options, pipeline);
    const auto batch_size = std::min(static_cast<std::size_t>(options.batch_size), train.size());
    ThreadPool pool(options.threads,
                    std::max(TrainingStep<Network>::useful_threads(static_cast<int>(batch_size)),
                             useful_threads(options.validation)));
    TrainingStep<Network> training(pool, static_cast<int>(batch_size));
    AugmentedImages<Pipeline, Scalar> augmented(pipeline, train, pool.size());
    EpochOrder order(train);
    const auto begin = Clock::now();
    start(options);
    const double seconds_before = history_.seconds;
    Progress progress = progress_of(options, batch_size, train.size());

    while (goes_on(options)) {
      const int epoch = static_cast<int>(history_.epochs.size()) + 1;
      order.draw(options.shuffle, seed_, epochs_done_);
      const double epoch_seconds_before = epoch_seconds_;
      const auto epoch_begin = Clock::now();
      for (std::size_t first = std::min(static_cast<std::size_t>(tally_.images), order.size());
           first < order.size() && history_.status == FitStatus::done; ++progress.step) {
        const std::size_t count = std::min(batch_size, order.size() - first);
        const GradientResult step =
            training.run(network, loss, train, order.positions(first, count), seed_, epochs_done_,
                         augmented, order.occurrences(first, count));
        if (!finite(step.loss) || !finite(step.norm)) {
          history_.status = FitStatus::not_finite;
          history_.message = "epoch " + std::to_string(epoch) + ", step " +
                             std::to_string(progress.step + 1) + ": " +
                             what_is_not_finite(training, step.loss);
          break;
        }
        const double rate = learning_rate(options, progress);
        const double factor = options.clip_norm > 0 ? clip_factor(step.norm, options.clip_norm) : 1;
        update(pool, training.gradient(), rate, factor);
        const auto images = static_cast<int>(count);
        tally_ += {.images = images,
                   .correct = step.correct,
                   .loss = step.loss * step.weight,
                   .weight = step.weight};
        epoch_seconds_ = epoch_seconds_before + seconds_since(epoch_begin);
        first += count;
        if (!told(StepResult{.step = progress.step + 1,
                             .steps = progress.steps,
                             .epoch = epoch,
                             .images = images,
                             .loss = step.loss,
                             .gradient_norm = step.norm,
                             .learning_rate = rate},
                  observers...))
          history_.status = FitStatus::interrupted;
      }
      if (history_.status != FitStatus::done) break;
      end_epoch(pool, train, options, progress);
      history_.seconds = seconds_before + seconds_since(begin);
      if (!told(history_.epochs.back(), observers...)) history_.status = FitStatus::interrupted;
    }
    if (options.restore_best) show_best();
    if (history_.status == FitStatus::done || history_.status == FitStatus::stopped)
      judge(pool, options.validation.empty() ? train : options.validation);
    history_.seconds = seconds_before + seconds_since(begin);
    return history_;
  }

 public:
  /// All that training goes on from, at any time between two steps: an observer may ask for it, and
  /// after `fit` with `restore_best` it holds the last weights beside the best ones.
  ///
  /// Errors: SettingError for settings of layers or a normalization that can't be used.
  TrainingState<Scalar> training_state() const {
    network.check();
    TrainingState<Scalar> state{.seed = seed_,
                                .epochs = epochs_done_,
                                .steps = steps_done_,
                                .history = history_,
                                .best_loss = best_loss_,
                                .best_weights = best_,
                                .shows_best = shows_best(),
                                .tally = tally_,
                                .epoch_seconds = epoch_seconds_,
                                .settings = NetworkSettings{.normalization = network.normalization,
                                                            .layers = network.export_settings(),
                                                            .kinds = kinds()}};
    if (state.shows_best)
      state.weights = last_;
    else
      state.weights.assign(network.state().begin(), network.state().end());
    for (const auto& slot : optimizer_state_)
      state.optimizer.emplace_back(slot.begin(), slot.end());
    return state;
  }
  /// Whether a state has the sizes of this model's.
  bool takes(const TrainingState<Scalar>& state) const {
    const std::size_t size = network.state().size();
    return state.weights.size() == size && state.optimizer.size() == optimizer_state_.size() &&
           std::all_of(state.optimizer.begin(), state.optimizer.end(),
                       [](const auto& slot) { return slot.size() == padded_trained; }) &&
           (state.best_weights.empty() ? !state.shows_best : state.best_weights.size() == size) &&
           (!state.settings || state.settings->layers.size() == network.export_settings().size());
  }
  /// Takes the state of a model of this type, with which `fit` goes on if `resume` is set, and
  /// otherwise predicts what that model did.
  ///
  /// Errors: SettingError for a state that it doesn't take; the model is then unchanged.
  void restore(TrainingState<Scalar> state) {
    if (!takes(state)) raise(SettingError("restore: the state of another kind of model"));
    if (state.settings) {
      if (state.settings->kinds != kinds())
        raise(SettingError("the state of a model of other layers or of another optimizer"));
      state.settings->normalization.check(Network::input.channels);
      network.import_settings(state.settings->layers);
      network.normalization = state.settings->normalization;
    }
    seed_ = state.seed;
    epochs_done_ = state.epochs;
    steps_done_ = state.steps;
    history_ = std::move(state.history);
    best_loss_ = state.best_loss;
    best_ = std::move(state.best_weights);
    last_ = {};
    tally_ = state.tally;
    epoch_seconds_ = state.epoch_seconds;
    std::copy(state.weights.begin(), state.weights.end(), network.state().begin());
    if (state.shows_best) show_best();
    for (std::size_t slot = 0; slot < optimizer_state_.size(); ++slot)
      std::copy(state.optimizer[slot].begin(), state.optimizer[slot].end(),
                optimizer_state_[slot].begin());
  }

  /// Reads all images of `data`, which must have labels, and counts how well. Where there are
  /// targets and the loss is a regression's (MeanSquaredError), measures how near the outputs are;
  /// `class_names` are then the outputs'. What the loss throws on any thread comes out here, as it
  /// does out of `predict_batch`.
  Evaluation evaluate(const DataView& data, std::vector<std::string> class_names = {},
                      int threads = 0) const {
    check(data, "data");
    if (regresses(data)) return evaluate_regression(data, std::move(class_names), threads);
    if (!data.labels) raise(SettingError("evaluate: the data has no labels"));
    if (class_names.empty()) class_names = classes;
    if (!class_names.empty() && class_names.size() != class_count)
      raise(SettingError("evaluate: " + std::to_string(class_names.size()) +
                         " class names for a network of " + std::to_string(class_count) +
                         " classes"));
    ThreadPool pool(threads, useful_threads(data));
    std::vector<Evaluation> parts(TrainingStep<Network>::max_groups,
                                  Evaluation(int{class_count}, std::move(class_names)));
    std::vector<std::vector<Scalar>> probabilities(parts.size(), std::vector<Scalar>(class_count));
    for_each_output(pool, data,
                    [&](int group, std::size_t, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
                      const double loss_sum = loss_of(output, truth);
                      loss.activate(output, output_count);
                      const auto g = static_cast<std::size_t>(group);
                      const std::span<Scalar> of_one(probabilities[g]);
                      for (int lane = 0; lane < truth.count; ++lane) {
                        for (std::size_t o = 0; o < outputs; ++o) of_one[o] = output[o][lane];
                        if constexpr (output_count == 1) {
                          of_one[1] = of_one[0];
                          of_one[0] = Scalar(1) - of_one[1];
                        }
                        parts[g].add(truth.labels[lane], of_one, loss_sum / truth.count,
                                     loss.weight(truth.labels[lane]));
                      }
                    });
    for (std::size_t group = 1; group < parts.size(); ++group) parts[0].merge(parts[group]);
    return std::move(parts[0]);
  }

  /// What the model says of one image of bytes (channel, row, column). Const, allocates nothing
  /// after a thread's first call, and may be called by any number of threads at once. Errors:
  /// SettingError for another size of image and for settings that can't be used.
  Prediction<Scalar, outputs> predict(std::span<const std::uint8_t> image) const {
    return predict_one(image);
  }
  /// The same for an image of numbers; a byte stands for byte / 255.
  Prediction<Scalar, outputs> predict(std::span<const float> image) const {
    return predict_one(image);
  }

  /// What the model says of all images of `data`: `outputs` numbers an image, image by image.
  std::vector<Scalar> predict_batch(const DataView& data, int threads = 0) const {
    check_images(data, "data");
    std::vector<Scalar> result(data.size() * outputs);
    ThreadPool pool(threads, useful_threads(data));
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
  /// Whether outputs stand for the targets of `data`, not for labels.
  static bool regresses(const DataView& data) {
    return detail::is_regression<LossType>() && data.targets;
  }
  /// How many labels were right, if that is asked for.
  static double accuracy(const Tally& tally, const DataView& data) {
    return data.labels && !regresses(data) ? tally.accuracy() : detail::no_accuracy;
  }

  Evaluation evaluate_regression(const DataView& data, std::vector<std::string> output_names,
                                 int threads) const {
    ThreadPool pool(threads, useful_threads(data));
    std::vector<Evaluation> parts(TrainingStep<Network>::max_groups,
                                  Evaluation(Regression(output_count, std::move(output_names))));
    std::vector<std::vector<Scalar>> rows(parts.size(), std::vector<Scalar>(2 * outputs));
    for_each_output(
        pool, data, [&](int group, std::size_t, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
          const double loss_sum = loss_of(output, truth);
          loss.activate(output, output_count);
          const auto g = static_cast<std::size_t>(group);
          const auto found = std::span(rows[g]).first(outputs);
          const auto wanted = std::span(rows[g]).last(outputs);
          for (int lane = 0; lane < truth.count; ++lane) {
            for (std::size_t o = 0; o < outputs; ++o) {
              found[o] = output[o][lane];
              wanted[o] = truth.targets[o][lane];
            }
            parts[g].template add<Scalar>(found, wanted, loss_sum / truth.count,
                                          loss.weight(truth.labels ? truth.labels[lane] : -1));
          }
        });
    for (std::size_t group = 1; group < parts.size(); ++group) parts[0].merge(parts[group]);
    return std::move(parts[0]);
  }

  using Clock = std::chrono::steady_clock;
  static double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

  /// What a thread needs to predict one image.
  struct Workspace {
    typename Network::Workspace network{};
    AlignedArray<Lanes<Scalar>> activated{outputs};
  };
  static Workspace& workspace() {
    static thread_local Workspace workspace;
    return workspace;
  }
  template <class Pixel>
  Prediction<Scalar, outputs> predict_one(std::span<const Pixel> image) const {
    const FlushDenormals flush;  // as in a batch
    Workspace& own = workspace();
    const std::span<const Scalar> output = network.predict(image, own.network);
    Lanes<Scalar>* activated = own.activated.data();
    std::copy(output.begin(), output.end(), activated);
    loss.activate(activated, output_count);
    Prediction<Scalar, outputs> prediction;
    for (std::size_t o = 0; o < outputs; ++o) prediction.probabilities[o] = activated[o][0];
    prediction.label = predicted_label(output_count, [&](int o) { return activated[o][0]; });
    return prediction;
  }

  [[gnu::cold]] void check_images(const DataView& data, const std::string& name) const {
    if (data.empty()) raise(SettingError(name + ": no images"));
    if (!(data.shape == Network::input))
      raise(SettingError(name + ": images are " + to_string(data.shape) + ", the network takes " +
                         to_string(Network::input)));
    if (!data.bytes && !data.values) raise(SettingError(name + ": no pixels"));
    network.check();
    loss.check(output_count);
  }
  [[gnu::cold]] void check(const DataView& data, const std::string& name) const {
    check_images(data, name);
    if (!data.labels && !data.targets) raise(SettingError(name + ": neither labels nor targets"));
    if (data.targets && data.target_size != output_count)
      raise(SettingError(name + ": " + std::to_string(data.target_size) +
                         " targets an image, the network has " + std::to_string(output_count) +
                         " outputs"));
    if (!data.labels) return;
    if (Network::output.pixels() > 1)
      raise(SettingError(name + ": labels, but the network's output is " +
                         to_string(Network::output) +
                         ", not one value a class: end it with Dense, GlobalAveragePool2D or, if "
                         "each value is a class, Flatten"));
    for (std::size_t i = 0; i < data.size(); ++i)
      if (data.label(i) < 0 || data.label(i) >= static_cast<int>(class_count))
        raise(SettingError(name + ": image " + std::to_string(i) + " has label " +
                           std::to_string(data.label(i)) + ", the network has " +
                           std::to_string(class_count) + " classes"));
  }

  template <class Pipeline>
  [[gnu::cold]] void check(const DataView& train, const FitOptions& options,
                           const Pipeline& pipeline) const {
    check(train, "training data");
    pipeline.check();
    if (!FloatAugmentationPipeline<Pipeline> && !pipeline.off() && !train.bytes)
      raise(SettingError("fit: this augmentation takes images of bytes, not of numbers"));
    if (!options.validation.empty()) check(options.validation, "validation data");
    check(options);
    Architecture::for_each_step([&]<int I>() {
      using Bound = typename Architecture::template BoundAt<I>;
      if constexpr (requires { Bound::fewest_images; })
        if (std::min(static_cast<std::size_t>(options.batch_size), train.size()) <
            std::size_t{Bound::fewest_images})
          raise(SettingError("fit: batches of " + std::to_string(Bound::fewest_images) +
                             " images or more are needed by layer " + position<I>() +
                             ", whose statistics are over the batch"));
    });
  }
  template <int I>
  static std::string position() {
    return detail::position_name(typename Architecture::template StepAt<I>::Position{});
  }
  [[gnu::cold]] void check(const FitOptions& options) const {
    optimizer.check();
    options.schedule.check();
    expect_setting(options.epochs >= 1, "fit", "epochs", "1 or above", options.epochs);
    expect_setting(options.batch_size >= 1, "fit", "batch_size", "1 or above", options.batch_size);
    expect_setting(options.threads >= 0, "fit", "threads", "0 or above", options.threads);
    expect_setting(options.clip_norm >= 0, "fit", "clip_norm", "0 or above", options.clip_norm);
    expect_setting(options.patience >= 0, "fit", "patience", "0 or above", options.patience);
    if (options.validation.empty() && (options.patience > 0 || options.restore_best))
      raise(SettingError(std::string("fit: ") +
                         (options.patience > 0 ? "patience" : "restore_best") +
                         " needs validation data, whose loss it goes by"));
  }

  /// Takes up the last training, or begins a new one with the weights that the network has.
  void start(const FitOptions& options) {
    if (options.resume) {
      if (shows_best()) std::copy(last_.begin(), last_.end(), network.state().begin());
    } else {
      if (tally_.images > 0) ++epochs_done_;  // An epoch that was broken off is over.
      history_ = {};
      best_loss_ = 0;
      best_ = {};
      tally_ = {};
      epoch_seconds_ = 0;
    }
    last_ = {};
    history_.status = FitStatus::done;
    history_.message.clear();
    history_.at_chance = false;
  }

  Progress progress_of(const FitOptions& options, std::size_t batch_size,
                       std::size_t images) const {
    const auto steps = [&](std::size_t count) {
      return static_cast<std::int64_t>((count + batch_size - 1) / batch_size);
    };
    const std::int64_t in_epoch = steps(images);
    return {.step = in_epoch * static_cast<std::int64_t>(history_.epochs.size()) +
                    steps(std::min(static_cast<std::size_t>(tally_.images), images)),
            .steps = in_epoch * options.epochs,
            .steps_per_epoch = in_epoch};
  }

  double learning_rate(const FitOptions& options, const Progress& progress) const {
    return double(optimizer.learning_rate) * options.schedule.factor(progress);
  }

  /// Whether there is another epoch to come.
  bool goes_on(const FitOptions& options) {
    const int done = static_cast<int>(history_.epochs.size());
    if (history_.status != FitStatus::done || done >= options.epochs) return false;
    if (options.patience > 0 && done > 0 && history_.epochs.back().has_validation &&
        done - history_.best_epoch >= options.patience)
      history_.status = FitStatus::stopped;
    return history_.status == FitStatus::done;
  }

  /// Measures what an epoch has come to, and keeps the weights if they are the best so far.
  void end_epoch(ThreadPool& pool, const DataView& train, const FitOptions& options,
                 Progress progress) {
    --progress.step;
    EpochResult result{
        .epoch = static_cast<int>(history_.epochs.size()) + 1,
        .loss = tally_.mean_loss(),
        .train_accuracy = accuracy(tally_, train),
        .learning_rate = learning_rate(options, progress),
        .seconds = epoch_seconds_,
        .images_per_second = static_cast<double>(tally_.images) / std::max(epoch_seconds_, 1e-9)};
    if (!options.validation.empty()) {
      const Tally measured = measure(pool, options.validation);
      result.has_validation = true;
      result.validation_loss = measured.mean_loss();
      result.validation_accuracy = accuracy(measured, options.validation);
      if (finite(result.validation_loss) &&
          (history_.best_epoch == 0 || result.validation_loss < best_loss_)) {
        best_loss_ = result.validation_loss;
        history_.best_epoch = result.epoch;
        best_.assign(network.state().begin(), network.state().end());
      }
    }
    history_.epochs.push_back(result);
    ++epochs_done_;
    tally_ = {};
    epoch_seconds_ = 0;
  }

  /// Finds out whether the labels that the network says are any better than guesses: guesses have a
  /// mean recall of one by the number of classes that there are, within two standard deviations.
  /// (Not by accuracy: with rare classes or class weights it may well be below that of the
  /// commonest.)
  void judge(ThreadPool& pool, DataView data) {
    if (!data.labels || regresses(data)) return;
    constexpr std::size_t most = 512;
    std::vector<std::uint32_t> sample(std::min(most, data.size()));
    for (std::size_t i = 0; i < sample.size(); ++i)
      sample[i] = static_cast<std::uint32_t>(data.position(i * data.size() / sample.size()));
    data.count = sample.size();
    data.index = sample.data();
    std::vector<int> said(sample.size());
    for_each_output(pool, data,
                    [&](int, std::size_t first, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
                      loss.activate(output, output_count);
                      for (int lane = 0; lane < truth.count; ++lane)
                        said[first + static_cast<std::size_t>(lane)] =
                            predicted_label(output_count, [&](int o) { return output[o][lane]; });
                    });
    std::map<int, Tally> by_label;
    for (std::size_t i = 0; i < said.size(); ++i)
      by_label[data.label(i)] += {.images = 1, .correct = said[i] == data.label(i)};
    const auto count = static_cast<double>(by_label.size());
    double recall = 0, variance = 0;
    for (const auto& [label, its] : by_label) {
      recall += its.accuracy() / count;
      variance += (1 - 1 / count) / count / static_cast<double>(its.images) / (count * count);
    }
    if (count < 2 || recall > 1 / count + 2 * std::sqrt(variance)) return;
    history_.at_chance = true;
    history_.message = "the network says labels no better than by guessing";
    if (std::count(said.begin(), said.end(), said.front()) == std::ptrdiff_t(said.size()))
      history_.message += ": " + std::to_string(said.front()) + " for every image";
  }

  /// Whether all observers, each of which is told, want training to go on.
  template <class Event, class... Observers>
  static bool told(const Event& event, Observers&... observers) {
    return (int{detail::tell(observers, event)} & ... & 1);
  }

  /// Gives the network the best weights; training would go on from those that it had.
  void show_best() {
    if (best_.empty()) return;
    last_.assign(network.state().begin(), network.state().end());
    std::copy(best_.begin(), best_.end(), network.state().begin());
  }
  /// Whether the network has the weights that `show_best` gave it, and nobody gave it others since.
  bool shows_best() const {
    return !last_.empty() &&
           std::memcmp(best_.data(), network.state().data(), best_.size() * sizeof(Scalar)) == 0;
  }

  void update(ThreadPool& pool, std::span<Scalar> gradient, double rate, double factor) {
    constexpr std::size_t chunk = TrainingStep<Network>::chunk;
    constexpr std::size_t size = padded_trained;
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

  [[gnu::cold]] static std::string what_is_not_finite(const TrainingStep<Network>& training,
                                                      double loss_of_step) {
    const std::string layer = training.not_finite();
    if (!layer.empty()) return "the gradient of layer " + layer + " is not finite";
    return finite(loss_of_step)
               ? "the gradient is so long that the square of its norm is not finite"
               : "the loss is not finite";
  }

  /// How many threads can have work on `data` at once in `for_each_output`.
  static int useful_threads(const DataView& data) {
    constexpr std::size_t lanes = Lanes<Scalar>::count, most = TrainingStep<Network>::max_groups;
    return static_cast<int>(std::min(most, (data.size() + lanes - 1) / lanes));
  }

  /// Calls work(group, number of the first image, truth, output) for each pack of `data`.
  template <class Work>
  void for_each_output(ThreadPool& pool, const DataView& data, Work&& work) const {
    constexpr std::size_t lanes = Lanes<Scalar>::count;
    const detail::PixelScale<Scalar> scale(network.normalization, data);
    const std::size_t packs = (data.size() + lanes - 1) / lanes;
    constexpr std::size_t groups = TrainingStep<Network>::max_groups;
    std::vector<typename Network::PackWorkspace> workspaces(static_cast<std::size_t>(pool.size()));
    AlignedArray<Lanes<Scalar>> targets(static_cast<std::size_t>(pool.size()) * outputs);
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
            data, used, labels, targets.data() + static_cast<std::size_t>(thread) * outputs);
        Lanes<Scalar>* output = network.predict_pack(
            workspaces[static_cast<std::size_t>(thread)],
            [&](Lanes<Scalar>* to) { detail::pack_images(data, used, scale, to); });
        work(group, first, truth, output);
      }
    });
  }

  Tally measure(ThreadPool& pool, const DataView& data) const {
    std::array<Tally, TrainingStep<Network>::max_groups> parts{};
    for_each_output(
        pool, data, [&](int group, std::size_t, const Truth<Scalar>& truth, Lanes<Scalar>* output) {
          Tally part{
              .images = truth.count, .loss = loss_of(output, truth), .weight = weight_of(truth)};
          loss.activate(output, output_count);
          part.correct = detail::count_correct(output, output_count, truth);
          parts[static_cast<std::size_t>(group)] += part;
        });
    Tally total;
    for (const Tally& part : parts) total += part;
    return total;
  }
  /// The sum of loss x weight over a pack.
  double loss_of(const Lanes<Scalar>* output, const Truth<Scalar>& truth) const {
    return loss.gradient(output, output_count, truth, Scalar(0),
                         static_cast<Lanes<Scalar>*>(nullptr));
  }
  double weight_of(const Truth<Scalar>& truth) const {
    double sum = 0;
    for (int lane = 0; lane < truth.count; ++lane)
      sum += loss.weight(truth.labels ? truth.labels[lane] : -1);
    return sum;
  }

  Seed seed_;
  std::uint32_t epochs_done_ = 0;
  std::int64_t steps_done_ = 0;
  std::array<AlignedArray<Scalar>, detail::slots_of<OptimizerType>()> optimizer_state_;
  History history_{};  ///< of the last call of `fit`, with what follows
  double best_loss_ = 0;
  std::vector<Scalar> best_{};  ///< the weights of the lowest validation loss
  std::vector<Scalar> last_{};  ///< those that training goes on from while the network has the best
  Tally tally_{};               ///< of the epoch that has begun
  double epoch_seconds_ = 0;
};

}  // namespace angka::inline ANGKA_ISA
