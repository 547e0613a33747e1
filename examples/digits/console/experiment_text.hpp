#pragma once

#include "text.hpp"

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

  // Experiments.
  const char* experiment;
  const char* experiment_folds;
  const char* experiment_seeds;
  const char* with_test;
  const char* lists;
  const char* report_experiment;
  const char* comparing;
  const char* goes_on;
  const char* run_done;
  const char* interrupted;
  const char* setting;
  const char* test_split;
  const char* interval;
  const char* test_accuracy;
  const char* epochs;
  const char* parameters;
  const char* caption;
  const char* figure_caption;
  const char* section;
  const char* see;
  const char* judged_by_folds;
  const char* judged_by_seeds;
  const char* judged_by_seed;
  const char* diverged;
  const char* by_chance;
  const char* other_images;
  const char* test_unseen;
  const char* test_measured;
  const char* an_experiment;
  const char* something_else;
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
    .experiment = "Compares all combinations of the settings that are listed, on the same splits",
    .experiment_folds = "Judge by K folds of the training images",
    .experiment_seeds = "Judge by the validation images instead, over N seeds",
    .with_test = "Also measure each training on the test images, which choose nothing",
    .lists =
        "Lists, with commas: --net --epochs --batch-size --optimizer --learning-rate --schedule "
        "--loss --weight-decay --l1 --dropout --label-smoothing --ema-decay --swa --mixup "
        "--cutmix\n--augment --test-split\n"
        "The same command goes on where it was broken off. Several processes may share DIR, "
        "also under mpirun: each does the runs that no other does.",
    .report_experiment = "Also tell of an experiment: its experiment.json",
    .comparing = "{} {setting|settings}, {} {training|trainings}",
    .goes_on = "goes on with {}: {} {training is|trainings are} done",
    .run_done = "{} of {}: setting {}, {} {}: {}",
    .interrupted = "interrupted: the same command goes on where it was",
    .setting = "setting",
    .test_split = "test split",
    .interval = "95% interval",
    .test_accuracy = "test",
    .epochs = "epochs",
    .parameters = "parameters",
    .caption = "Settings side by side; differences are to setting 1, in points; seconds a training",
    .figure_caption = "Accuracy of each setting with its 95% interval",
    .section = "Settings side by side",
    .see =
        "[table experiment] has the settings that were compared, [figure experiment] shows their "
        "accuracies.",
    .judged_by_folds =
        "Accuracy on {} {image|images} in {} folds, each read by a net that was trained without "
        "it: the mean over the folds with the 95% t interval over them. A difference to setting 1 "
        "is tested on all images together (McNemar).",
    .judged_by_seeds =
        "Accuracy on {} validation {image|images}, which no net was trained on: the mean over {} "
        "seeds with the 95% t interval over them. A difference to setting 1 is that of the same "
        "seed, with its 95% t interval.",
    .judged_by_seed =
        "Accuracy on {} validation {image|images}, which no net was trained on, with {} seed and "
        "the 95% Wilson interval over the images. A difference to setting 1 is tested image by "
        "image (McNemar). More seeds, or folds, tell more.",
    .diverged = "Setting {}: {} of {} trainings broke off; they count as 0%.",
    .by_chance = "Of twenty comparisons one looks significant by chance alone; here are {}.",
    .other_images =
        "Settings that are judged by other images than setting 1 aren't tested against it.",
    .test_unseen =
        "The test images weren't looked at: the setting that is chosen is to be trained and tested "
        "once.",
    .test_measured =
        "The {} test {image|images} were measured on {} {time|times}, once a training: who chooses "
        "by these figures has no test images left.",
    .an_experiment = "an experiment (experiment.json of `digits experiment`)",
    .something_else = "something else",
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
    .experiment =
        "Membandingkan semua kombinasi pengaturan yang didaftar, dengan pembagian data yang sama",
    .experiment_folds = "Nilai dengan K lipatan (fold) data latih",
    .experiment_seeds = "Nilai dengan data validasi, dengan N benih acak (seed)",
    .with_test = "Ukur juga setiap pelatihan pada data uji, yang tidak dipakai untuk memilih",
    .lists =
        "Daftar, dipisahkan koma: --net --epochs --batch-size --optimizer --learning-rate "
        "--schedule --loss --weight-decay --l1 --dropout --label-smoothing --ema-decay --swa "
        "--mixup\n--cutmix --augment --test-split\n"
        "Perintah yang sama melanjutkan dari tempat terhenti. Beberapa proses boleh berbagi "
        "FOLDER, "
        "juga dengan mpirun: masing-masing mengerjakan pelatihan yang tidak dikerjakan yang lain.",
    .report_experiment = "Sertakan hasil eksperimen: berkas experiment.json",
    .comparing = "{} pengaturan, {} pelatihan",
    .goes_on = "melanjutkan {}: {} pelatihan sudah selesai",
    .run_done = "{} dari {}: pengaturan {}, {} {}: {}",
    .interrupted = "dihentikan: perintah yang sama melanjutkan dari tempat terhenti",
    .setting = "pengaturan",
    .test_split = "bagian uji",
    .interval = "IK 95%",
    .test_accuracy = "uji",
    .epochs = "epoch",
    .parameters = "parameter",
    .caption =
        "Perbandingan pengaturan; selisih terhadap pengaturan 1 dalam poin persentase; detik "
        "per pelatihan",
    .figure_caption = "Akurasi setiap pengaturan dengan interval kepercayaan (IK) 95%",
    .section = "Perbandingan Pengaturan",
    .see =
        "Pengaturan yang dibandingkan dimuat dalam [table experiment]; akurasinya disajikan pada "
        "[figure experiment].",
    .judged_by_folds =
        "Akurasi pada {} citra dalam {} lipatan (fold), masing-masing dikenali oleh jaringan yang "
        "dilatih tanpanya: rata-rata antarlipatan dengan IK 95% menurut distribusi t. Selisih "
        "terhadap pengaturan 1 diuji pada semua citra sekaligus (uji McNemar).",
    .judged_by_seeds =
        "Akurasi pada {} citra validasi, yang tidak dipakai melatih jaringan mana pun: rata-rata "
        "{} benih acak (seed) dengan IK 95% menurut distribusi t. Selisih terhadap pengaturan 1 "
        "dihitung pada benih yang sama, dengan IK 95% menurut distribusi t.",
    .judged_by_seed =
        "Akurasi pada {} citra validasi, yang tidak dipakai melatih jaringan mana pun, dengan {} "
        "benih acak (seed) dan IK 95% menurut Wilson. Selisih terhadap pengaturan 1 diuji citra "
        "demi citra (uji McNemar). Lebih banyak benih, atau lipatan, lebih meyakinkan.",
    .diverged = "Pengaturan {}: {} dari {} pelatihan gagal; dihitung sebagai 0%.",
    .by_chance =
        "Dari dua puluh perbandingan, satu tampak signifikan secara kebetulan; di sini ada {}.",
    .other_images =
        "Pengaturan yang dinilai dengan citra lain daripada pengaturan 1 tidak diuji terhadapnya.",
    .test_unseen = "Data uji tidak dilihat: pengaturan yang dipilih dilatih dan diuji satu kali.",
    .test_measured =
        "Pada {} citra uji dilakukan {} pengukuran, sekali setiap pelatihan: bila nilai ini "
        "dipakai untuk memilih, tidak ada lagi data uji.",
    .an_experiment = "hasil eksperimen (experiment.json dari `digits experiment`)",
    .something_else = "isi lain",
};

inline const ExperimentTexts& experiment_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_experiment : english_experiment;
}
