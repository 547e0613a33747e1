#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "console/progress.hpp"
#include "data.hpp"
#include "nets/classifier.hpp"

/// How a net is trained: its recipe with what the command line says otherwise. Whatever trains on
/// the same images trains in the same way.
struct TrainingSettings : Recipe {
  /// For so many images: few of them are seen more often, so that a net learns from them, too.
  TrainingSettings(const Options& options, const Net& net, std::size_t images);

  std::string optimizer, schedule, loss;
  double l1 = 0;
  angka::DigitAugmentation augmentation;
  double teacher_temperature = 0, teacher_weight = 0;  ///< 0: there is no teacher

  std::unique_ptr<Classifier> make(const Net& net, std::uint64_t seed,
                                   const angka::Normalization& normalization) const;
  /// Steps of the weights, all in all.
  std::size_t updates(std::size_t images) const {
    return steps(images) * static_cast<std::size_t>(epochs);
  }
  /// The first epoch whose weights are averaged; 0: none.
  int swa_from() const;
  angka::FitOptions fit_options(std::size_t images, int threads) const;

 private:
  angka::Schedule its_schedule() const;
  std::size_t steps(std::size_t images) const {
    const auto batch = static_cast<std::size_t>(batch_size);
    return (images + batch - 1) / batch;
  }
};

/// Trains under a progress bar for as long as `go_on` is true; `after_epoch` is told of each epoch.
angka::History fit_while(Classifier& classifier, const angka::DataView& images,
                         const angka::FitOptions& how, const angka::DigitAugmentation& augmentation,
                         const Options& options, const std::function<bool()>& go_on,
                         const EpochObserver& after_epoch = {});

/// The same; says that a net learned nothing, and raises Error where training diverges or is
/// interrupted.
angka::History fit_shown(Classifier& classifier, const angka::DataView& images,
                         const angka::FitOptions& how, const angka::DigitAugmentation& augmentation,
                         const Options& options, const InterruptGuard& interrupt, const Say& say,
                         const EpochObserver& after_epoch = {});

/// Raises UsageError for settings that the net can't use, and FileError for a net that can't be
/// read; compiles nothing.
void check_settings(const Options& options);
/// The net of the options, or of that name, with an output for each class of the data.
const Net& net_for(const Options& options, const Digits& digits, const std::string& name = {});
/// What isn't part of every training, where it is used: "l1", "ema_decay", "swa", "mixup",
/// "cutmix", "teacher_temperature", "teacher_weight".
std::vector<std::pair<const char*, double>> extras(const TrainingSettings& settings);
/// The rate of all layers of dropout, or that they have their own.
std::string dropout_text(const TrainingSettings& settings, const Texts& texts);

Json to_json(const TrainingSettings& settings);
Json to_json(const angka::EpochResult& epoch);
/// What a person reads of the settings.
std::string to_text(const TrainingSettings& settings, const Texts& texts);
