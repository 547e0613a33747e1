#pragma once

/// What a report says of the study as a whole: its course, what was trained and measured on what,
/// and what it was made with; once a language, with marks (see marks.hpp). {} stands for a value.
struct StudyTexts {
  const char* flow;
  const char* see_flow;
  const char* flow_caption;
  const char* flow_collect;
  const char* flow_collected;
  const char* flow_prepare;
  const char* flow_prepared;
  const char* flow_split;
  const char* flow_augment;
  const char* flow_augmented;
  const char* flow_build;
  const char* flow_built;
  const char* flow_tune;
  const char* flow_tuned;
  const char* flow_train;
  const char* flow_trained;
  const char* flow_test;
  const char* flow_tested;
  const char* flow_compare;
  const char* flow_compared;
  const char* flow_conclude;
  const char* protocol;
  const char* see_protocol;
  const char* protocol_caption;
  const char* trained_what;
  const char* trainings;
  const char* measured_on;
  const char* of_the_test;
  const char* of_the_validation;
  const char* the_search;
  const char* this_model;
  const char* its_comparison;
  const char* smaller_comparison;
  const char* chosen_before;
  const char* chosen_by_search;
  const char* one_training;
  const char* longer_on_fewer;
  const char* test_measured;
  const char* environment;
  const char* see_environment;
  const char* environment_caption;
  const char* program;
  const char* compiler;
  const char* cpu;
  const char* lanes;
  const char* threads;
  const char* again;
  const char* files;
};

inline constexpr StudyTexts english_study{
    .flow = "The course of the study",
    .see_flow = "[figure flow] shows the steps of the study in their order.",
    .flow_caption = "Flow diagram of the study",
    .flow_collect = "Collecting the data",
    .flow_collected = "{}, {} classes",
    .flow_prepare = "Checking and preparing",
    .flow_prepared = "{} x {} pixels, grey, normalised",
    .flow_split = "Splitting",
    .flow_augment = "Augmentation of the training images",
    .flow_augmented = "{} {operation|operations}",
    .flow_build = "Building the network",
    .flow_built = "{}, {} parameters",
    .flow_tune = "Search for settings",
    .flow_tuned = "{} {trial|trials}, on validation images",
    .flow_train = "Training and validation",
    .flow_trained = "{} {epoch|epochs}, {}",
    .flow_test = "Testing",
    .flow_tested = "{} test {image|images}",
    .flow_compare = "Comparison without and with augmentation",
    .flow_compared = "{} {seed|seeds}",
    .flow_conclude = "Discussion and conclusion",
    .protocol = "The protocol",
    .see_protocol =
        "[table protocol] lists every training of this study and what it was measured on.",
    .protocol_caption =
        "What was trained, how long and on how many images, and what it was measured on",
    .trained_what = "what was trained",
    .trainings = "trainings",
    .measured_on = "measured on",
    .of_the_test = "{} test {image|images}",
    .of_the_validation = "{} validation {image|images}",
    .the_search = "the search for settings, {} {trial|trials}",
    .this_model = "the model of this report",
    .its_comparison = "the comparison, on the same images (besides the model)",
    .smaller_comparison = "the comparison, on fewer images",
    .chosen_before =
        "The settings are the network's usual ones, chosen earlier by validation images split from "
        "MNIST's training images, and what the command line says otherwise. The validation images "
        "show the course of the training; the weights after the last epoch are kept.",
    .chosen_by_search =
        "The settings are those of trial {}, the best of {} by {} validation images. The model was "
        "trained with them on the same training images; the weights after the last epoch are kept.",
    .one_training =
        "In the comparison the figures of seed {} {} augmentation are the model's own: one "
        "training, with the same settings.",
    .longer_on_fewer =
        "Fewer images are seen in more epochs where the weights would else take less than 2,000 "
        "steps.",
    .test_measured =
        "The test set of {} images was measured {} {time|times}, once with each network that was "
        "trained to be tested. Nothing was chosen by it.",
    .environment = "Environment, and how to get the same again",
    .see_environment = "[table environment] names the machine and the program.",
    .environment_caption = "What the figures were made with",
    .program = "program",
    .compiler = "compiler",
    .cpu = "processor",
    .lanes = "images side by side in a register",
    .threads = "threads",
    .again =
        "The same command, program and seed give the same figures, whatever the number of "
        "threads; only times differ:",
    .files =
        "Beside this page lie the same tables as CSV files (tables), the figures as PNG files "
        "(figures), the text as Markdown (report.md) and all figures for machines (JSON).",
};

inline constexpr StudyTexts indonesian_study{
    .flow = "Diagram Alir Penelitian",
    .see_flow = "Tahapan penelitian secara berurutan disajikan pada [figure flow].",
    .flow_caption = "Diagram alir penelitian",
    .flow_collect = "Pengumpulan data",
    .flow_collected = "{}, {} kelas",
    .flow_prepare = "Pemeriksaan dan prapemrosesan",
    .flow_prepared = "{} x {} piksel, keabuan, normalisasi",
    .flow_split = "Pembagian data",
    .flow_augment = "Augmentasi data latih",
    .flow_augmented = "{} operasi",
    .flow_build = "Perancangan arsitektur CNN",
    .flow_built = "{}, {} parameter",
    .flow_tune = "Penyetelan hiperparameter",
    .flow_tuned = "{} percobaan, pada data validasi",
    .flow_train = "Pelatihan dan validasi",
    .flow_trained = "{} epoch, {}",
    .flow_test = "Pengujian",
    .flow_tested = "{} citra uji",
    .flow_compare = "Perbandingan tanpa dan dengan augmentasi",
    .flow_compared = "{} benih acak (seed)",
    .flow_conclude = "Pembahasan dan simpulan",
    .protocol = "Protokol Pengujian",
    .see_protocol =
        "[table protocol] memuat seluruh pelatihan dalam penelitian ini beserta data yang "
        "digunakan "
        "untuk mengukurnya.",
    .protocol_caption =
        "Pelatihan yang dilakukan, lama dan jumlah citranya, serta data yang digunakan untuk "
        "mengukurnya",
    .trained_what = "pelatihan",
    .trainings = "jumlah pelatihan",
    .measured_on = "diukur pada",
    .of_the_test = "{} citra uji",
    .of_the_validation = "{} citra validasi",
    .the_search = "penyetelan hiperparameter, {} percobaan",
    .this_model = "model dalam laporan ini",
    .its_comparison = "perbandingan, pada citra yang sama (selain model)",
    .smaller_comparison = "perbandingan, pada citra yang lebih sedikit",
    .chosen_before =
        "Pengaturan yang digunakan adalah pengaturan bawaan jaringan, yang dipilih sebelumnya "
        "berdasarkan citra validasi dari data latih MNIST, kecuali yang disebutkan pada perintah. "
        "Data validasi menunjukkan proses pelatihan; bobot setelah epoch terakhir yang digunakan.",
    .chosen_by_search =
        "Pengaturan yang digunakan berasal dari percobaan {}, yang terbaik dari {} menurut {} "
        "citra "
        "validasi. Model dilatih dengan pengaturan itu pada data latih yang sama; bobot setelah "
        "epoch terakhir yang digunakan.",
    .one_training =
        "Dalam perbandingan, nilai untuk benih acak {} {} augmentasi adalah nilai model ini: satu "
        "pelatihan dengan pengaturan yang sama.",
    .longer_on_fewer =
        "Citra yang lebih sedikit dilatih dengan lebih banyak epoch bila pembaruan bobotnya kurang "
        "dari 2.000.",
    .test_measured =
        "Data uji berisi {} citra dan diukur {} kali, satu kali dengan setiap jaringan yang "
        "dilatih "
        "untuk diuji. Tidak ada pengaturan yang dipilih berdasarkan data uji.",
    .environment = "Lingkungan Pengujian dan Reproduksi Hasil",
    .see_environment =
        "Perangkat keras dan perangkat lunak yang digunakan dimuat dalam [table environment].",
    .environment_caption = "Perangkat keras dan perangkat lunak",
    .program = "program",
    .compiler = "kompilator",
    .cpu = "prosesor",
    .lanes = "citra berdampingan dalam satu register",
    .threads = "utas (thread)",
    .again =
        "Perintah, program, dan benih acak (seed) yang sama memberikan hasil yang sama, berapa pun "
        "jumlah utas (thread); hanya waktunya yang berbeda:",
    .files =
        "Bersama halaman ini tersedia tabel sebagai CSV (tables), gambar sebagai PNG (figures), "
        "teks sebagai Markdown (report.md), dan semua nilai hasil untuk mesin (JSON).",
};
