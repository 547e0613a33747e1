#pragma once

/// What a report says of networks that are compared: with and without augmentation, and in the
/// search for settings; once a language, with marks (see marks.hpp). {} stands for a value.
struct ComparisonTexts {
  const char* heading;
  const char* comparison_intro;
  const char* see_comparison;
  const char* two_tests;
  const char* comparison_caption;
  const char* see_comparison_digits;
  const char* digits_caption;
  const char* see_comparison_sizes;
  const char* sizes_caption;
  const char* see_curves;
  const char* curves_figure;
  const char* sizes_figure;
  const char* search;
  const char* search_intro;
  const char* see_search;
  const char* trials_caption;
  const char* trials_figure;
  const char* settings;
  const char* trial;
  const char* validation_accuracy;
  const char* winner_test;
};

inline constexpr ComparisonTexts english_comparison{
    .heading = "With and without augmentation",
    .comparison_intro =
        "Both sides have the same training images, split, network and number of weight updates "
        "({}), with {} {seed|seeds}, and were measured on the same {} test {image|images}.",
    .see_comparison = "The results of each seed are listed in [table comparison].",
    .two_tests =
        "McNemar's test compares two networks that were trained, and says nothing of a third; "
        "whether augmentation helps whatever the seed is told by the interval over the seeds.",
    .comparison_caption = "Accuracy without and with augmentation, and McNemar's test on the pairs",
    .see_comparison_digits =
        "[table comparison-digits] compares the digits one by one. With ten digits, a single "
        "difference that seems significant may well be chance.",
    .digits_caption = "Share of each digit that is read rightly, over {} {seed|seeds}",
    .see_comparison_sizes =
        "[table comparison-sizes] and [figure training-images] show what becomes of the difference "
        "with fewer training images.",
    .sizes_caption = "Accuracy by number of training images, over {} {seed|seeds}",
    .see_curves = "[figure learning-curves] shows how validation accuracy grows on both sides.",
    .curves_figure = "Validation accuracy by epoch, without and with augmentation",
    .sizes_figure = "Accuracy by number of training images, without and with augmentation",
    .search = "The search for settings",
    .search_intro =
        "Settings were searched for at random, with successive halving on validation images: {} "
        "{trial|trials} in {} s.",
    .see_search =
        "Trials that fall behind are given up early [cite jamieson]. The best are listed in "
        "[table trials], all are shown in [figure trials].",
    .trials_caption = "The best trials",
    .trials_figure = "The trials",
    .settings = "Settings",
    .trial = "trial",
    .validation_accuracy = "validation accuracy",
    .winner_test =
        "The model of this report is the network that was trained with the settings of trial {}.",
};

inline constexpr ComparisonTexts indonesian_comparison{
    .heading = "Perbandingan Hasil Tanpa dan Dengan Augmentasi",
    .comparison_intro =
        "Citra latih, pembagian, jaringan, dan jumlah pembaruan bobot ({}) sama, dengan {} benih "
        "acak (seed); hasil diukur pada {} citra uji yang sama.",
    .see_comparison = "Hasil setiap benih acak (seed) dimuat dalam [table comparison].",
    .two_tests =
        "Uji McNemar membandingkan dua jaringan yang telah dilatih dan tidak berlaku bagi jaringan "
        "lain; pengaruh augmentasi terlepas dari benih acak (seed) dinyatakan oleh interval "
        "kepercayaan atas semua benih.",
    .comparison_caption =
        "Akurasi tanpa dan dengan augmentasi, dan uji McNemar untuk setiap pasang",
    .see_comparison_digits =
        "[table comparison-digits] membandingkan hasil setiap angka. Pada sepuluh angka, satu "
        "perbedaan yang tampak signifikan dapat terjadi secara kebetulan.",
    .digits_caption = "Bagian citra setiap angka yang benar, rata-rata {} benih acak",
    .see_comparison_sizes =
        "[table comparison-sizes] dan [figure training-images] menunjukkan selisih tersebut pada "
        "jumlah data latih yang lebih kecil.",
    .sizes_caption = "Akurasi menurut jumlah citra latih, rata-rata {} benih acak",
    .see_curves =
        "[figure learning-curves] menunjukkan perkembangan akurasi validasi pada kedua perlakuan.",
    .curves_figure = "Akurasi validasi setiap epoch, tanpa dan dengan augmentasi",
    .sizes_figure = "Akurasi menurut jumlah citra latih, tanpa dan dengan augmentasi",
    .search = "Penyetelan Hiperparameter",
    .search_intro =
        "Pencarian acak dengan successive halving pada data validasi: {} percobaan dalam {} detik.",
    .see_search =
        "Percobaan yang tertinggal dihentikan lebih awal [cite jamieson]. Percobaan terbaik dimuat "
        "dalam [table trials]; seluruh percobaan disajikan pada [figure trials].",
    .trials_caption = "Percobaan terbaik",
    .trials_figure = "Semua percobaan",
    .settings = "Pengaturan",
    .trial = "percobaan",
    .validation_accuracy = "akurasi validasi",
    .winner_test =
        "Model dalam laporan ini adalah jaringan yang dilatih dengan pengaturan percobaan {}.",
};
