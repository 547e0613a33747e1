#pragma once

#include <algorithm>
#include <angka/augment/pipeline.hpp>
#include <angka/core/aligned_array.hpp>
#include <angka/core/denormals.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/label.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/network/network.hpp>
#include <angka/network/summary.hpp>
#include <angka/training/batch_source.hpp>
#include <angka/training/checks.hpp>
#include <angka/training/course.hpp>
#include <angka/training/fit.hpp>
#include <angka/training/fit_run.hpp>
#include <angka/training/model_parts.hpp>
#include <angka/training/observers.hpp>
#include <angka/training/outputs.hpp>
#include <angka/training/threads.hpp>
#include <angka/training/training_state.hpp>
#include <angka/training/updates.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
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
  static constexpr std::size_t outputs = Network::outputs;
  static constexpr int output_count = static_cast<int>(outputs);
  static constexpr std::size_t class_count =
      std::max<std::size_t>(2, outputs / detail::places<LossType>(outputs));

 private:
  using Architecture = detail::ArchitectureOf<Network>;
  static_assert(
      !detail::activates_twice<
          LossType, typename Architecture::template StepAt<Architecture::size - 1>::Settings>(),
      "angka: this loss has the softmax or sigmoid in it and takes logits, but the network ends in "
      "one of its own: leave that out, `predict` reports probabilities all the same (a loss that "
      "wants it so: struct MyLoss : CrossEntropy { static constexpr bool takes_logits = false; "
      "};)");
  static constexpr std::size_t padded_trained = Architecture::template padded_trained<Scalar>;
  using Outputs = detail::Outputs<Network, LossType>;

 public:
  explicit Model(Seed seed = {}, LossType loss_settings = {}, OptimizerType optimizer_settings = {})
      : network(seed),
        loss(std::move(loss_settings)),
        optimizer(std::move(optimizer_settings)),
        course_(seed),
        updates_(padded_trained) {
    loss.check(output_count);
    optimizer.check();
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

  /// Trains on a stream: the same for images that needn't fit into memory, of which the next batch
  /// is read while one is trained on. Their order is the source's, `shuffle` does nothing. The
  /// trained model is that of `fit` without `shuffle` on the same images in memory, to the bit;
  /// without validation data, whether it only guesses is judged by the last batch, if that has 64
  /// images.
  ///
  /// `source`: a BatchSource. `more`: as of `fit`.
  /// Errors: as of `fit`; SettingError for a label that the network hasn't; what the source throws.
  template <BatchSource Source, class... More>
  History fit_stream(Source& source, const FitOptions& options = {}, More&&... more) {
    if constexpr (detail::begins_with_pipeline<std::remove_cvref_t<More>...>)
      return fit_batches(source, options, more...);
    else
      return fit_batches(source, options, NoAugmentation{}, more...);
  }

  /// All that training goes on from, at any time between two steps: an observer may ask for it, and
  /// after `fit` with `restore_best` it holds the last weights beside the best ones.
  ///
  /// Errors: SettingError for settings of layers or a normalization that can't be used.
  TrainingState<Scalar> training_state() const {
    network.check();
    TrainingState<Scalar> state = course_.state(network.state());
    state.optimizer = updates_.state();
    state.layers = network.layer_training();
    state.missed = updates_.plan().missed();
    NetworkSettings& settings = state.settings.emplace();  // g++ 11 leaks a list that breaks off
    settings.normalization = network.normalization;
    settings.layers = network.export_settings();
    settings.kinds = kinds();
    return state;
  }
  /// Whether a state has the sizes of this model's.
  bool takes(const TrainingState<Scalar>& state) const {
    const std::size_t size = network.state().size();
    return state.weights.size() == size && updates_.takes(state.optimizer) &&
           fits(state, state.best_weights, ShownWeights::best) &&
           fits(state, state.average_weights, ShownWeights::average) &&
           (state.layers.empty() || state.layers.size() == Architecture::size) &&
           (state.missed.empty() || state.missed.size() == Architecture::size) &&
           std::all_of(state.missed.begin(), state.missed.end(),
                       [&](auto missed) { return missed >= 0 && missed <= state.steps; }) &&
           (!state.settings || state.settings->layers.size() == network.export_settings().size());
  }
  /// Takes the state of a model of this type, with which `fit` goes on if `resume` is set, and
  /// otherwise predicts what that model did.
  ///
  /// Errors: SettingError for a state that it doesn't take; the model is then unchanged.
  void restore(TrainingState<Scalar> state) {
    if (!takes(state)) raise(SettingError("restore: the state of another kind of model"));
    detail::check_training(state.layers);
    if (state.settings) {
      if (state.settings->kinds != kinds())
        raise(SettingError("the state of a model of other layers or of another optimizer"));
      state.settings->normalization.check(Network::input.channels);
      network.import_settings(state.settings->layers);
      network.normalization = state.settings->normalization;
    }
    network.layer_training(state.layers);
    updates_.restore(state.optimizer, state.missed);
    course_.restore(std::move(state), network.state());
  }

  /// Reads all images of `data`, which must have labels, and counts how well. Where there are
  /// targets and the loss is a regression's (MeanSquaredError), measures how near the outputs are;
  /// `class_names` are then the outputs'. What the loss throws on any thread comes out here, as it
  /// does out of `predict_batch`.
  Evaluation evaluate(const DataView& data, std::vector<std::string> class_names = {},
                      int threads = 0) const {
    check(data, "data");
    ThreadPool pool(threads, Outputs::useful_threads(data.size()));
    return outputs_of().evaluate(pool, data, nothing_counted(data, std::move(class_names)));
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

  /// The same by the threads of a pool that nobody else uses meanwhile; at most four share the work
  /// of large layers: see Network::predict.
  Prediction<Scalar, outputs> predict(std::span<const std::uint8_t> image, ThreadPool& pool) const {
    return predict_one(image, pool);
  }
  Prediction<Scalar, outputs> predict(std::span<const float> image, ThreadPool& pool) const {
    return predict_one(image, pool);
  }

  /// What the model says of all images of `data`: `outputs` numbers an image, image by image.
  std::vector<Scalar> predict_batch(const DataView& data, int threads = 0) const {
    check_images(data, "data");
    ThreadPool pool(threads, Outputs::useful_threads(data.size()));
    return outputs_of().activated(pool, data);
  }

 private:
  template <class Pipeline, class... Observers>
  History fit_versions(const DataView& train, const FitOptions& options, const Pipeline& pipeline,
                       Observers&... observers) {
    check(train, options, pipeline);
    return run(train, options, pipeline, {}, observers...);
  }
  template <class Source, class Pipeline, class... Observers>
  History fit_batches(Source& source, FitOptions options, const Pipeline& pipeline,
                      Observers&... observers) {
    options.shuffle = false;
    detail::BatchStream stream(source, static_cast<std::size_t>(std::max(1, options.batch_size)));
    check(stream.sample(), options, pipeline);
    stream.check = [this](const DataView& batch) { check_truth(batch, "training data"); };
    return run(stream.all(), options, pipeline, stream.feed(), observers...);
  }
  template <class Pipeline, class... Observers>
  History run(const DataView& train, const FitOptions& options, const Pipeline& pipeline,
              const detail::BatchFeed& stream, Observers&... observers) {
    static_assert((detail::Observes<std::remove_reference_t<Observers>> && ...),
                  "angka: fit can't tell this observer anything: an observer is called with a "
                  "const StepResult& or a const EpochResult& (a pipeline is augment(Rotate{10}), "
                  "validation data an option: {.validation = data})");
    detail::FitRun<Network, LossType, OptimizerType, Pipeline> fitting(
        network, loss, optimizer, course_, updates_, train, options, pipeline, stream);
    return fitting(observers...);
  }

  /// Whether weights that a state may have beside those that are trained fit.
  static bool fits(const TrainingState<Scalar>& state, const std::vector<Scalar>& weights,
                   ShownWeights which) {
    return weights.empty() ? state.shown != which : weights.size() == state.weights.size();
  }

  Outputs outputs_of() const { return {network, loss}; }

  /// An evaluation of `data` that has counted no image yet.
  [[gnu::cold]] Evaluation nothing_counted(const DataView& data,
                                           std::vector<std::string> names) const {
    if (Outputs::regresses(data)) return Evaluation(Regression(output_count, std::move(names)));
    if (!data.labels && !detail::is_of_pixels<LossType>)
      raise(SettingError("evaluate: the data has no labels"));
    if (names.empty()) names = classes;
    if (!names.empty() && names.size() != class_count)
      raise(SettingError("evaluate: " + std::to_string(names.size()) +
                         " class names for a network of " + std::to_string(class_count) +
                         " classes"));
    return Evaluation(int{class_count}, std::move(names));
  }

  /// What the layers are and, last, what the optimizer is.
  static std::vector<std::string> kinds() {
    std::vector<std::string> result = detail::layer_texts<Network>();
    result.push_back(OptimizerType::name);
    return result;
  }

  /// What a thread needs to predict one image.
  template <class NetworkMemory>
  struct Workspace {
    NetworkMemory network{};
    AlignedArray<Lanes<Scalar>> activated{outputs};
  };
  template <class NetworkMemory>
  static Workspace<NetworkMemory>& workspace() {
    static thread_local Workspace<NetworkMemory> workspace;
    return workspace;
  }
  template <class Pixel>
  Prediction<Scalar, outputs> predict_one(std::span<const Pixel> image) const {
    auto& own = workspace<typename Network::Workspace>();
    return prediction(network.predict(image, own.network), own.activated.data());
  }
  template <class Pixel>
  Prediction<Scalar, outputs> predict_one(std::span<const Pixel> image, ThreadPool& pool) const {
    auto& own = workspace<typename Network::SharedWorkspace>();
    return prediction(network.predict(image, own.network, pool), own.activated.data());
  }
  /// What outputs say, which have room in `activated`.
  Prediction<Scalar, outputs> prediction(std::span<const Scalar> output,
                                         Lanes<Scalar>* activated) const {
    const FlushDenormals flush;  // as in a batch
    std::copy(output.begin(), output.end(), activated);
    detail::activate(loss, activated, output_count);
    Prediction<Scalar, outputs> prediction;
    for (std::size_t o = 0; o < outputs; ++o) prediction.probabilities[o] = activated[o][0];
    prediction.label = predicted_label(output_count, [&](int o) { return activated[o][0]; });
    return prediction;
  }

  void check_images(const DataView& data, const std::string& name) const {
    detail::check_images(data, name, Network::input);
    network.check();
    loss.check(output_count);
  }
  void check(const DataView& data, const std::string& name) const {
    check_images(data, name);
    check_truth(data, name);
  }
  void check_truth(const DataView& data, const std::string& name) const {
    if constexpr (detail::is_of_pixels<LossType>)
      loss.check_truth(data, name, Network::output);
    else
      detail::check_truth(data, name, Network::output, class_count);
  }
  template <class Pipeline>
  [[gnu::cold]] void check(const DataView& train, const FitOptions& options,
                           const Pipeline& pipeline) const {
    check(train, "training data");
    pipeline.check();
    if (!FloatAugmentationPipeline<Pipeline> && !pipeline.off() && !train.bytes)
      raise(SettingError("fit: this augmentation takes images of bytes, not of numbers"));
    if constexpr (detail::is_of_pixels<LossType>) {
      bool moves = !options.mixing.off();
      if constexpr (requires { pipeline.moves_pixels(); }) moves = moves || pipeline.moves_pixels();
      if (moves)
        raise(SettingError(
            "fit: mixing, and operations that move pixels, would leave the pixels' labels where "
            "they were"));
    }
    if (!options.validation.empty()) check(options.validation, "validation data");
    optimizer.check();
    detail::check_options(options);
    if (Lanes<Scalar>::count == 1 && !options.mixing.off())
      raise(SettingError(
          "fit: mixing needs a pack of two images or more, which this build doesn't have"));
    detail::check_batch<Architecture>(
        std::min(static_cast<std::size_t>(options.batch_size), train.size()),
        network.layer_training());
  }

  detail::Course<Scalar> course_;
  detail::Updates<OptimizerType, Scalar> updates_;
};

}  // namespace angka::inline ANGKA_ISA
