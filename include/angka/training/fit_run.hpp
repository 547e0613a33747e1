#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/finite.hpp>
#include <angka/metrics/tally.hpp>
#include <angka/optimizers/clip.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/training/augmented_images.hpp>
#include <angka/training/batch_source.hpp>
#include <angka/training/chance.hpp>
#include <angka/training/course.hpp>
#include <angka/training/epoch_order.hpp>
#include <angka/training/fit.hpp>
#include <angka/training/observers.hpp>
#include <angka/training/outputs.hpp>
#include <angka/training/threads.hpp>
#include <angka/training/training_step.hpp>
#include <angka/training/updates.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// One call of `fit`: epochs, and the steps in them, from where the course of training has come to.
template <class Net, class LossType, class OptimizerType, class Pipeline>
class FitRun {
  using T = typename Net::Scalar;

 public:
  FitRun(Net& network, const LossType& loss, const OptimizerType& optimizer, Course<T>& course,
         Updates<OptimizerType, T>& updates, const DataView& train, const FitOptions& options,
         const Pipeline& pipeline, const BatchFeed& stream)
      : network_(network),
        loss_(loss),
        optimizer_(optimizer),
        course_(course),
        updates_(updates),
        train_(train),
        stream_(stream),
        options_(options),
        batch_size_(std::min(static_cast<std::size_t>(options.batch_size), train.size())),
        update_size_(
            std::min(batch_size_ * static_cast<std::size_t>(options.accumulate), train.size())),
        outputs_(network, loss),
        pool_(options.threads,
              std::max(TrainingStep<Net>::useful_threads(static_cast<int>(batch_size_)),
                       outputs_.useful_threads(options.validation.size()))),
        step_(pool_, static_cast<int>(batch_size_)),
        images_(pipeline, train, pool_.size()),
        order_(train) {
    updates_.follow(network, options.decay_weights_alone);
    if (update_size_ > batch_size_) sum_ = AlignedArray<T>(step_.gradient().size());
  }

  template <class... Observers>
  History operator()(Observers&... observers) {
    const auto begin = Clock::now();
    course_.start(options_.resume, network_.state());
    History& history = course_.history;
    const double seconds_before = history.seconds;
    course_.begin_average(options_, network_.state());
    progress_ = course_.progress(options_.epochs, update_size_, train_.size());
    for (const EpochResult& epoch : history.epochs) note(epoch);
    while (course_.goes_on(options_)) {
      train_epoch(observers...);
      if (history.status != FitStatus::done) break;
      const double average_seconds = average_epoch();
      course_.end_epoch(epoch_result(average_seconds), network_.state());
      note(history.epochs.back());
      history.seconds = seconds_before + seconds_since(begin);
      if (!tell_all(history.epochs.back(), observers...)) history.status = FitStatus::interrupted;
    }
    course_.show(options_.restore_best ? ShownWeights::best : ShownWeights::average,
                 network_.state());
    if (history.status == FitStatus::done || history.status == FitStatus::stopped) judge_fit();
    history.seconds = seconds_before + seconds_since(begin);
    return history;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

  /// Of a stream the last batch is all that is still there; a few images say nothing.
  void judge_fit() {
    constexpr std::size_t few = 64;
    if (!options_.validation.empty()) return judge(options_.validation);
    if (!stream_.stream) return judge(train_);
    if (const DataView last = stream_.last(stream_.stream); last.size() >= few) judge(last);
  }

  /// The steps of the epoch at hand that are still to come.
  template <class... Observers>
  void train_epoch(Observers&... observers) {
    order_.draw(options_.shuffle, course_.seed, course_.epochs);
    const double seconds_before = course_.epoch_seconds;
    const auto begin = Clock::now();
    for (std::size_t first =
             std::min(static_cast<std::size_t>(course_.tally.images), order_.size());
         first < order_.size() && course_.history.status == FitStatus::done; ++progress_.step) {
      const std::size_t count = std::min(update_size_, order_.size() - first);
      const GradientResult found =
          count > batch_size_ ? accumulated(first, count) : gradient(first, count);
      if (!finite(found.loss) || !finite(found.norm)) return stop_for(found.loss);
      const double rate = learning_rate(progress_);
      updates_.follow(network_, options_.decay_weights_alone);  // observers may thaw layers
      updates_.run(pool_, step_.chunk, optimizer_, ++course_.steps, rate,
                   options_.clip_norm > 0 ? clip_factor(found.norm, options_.clip_norm) : 1,
                   network_.state(), step_.gradient());
      if (options_.ema_decay > 0) course_.average(pool_, ema_kept(), network_.state());
      course_.tally += {.images = static_cast<std::int64_t>(count),
                        .correct = found.correct,
                        .loss = found.loss * found.weight,
                        .weight = found.weight};
      course_.epoch_seconds = seconds_before + seconds_since(begin);
      first += count;
      if (!tell_all(StepResult{.step = progress_.step + 1,
                               .steps = progress_.steps,
                               .epoch = course_.epoch(),
                               .images = static_cast<int>(count),
                               .loss = found.loss,
                               .gradient_norm = found.norm,
                               .learning_rate = rate},
                    observers...))
        course_.history.status = FitStatus::interrupted;
    }
  }

  /// Loss and gradient of the images from number `first` of the order on.
  ANGKA_APART GradientResult gradient(std::size_t first, std::size_t count) {
    return step_.run(network_, loss_, data_of(first, count), order_.positions(first, count),
                     course_.seed, course_.epochs, images_, order_.occurrences(first, count),
                     options_.mixing);
  }

  /// Where the images from number `first` of the order on lie.
  DataView data_of(std::size_t first, std::size_t count) {
    if (!stream_.stream) return train_;
    const std::size_t next = first + count;
    return stream_.take(stream_.stream, {course_.epochs, first, count},
                        {course_.epochs, next, std::min(batch_size_, order_.size() - next)});
  }

  /// The same, batch by batch; ends with the first one whose loss or gradient isn't finite.
  ANGKA_APART GradientResult accumulated(std::size_t first, std::size_t count) {
    std::fill(sum_.begin(), sum_.end(), T(0));
    const std::span<T> gradient_of_batch = step_.gradient();
    GradientResult all;
    for (const std::size_t end = first + count; first < end; first += batch_size_) {
      const GradientResult part = gradient(first, std::min(batch_size_, end - first));
      if (!finite(part.loss) || !finite(part.norm)) return part;
      for (std::size_t i = 0; i < sum_.size(); ++i)
        sum_[i] += static_cast<T>(part.weight) * gradient_of_batch[i];
      all.loss += part.loss * part.weight;
      all.weight += part.weight;
      all.correct += part.correct;
    }
    if (all.weight == 0) all.weight = 1;  // no pixel of them is known: all sums are 0
    all.loss /= all.weight;
    for (std::size_t i = 0; i < sum_.size(); ++i)
      gradient_of_batch[i] = sum_[i] / static_cast<T>(all.weight);
    all.norm = step_.norm();
    return all;
  }

  /// What schedules may go by.
  void note(const EpochResult& epoch) {
    if (epoch.has_validation) validation_losses_.push_back(epoch.validation_loss);
    progress_.validation_losses = validation_losses_;
  }

  /// Ends training at a step whose loss or gradient isn't finite, and says which layer's.
  [[gnu::cold]] void stop_for(double loss) {
    std::string what = "the loss is not finite";
    if (const std::string layer = step_.not_finite(); !layer.empty())
      what = "the gradient of layer " + layer + " is not finite";
    else if (finite(loss))
      what = "the gradient is so long that the square of its norm is not finite";
    course_.history.status = FitStatus::not_finite;
    course_.history.message = "epoch " + std::to_string(course_.epoch()) + ", step " +
                              std::to_string(progress_.step + 1) + ": " + what;
  }

  /// How much of the average of weights stays at the step at hand.
  double ema_kept() const {
    const double steps = double(progress_.step + 1);
    return std::min(options_.ema_decay, (1 + steps) / (10 + steps));
  }

  /// While it lives the network has the average of its weights, if there is one.
  struct Averaged {
    Averaged(Course<T>& its_course, Net& its_network) : course(its_course), network(its_network) {
      course.exchange_average(network.state());
    }
    ~Averaged() { course.exchange_average(network.state()); }
    Averaged(const Averaged&) = delete;
    Averaged& operator=(const Averaged&) = delete;
    Course<T>& course;
    Net& network;
  };

  /// Takes the weights of the epoch that is done into their average, if that is asked for, and
  /// measures its running statistics. Returns the seconds that it took.
  double average_epoch() {
    if (options_.swa_from == 0 || course_.epoch() < options_.swa_from) return 0;
    const auto begin = Clock::now();
    course_.average_epoch(pool_, network_.state());
    const Averaged averaged(course_, network_);
    for (std::size_t first = 0; TrainingStep<Net>::has_statistics && first < order_.size();) {
      const std::size_t count = std::min(batch_size_, order_.size() - first);
      step_.measure_statistics(network_, loss_, data_of(first, count),
                               order_.positions(first, count), course_.seed, course_.epochs,
                               images_, order_.occurrences(first, count), options_.mixing,
                               double(count) / double(first + count));
      first += count;
    }
    return seconds_since(begin);
  }

  double learning_rate(const Progress& progress) const {
    return double(optimizer_.learning_rate) * options_.schedule.factor(progress);
  }

  /// What the epoch at hand, all of whose steps are done, has come to.
  EpochResult epoch_result(double average_seconds) {
    Progress last = progress_;
    --last.step;
    const Tally& tally = course_.tally;
    const double seconds = course_.epoch_seconds;
    EpochResult result{
        .epoch = course_.epoch(),
        .loss = tally.mean_loss(),
        .train_accuracy = accuracy(tally, train_),
        .learning_rate = learning_rate(last),
        .seconds = seconds,
        .average_seconds = average_seconds,
        .images_per_second = static_cast<double>(tally.images) / std::max(seconds, 1e-9)};
    if (options_.validation.empty()) return result;
    const Averaged averaged(course_, network_);
    const Tally measured = outputs_.measure(pool_, options_.validation);
    result.has_validation = true;
    result.validation_loss = measured.mean_loss();
    result.validation_accuracy = accuracy(measured, options_.validation);
    return result;
  }

  /// How many labels were right, if that is asked for.
  static double accuracy(const Tally& tally, const DataView& data) {
    return Outputs<Net, LossType>::says_labels(data) ? tally.accuracy() : no_accuracy;
  }

  /// Finds out whether the labels that the network says are any better than guesses.
  void judge(DataView data) {
    if (!outputs_.says_labels(data)) return;
    const std::vector<std::uint32_t> sample = sample_of(data, 512);
    data.count = sample.size();
    data.index = sample.data();
    course_.history.message = message_of_chance(data, outputs_.labels(pool_, data));
    course_.history.at_chance = !course_.history.message.empty();
  }

  Net& network_;
  const LossType& loss_;
  const OptimizerType& optimizer_;
  Course<T>& course_;
  Updates<OptimizerType, T>& updates_;
  const DataView& train_;    ///< of a stream, as BatchStream::all
  const BatchFeed& stream_;  ///< of which the images come, unless they lie in memory
  const FitOptions& options_;
  std::size_t batch_size_, update_size_;  ///< images of a gradient, and of an update
  Outputs<Net, LossType> outputs_;
  ThreadPool pool_;
  TrainingStep<Net> step_;
  AugmentedImages<Pipeline, T> images_;
  EpochOrder order_;
  Progress progress_{};
  std::vector<double> validation_losses_{};
  AlignedArray<T> sum_{};  ///< of the gradients of an update's batches
};

}  // namespace angka::inline ANGKA_ISA::detail
