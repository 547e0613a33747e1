#pragma once

#include "console/text.hpp"

/// What `tune` says, once a language. {} stands for a value.
struct TuneTexts {
  const char* by_minutes;
  const char* by_trials;
  const char* by_validation;
  const char* by_folds;
  const char* goes_on;
  const char* rung_done;
  const char* interrupted;
  const char* too_short;
  const char* trials_best_first;
  const char* columns[12];
  const char* more_trials;
  const char* winner_interval;
  const char* told_apart;
  const char* not_told_apart;
  const char* take_folds;
  const char* take_more;
  const char* retraining;
  const char* again;

  const char* plot_title;
  const char* trial_axis;
  const char* ninth;
  const char* third;
  const char* whole;
  const char* best;

  // What is wrong with the state.
  const char* this_search;
  const char* another_search;
  const char* in_use;
  const char* no_search;
};

inline constexpr TuneTexts english_tune{
    .by_minutes = "searching for {} {minute|minutes}, the winner's training included",
    .by_trials = "searching: {} {trial|trials}",
    .by_validation = "judged by the {} validation {image|images}; the test images aren't looked at",
    .by_folds = "judged by {} folds of the training images; the test images aren't looked at",
    .goes_on = "goes on with {}: {} {training is|trainings are} done",
    .rung_done = "trial {}, {} of {} epochs: {}  ({}, {} {}, batch {}, augmentation {})",
    .interrupted = "interrupted: the same command, or one with a larger budget, goes on with {}",
    .too_short = "--minutes {} is too short to train even one net",
    .trials_best_first = "Trials, the best first (accuracy on the validation images):",
    .columns = {"trial", "accuracy", "epochs", "net", "optimizer", "rate", "batch", "decay",
                "dropout", "smoothing", "seconds", "augmentation"},
    .more_trials = "... and {} more, which tuning.json has",
    .winner_interval =
        "Trial {} reads {} of the {} {image|images} that judge (95% interval {} to {}).",
    .told_apart = "No other trial with all its epochs lies within that interval.",
    .not_told_apart =
        "Within that interval {} of the {} other {trial|trials} with all epochs: these images "
        "can't "
        "tell the settings apart, the difference is not significant.",
    .take_folds =
        "More validation images tell more (--validation 0.3), or folds of the training images, "
        "which "
        "`digits tune --folds 5` judges by.",
    .take_more = "More images tell more.",
    .retraining = "trial {} wins; training it on all {} training images ...",
    .again = "to train it again: {}",
    .plot_title = "{} trials; those within 10 points of the best",
    .trial_axis = "trial",
    .ninth = "1/9 of the epochs",
    .third = "1/3 of the epochs",
    .whole = "all epochs",
    .best = "best so far",
    .this_search = "the search that this command asks for (or choose another --out)",
    .another_search = "another search: {} {}, not {}",
    .in_use =
        "another process is searching in {}: those that share a search need --trials, not "
        "--minutes",
    .no_search = "something else",
};

inline constexpr TuneTexts indonesian_tune{
    .by_minutes = "mencari selama {} menit, termasuk melatih pemenangnya",
    .by_trials = "mencari: {} percobaan",
    .by_validation = "dinilai dengan {} citra validasi; data uji tidak dilihat",
    .by_folds = "dinilai dengan {} lipatan data latih; data uji tidak dilihat",
    .goes_on = "melanjutkan {}: {} pelatihan sudah selesai",
    .rung_done = "percobaan {}, {} dari {} epoch: {}  ({}, {} {}, batch {}, augmentasi {})",
    .interrupted =
        "dihentikan: perintah yang sama, atau yang anggarannya lebih besar, melanjutkan {}",
    .too_short = "--minutes {} terlalu singkat untuk melatih satu jaringan pun",
    .trials_best_first = "Percobaan, yang terbaik lebih dulu (akurasi pada data validasi):",
    .columns = {"percobaan", "akurasi", "epoch", "jaringan", "optimizer", "laju", "batch", "decay",
                "dropout", "smoothing", "detik", "augmentasi"},
    .more_trials = "... dan {} lagi, yang ada di tuning.json",
    .winner_interval =
        "Percobaan {} mengenali {} dari {} citra penilai dengan benar (IK 95%: {} s.d. {}).",
    .told_apart = "Tidak ada percobaan lain dengan semua epoch yang berada dalam interval itu.",
    .not_told_apart =
        "Dalam interval itu terdapat {} dari {} percobaan lain dengan semua epoch: citra ini tidak "
        "cukup untuk membedakan pengaturan; selisihnya tidak signifikan.",
    .take_folds =
        "Gunakan lebih banyak citra validasi (--validation 0.3), atau lipatan (fold) data latih "
        "dengan `digits tune --folds 5`.",
    .take_more = "Diperlukan lebih banyak citra.",
    .retraining = "percobaan {} menang; dilatih dengan semua {} citra latih ...",
    .again = "untuk melatihnya lagi: {}",
    .plot_title = "{} percobaan; yang paling jauh 10 poin dari yang terbaik",
    .trial_axis = "percobaan",
    .ninth = "1/9 dari epoch",
    .third = "1/3 dari epoch",
    .whole = "semua epoch",
    .best = "terbaik sejauh ini",
    .this_search = "pencarian yang diminta perintah ini (atau pilih --out lain)",
    .another_search = "pencarian lain: {} {}, bukan {}",
    .in_use =
        "proses lain sedang mencari di {}: pencarian bersama memerlukan --trials, bukan --minutes",
    .no_search = "isi lain",
};

inline const TuneTexts& tune_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_tune : english_tune;
}
