#pragma once

#include "console/text.hpp"

/// What leads through a report's tables and figures, once a language, with marks (see marks.hpp).
struct ProseTexts {
  const char* and_one;
  const char* and_others;
  const char* chapter;
  const char* references;

  const char* see_summary;
  const char* see_protocol;
  const char* see_card;
  const char* see_counts;
  const char* see_shape;
  const char* see_checks;
  const char* see_preparing;
  const char* see_augmentation;
  const char* see_elastic;
  const char* see_building;
  const char* cite_lenet5;
  const char* cite_residual;
  const char* cite_initialisation;
  const char* see_layers;
  const char* see_measures;
  const char* see_course;
  const char* see_quality;
  const char* see_confusion;
  const char* see_confused;
  const char* see_calibration;
  const char* see_comparison;
  const char* see_comparison_digits;
  const char* see_comparison_sizes;
  const char* see_curves;
  const char* see_search;
  const char* see_environment;
};

inline constexpr ProseTexts english_prose{
    .and_one = "and",
    .and_others = "et al.",
    .chapter = "Chapter {}",
    .references = "References",

    .see_summary = "[table summary] answers what is asked most.",
    .see_protocol =
        "[table protocol] lists every training of this study and what it was measured on.",
    .see_card = "What is known of the data's origin and of its writers is listed in [table card].",
    .see_counts =
        "[table counts] and [figure counts] show how many images of each digit there are and how "
        "they were split.",
    .see_shape =
        "[figure examples] shows one image of each digit, and [figure pixels] one of them as the "
        "numbers that a program sees.",
    .see_checks = "What was found is listed in [table checks].",
    .see_preparing =
        "[table preparing] lists the steps in their order, with what comes in and what goes out.",
    .see_augmentation =
        "Augmentation enlarges a data set by changed copies of its images [cite shorten]. The "
        "operations are listed in [table augmentation]; [figure augmentation] shows images before "
        "and after them.",
    .see_elastic = "Elastic distortion is that of handwriting [cite simard].",
    .see_building =
        "The steps, with what was chosen in each and why, are listed in [table building].",
    .cite_lenet5 =
        "The architecture follows LeNet-5 [cite lecun], with ReLU and max pooling in place of its "
        "sigmoid functions and averages.",
    .cite_residual =
        "The architecture is made of residual blocks [cite he2016] with batch normalisation "
        "[cite ioffe].",
    .cite_initialisation =
        "The weights of convolutions begin as He et al. propose [cite he2015], those of dense "
        "layers "
        "as Glorot and Bengio do [cite glorot].",
    .see_layers =
        "[table layers] lists the layers with their output shapes and parameters; [figure layers] "
        "draws them.",
    .see_measures =
        "[table measures] lists the measures. The interval of an accuracy is Wilson's "
        "[cite wilson], calibration is measured in bins of probability [cite guo], and two "
        "networks "
        "are compared on the same images by McNemar's test [cite mcnemar].",
    .see_course =
        "[figure loss] and [figure accuracy] show the course of the training, [table epochs] its "
        "figures; the file epochs.csv holds those of all {} {epoch|epochs}.",
    .see_quality = "The results are listed in [table quality].",
    .see_confusion =
        "[figure confusion] and [table confusion] show which digit was read as which; "
        "[table per-digit] gives precision, recall and F1.",
    .see_confused =
        "[table confused] lists the pairs that are confused most, and [figure mistakes] shows the "
        "misread images of which the network was surest.",
    .see_calibration =
        "[figure calibration] shows whether a probability may be taken at its word: on the "
        "diagonal, "
        "predictions of 80% are right in 80 of 100 cases. The mean distance from it is {} "
        "(calibration error).",
    .see_comparison = "The results of each seed are listed in [table comparison].",
    .see_comparison_digits =
        "[table comparison-digits] compares the digits one by one. With ten digits, a single "
        "difference that seems significant may well be chance.",
    .see_comparison_sizes =
        "[table comparison-sizes] and [figure training-images] show what becomes of the difference "
        "with fewer training images.",
    .see_curves = "[figure learning-curves] shows how validation accuracy grows on both sides.",
    .see_search =
        "Trials that fall behind are given up early [cite jamieson]. The best are listed in "
        "[table trials], all are shown in [figure trials].",
    .see_environment = "[table environment] names the machine and the program.",
};

inline constexpr ProseTexts indonesian_prose{
    .and_one = "dan",
    .and_others = "dkk.",
    .chapter = "BAB {}",
    .references = "DAFTAR PUSTAKA",

    .see_summary = "[table summary] merangkum jawaban atas pertanyaan yang paling sering diajukan.",
    .see_protocol =
        "[table protocol] memuat seluruh pelatihan dalam penelitian ini beserta data yang "
        "digunakan "
        "untuk mengukurnya.",
    .see_card = "Asal-usul data dan keterangan responden dimuat dalam [table card].",
    .see_counts =
        "Jumlah citra setiap angka dan pembagiannya disajikan dalam [table counts] dan "
        "[figure counts].",
    .see_shape =
        "[figure examples] menampilkan satu citra dari setiap angka, sedangkan [figure pixels] "
        "menampilkan salah satunya sebagai nilai piksel.",
    .see_checks = "Hasil pemeriksaan dimuat dalam [table checks].",
    .see_preparing =
        "[table preparing] memuat langkah-langkah tersebut secara berurutan beserta jumlah masukan "
        "dan keluarannya.",
    .see_augmentation =
        "Augmentasi memperbanyak data dengan salinan citra yang diubah [cite shorten]. Operasi "
        "yang "
        "digunakan dimuat dalam [table augmentation]; [figure augmentation] menampilkan citra "
        "sebelum dan sesudah augmentasi.",
    .see_elastic =
        "Distorsi elastis mengikuti cara yang diusulkan untuk tulisan tangan [cite simard].",
    .see_building =
        "Langkah-langkah pembangunan model, pilihan pada setiap langkah, dan alasannya dimuat "
        "dalam "
        "[table building].",
    .cite_lenet5 =
        "Arsitektur yang digunakan mengikuti LeNet-5 [cite lecun], dengan ReLU dan max pooling "
        "sebagai pengganti fungsi sigmoid dan perataannya.",
    .cite_residual =
        "Arsitektur yang digunakan tersusun atas blok residual [cite he2016] dengan batch "
        "normalization [cite ioffe].",
    .cite_initialisation =
        "Bobot awal lapisan konvolusi dibangkitkan menurut He dkk. [cite he2015], sedangkan bobot "
        "awal lapisan fully connected (dense) menurut Glorot dan Bengio [cite glorot].",
    .see_layers =
        "[table layers] memuat setiap lapisan beserta bentuk keluaran dan jumlah parameternya; "
        "[figure layers] menggambarkannya.",
    .see_measures =
        "Metrik yang digunakan dimuat dalam [table measures]. Interval kepercayaan akurasi "
        "dihitung "
        "dengan metode Wilson [cite wilson], kalibrasi diukur pada kelompok probabilitas "
        "[cite guo], dan dua jaringan dibandingkan pada citra yang sama dengan uji McNemar "
        "[cite mcnemar].",
    .see_course =
        "Proses pelatihan disajikan pada [figure loss], [figure accuracy], dan [table epochs]; "
        "nilai seluruh {} epoch tersedia dalam berkas epochs.csv.",
    .see_quality = "Hasil pengujian dimuat dalam [table quality].",
    .see_confusion =
        "Matriks konfusi disajikan pada [figure confusion] dan [table confusion]; presisi, recall, "
        "dan F1 setiap angka dimuat dalam [table per-digit].",
    .see_confused =
        "Pasangan angka yang paling sering tertukar dimuat dalam [table confused]; [figure "
        "mistakes] "
        "menampilkan citra yang salah diklasifikasikan dengan probabilitas tertinggi.",
    .see_calibration =
        "[figure calibration] menunjukkan sejauh mana probabilitas keluaran dapat dipercaya: pada "
        "garis diagonal, prediksi dengan probabilitas 80% benar dalam 80 dari 100 kasus. Jarak "
        "rata-rata terhadap garis itu (galat kalibrasi) adalah {}.",
    .see_comparison = "Hasil setiap benih acak (seed) dimuat dalam [table comparison].",
    .see_comparison_digits =
        "[table comparison-digits] membandingkan hasil setiap angka. Pada sepuluh angka, satu "
        "perbedaan yang tampak signifikan dapat terjadi secara kebetulan.",
    .see_comparison_sizes =
        "[table comparison-sizes] dan [figure training-images] menunjukkan selisih tersebut pada "
        "jumlah data latih yang lebih kecil.",
    .see_curves =
        "[figure learning-curves] menunjukkan perkembangan akurasi validasi pada kedua perlakuan.",
    .see_search =
        "Percobaan yang tertinggal dihentikan lebih awal [cite jamieson]. Percobaan terbaik dimuat "
        "dalam [table trials]; seluruh percobaan disajikan pada [figure trials].",
    .see_environment =
        "Perangkat keras dan perangkat lunak yang digunakan dimuat dalam [table environment].",
};

inline const ProseTexts& prose_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_prose : english_prose;
}
