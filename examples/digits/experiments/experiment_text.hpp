#pragma once

#include "console/text.hpp"

/// What folds, splits and `experiment` say, once a language. {} stands for a value.
struct ExperimentTexts {
  // The split.
  const char* split;
  const char* part;
  const char* training_part;
  const char* validation_part;
  const char* test_part;

  // Folds.
  const char* evaluate_folds;
  const char* fold;
  const char* accuracy;
  const char* seconds;
  const char* fold_done;
  const char* cross_validating;
  const char* mean_of_folds;
  const char* all_folds;
};

inline constexpr ExperimentTexts english_experiment{
    .split = "The split:",
    .part = "part",
    .training_part = "training",
    .validation_part = "validation",
    .test_part = "test",
    .evaluate_folds =
        "Instead of --model: train a net without each of K parts of the data, and measure it on "
        "that part",
    .fold = "fold",
    .accuracy = "accuracy",
    .seconds = "seconds",
    .fold_done = "fold {} of {}: {} ({} of {})",
    .cross_validating = "{}: {} parameters, seed {}; {} folds of {} {image|images}",
    .mean_of_folds = "Mean accuracy {} over {} folds; 95% t interval over the folds {} to {}.",
    .all_folds =
        "All {} images, each read by the net that was trained without it (Wilson interval over "
        "the images):",
};

inline constexpr ExperimentTexts indonesian_experiment{
    .split = "Pembagian data:",
    .part = "bagian",
    .training_part = "latih",
    .validation_part = "validasi",
    .test_part = "uji",
    .evaluate_folds =
        "Sebagai ganti --model: latih jaringan tanpa setiap lipatan (fold) dari K lipatan data, "
        "lalu ukur pada lipatan itu",
    .fold = "lipatan",
    .accuracy = "akurasi",
    .seconds = "detik",
    .fold_done = "lipatan {} dari {}: {} ({} dari {})",
    .cross_validating = "{}: {} parameter, benih acak (seed) {}; {} lipatan (fold) dari {} citra",
    .mean_of_folds =
        "Akurasi rata-rata {} dari {} lipatan (fold); interval kepercayaan 95% (distribusi t "
        "antarlipatan): {} s.d. {}.",
    .all_folds =
        "Seluruh {} citra, masing-masing dikenali oleh jaringan yang dilatih tanpanya (interval "
        "Wilson antarcitra):",
};

inline const ExperimentTexts& experiment_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_experiment : english_experiment;
}
