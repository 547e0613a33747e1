#pragma once

#include "text.hpp"

/// What measuring a model says beside the usual figures, once a language. {} stands for a value.
struct MeasuringTexts {
  // Help, and what is wrong with the command line.
  const char* models;
  const char* versions;
  const char* no_versions;

  // Calibration.
  const char* calibrated;
  const char* temperature_at_limit;

  // Several models.
  const char* same_classes;
  const char* other_classes;
  const char* same_held_out;
  const char* other_held_out;
  const char* model;
  const char* accuracy;
  const char* interval;
  const char* loss;
  const char* calibration_error;
  const char* mean_of_models;
  const char* together;

  // Versions.
  const char* mean_of_versions;
};

inline constexpr MeasuringTexts english_measuring{
    .models =
        "A network that `digits train` saved; several, each behind a --model of its own, are "
        "measured alone and together, by the mean of their probabilities",
    .versions =
        "Also read N versions of each image that --augment makes (light, unless it says "
        "otherwise), and measure the mean of what is read",
    .no_versions = "--versions: --augment none makes no versions",
    .calibrated =
        "Calibrated by temperature {}, which was fitted on the validation images: loss {} instead "
        "of {}, calibration error {} instead of {}",
    .temperature_at_limit =
        "(a temperature at its limit: too few of the validation images were read wrongly, or "
        "nearly all)",
    .same_classes = "a model of the same classes as the first",
    .other_classes = "other classes",
    .same_held_out = "a model with the same images held out as the first",
    .other_held_out = "one with others held out",
    .model = "model",
    .accuracy = "accuracy",
    .interval = "95% interval",
    .loss = "loss",
    .calibration_error = "calibration error",
    .mean_of_models = "mean of {} models",
    .together = "The mean of the {} models' probabilities:",
    .mean_of_versions =
        "Mean of {} {version|versions} of each image and the image itself ({}; seed {}), not of a "
        "single prediction:",
};

inline constexpr MeasuringTexts indonesian_measuring{
    .models =
        "Jaringan yang disimpan oleh `digits train`; beberapa jaringan, masing-masing dengan "
        "--model sendiri, diukur satu per satu dan bersama-sama (rata-rata probabilitasnya)",
    .versions =
        "Baca juga N versi setiap citra yang dibuat --augment (light, kecuali ditentukan lain), "
        "lalu ukur rata-rata hasilnya",
    .no_versions = "--versions: --augment none tidak membuat versi apa pun",
    .calibrated =
        "Dikalibrasi dengan temperatur {}, yang ditentukan pada data validasi: loss {} (semula "
        "{}), galat kalibrasi {} (semula {})",
    .temperature_at_limit =
        "(temperatur pada batasnya: terlalu sedikit citra validasi yang salah diklasifikasikan, "
        "atau hampir semuanya)",
    .same_classes = "model dengan kelas yang sama dengan model pertama",
    .other_classes = "kelas lain",
    .same_held_out = "model dengan citra yang disisihkan sama seperti model pertama",
    .other_held_out = "model dengan citra lain yang disisihkan",
    .model = "model",
    .accuracy = "akurasi",
    .interval = "IK 95%",
    .loss = "loss",
    .calibration_error = "galat kalibrasi",
    .mean_of_models = "rata-rata {} model",
    .together = "Rata-rata probabilitas {} model:",
    .mean_of_versions =
        "Rata-rata dari {} versi setiap citra dan citra itu sendiri ({}; benih acak {}), bukan "
        "dari satu prediksi:",
};

inline const MeasuringTexts& measuring_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_measuring : english_measuring;
}
