#pragma once

/// What a report says of the training and of the test of one model, and how they are measured; once
/// a language, with marks (see marks.hpp). {} stands for a value.
struct TestTexts {
  const char* measuring;
  const char* measuring_intro;
  const char* see_measures;
  const char* measure;
  const char* formula;
  const char* measures_caption;
  struct Measure {
    const char* name;
    const char* formula;
  } measures[7];
  const char* course;
  const char* course_intro;
  const char* course_augmented;
  const char* see_course;
  const char* epochs_file;
  const char* loss_figure;
  const char* accuracy_figure;
  const char* accuracy_axis;
  const char* epochs_caption;
  const char* all_epochs_caption;
  const char* quality;
  const char* quality_intro;
  const char* see_quality;
  const char* quality_caption;
  const char* figure_column;
  const char* interval;
  const char* right_of_all;
  const char* loss_name;
  const char* calibration_error;
  const char* top;
  const char* see_confusion;
  const char* confusion_caption;
  const char* confusion_figure;
  const char* per_digit_caption;
  const char* see_confused;
  const char* confused_caption;
  const char* times;
  const char* no_mistakes;
  const char* mistakes_figure;
  const char* see_calibration;
};

inline constexpr TestTexts english_test{
    .measuring = "How it is measured",
    .measuring_intro =
        "TP, FP and FN of a digit: images of it that are read as it, other images "
        "that are read as it, images of it that are read as another.",
    .see_measures =
        "[table measures] lists the measures. The interval of an accuracy is Wilson's "
        "[cite wilson], calibration is measured in bins of probability [cite guo], and two "
        "networks "
        "are compared on the same images by McNemar's test [cite mcnemar].",
    .measure = "Measure",
    .formula = "Formula",
    .measures_caption = "The measures",
    .measures = {{"accuracy", "right / all"},
                 {"95% interval",
                  "Wilson: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96"},
                 {"precision", "TP / (TP + FP)"},
                 {"recall", "TP / (TP + FN)"},
                 {"F1", "2 · precision · recall / (precision + recall)"},
                 {"calibration error",
                  "mean of |accuracy - probability| over 15 bins of probability, by their images"},
                 {"McNemar's test",
                  "exact, two-sided, on the images that only one of two networks reads rightly"}},
    .course = "The course of training",
    .course_intro =
        "Loss and accuracy were measured after each epoch, on the images to train on and to "
        "validate. The loss includes label smoothing.",
    .course_augmented =
        "On the images to train on they are those of the augmented versions that the network was "
        "just trained with.",
    .see_course =
        "[figure loss] and [figure accuracy] show the course of the training, [table epochs] its "
        "figures.",
    .epochs_file = "The file epochs.csv holds those of all {} epochs.",
    .loss_figure = "Loss by epoch",
    .accuracy_figure = "Accuracy by epoch",
    .accuracy_axis = "accuracy (%)",
    .epochs_caption = "Some epochs of the training",
    .all_epochs_caption = "The epochs of the training",
    .quality = "How well it reads",
    .quality_intro = "The model of this report was measured on {} test {image|images}.",
    .see_quality = "The results are listed in [table quality].",
    .quality_caption = "The figures of the test",
    .figure_column = "Figure",
    .interval = "95% interval",
    .right_of_all = "right of all",
    .loss_name = "loss (cross-entropy)",
    .calibration_error = "calibration error",
    .top = "right digit among the first {}",
    .see_confusion =
        "[figure confusion] and [table confusion] show which digit was read as which; "
        "[table per-digit] gives precision, recall and F1.",
    .confusion_caption = "Confusion matrix: rows are the true digits, columns what was read",
    .confusion_figure = "Confusion matrix",
    .per_digit_caption = "Precision, recall and F1 of each digit",
    .see_confused =
        "[table confused] lists the pairs that are confused most, and [figure mistakes] shows the "
        "misread images of which the network was surest.",
    .confused_caption = "The digits that are confused most",
    .times = "times",
    .no_mistakes = "The network made no mistake on these images.",
    .mistakes_figure =
        "The worst mistakes: true digit, what was read, and how sure the network was",
    .see_calibration =
        "[figure calibration] shows whether a probability may be taken at its word: on the "
        "diagonal, "
        "predictions of 80% are right in 80 of 100 cases. The mean distance from it is {} "
        "(calibration error).",
};

inline constexpr TestTexts indonesian_test{
    .measuring = "Metrik Evaluasi",
    .measuring_intro =
        "TP, FP, dan FN suatu angka: citra angka itu yang diprediksi sebagai angka itu, citra lain "
        "yang diprediksi sebagai angka itu, dan citra angka itu yang diprediksi sebagai angka "
        "lain.",
    .see_measures =
        "Metrik yang digunakan dimuat dalam [table measures]. Interval kepercayaan akurasi "
        "dihitung "
        "dengan metode Wilson [cite wilson], kalibrasi diukur pada kelompok probabilitas "
        "[cite guo], dan dua jaringan dibandingkan pada citra yang sama dengan uji McNemar "
        "[cite mcnemar].",
    .measure = "Metrik",
    .formula = "Rumus",
    .measures_caption = "Metrik evaluasi",
    .measures =
        {{"akurasi", "benar / semua"},
         {"interval 95%", "Wilson: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1,96"},
         {"presisi", "TP / (TP + FP)"},
         {"recall", "TP / (TP + FN)"},
         {"F1", "2 · presisi · recall / (presisi + recall)"},
         {"galat kalibrasi",
          "rata-rata |akurasi - probabilitas| pada 15 kelompok probabilitas, dibobot jumlah citra"},
         {"uji McNemar", "eksak, dua sisi, pada citra yang benar hanya oleh salah satu jaringan"}},
    .course = "Proses Pelatihan",
    .course_intro =
        "Loss dan akurasi setiap epoch diukur pada data latih dan data validasi. Loss memuat label "
        "smoothing.",
    .course_augmented =
        "Nilai pada data latih berasal dari citra teraugmentasi yang baru saja digunakan untuk "
        "pelatihan.",
    .see_course =
        "Proses pelatihan disajikan pada [figure loss], [figure accuracy], dan [table epochs].",
    .epochs_file = "Nilai seluruh {} epoch tersedia dalam berkas epochs.csv.",
    .loss_figure = "Loss setiap epoch",
    .accuracy_figure = "Akurasi setiap epoch",
    .accuracy_axis = "akurasi (%)",
    .epochs_caption = "Beberapa epoch pelatihan",
    .all_epochs_caption = "Seluruh epoch pelatihan",
    .quality = "Hasil Pengujian Model",
    .quality_intro = "Model dalam laporan ini diuji pada {} citra uji.",
    .see_quality = "Hasil pengujian dimuat dalam [table quality].",
    .quality_caption = "Hasil pengujian",
    .figure_column = "Metrik",
    .interval = "interval kepercayaan 95%",
    .right_of_all = "benar / seluruh citra",
    .loss_name = "loss (cross-entropy)",
    .calibration_error = "galat kalibrasi",
    .top = "label benar di antara {} teratas",
    .see_confusion =
        "Matriks konfusi disajikan pada [figure confusion] dan [table confusion]; presisi, recall, "
        "dan F1 setiap angka dimuat dalam [table per-digit].",
    .confusion_caption = "Matriks konfusi: baris = angka sebenarnya, kolom = hasil prediksi",
    .confusion_figure = "Matriks konfusi",
    .per_digit_caption = "Presisi, recall, dan F1 setiap angka",
    .see_confused =
        "Pasangan angka yang paling sering tertukar dimuat dalam [table confused]; [figure "
        "mistakes] "
        "menampilkan citra yang salah diklasifikasikan dengan probabilitas tertinggi.",
    .confused_caption = "Angka yang paling sering tertukar",
    .times = "kali",
    .no_mistakes = "Tidak ada citra uji yang salah diklasifikasikan.",
    .mistakes_figure =
        "Contoh citra yang salah diklasifikasikan: angka sebenarnya, hasil prediksi, dan "
        "probabilitasnya",
    .see_calibration =
        "[figure calibration] menunjukkan sejauh mana probabilitas keluaran dapat dipercaya: pada "
        "garis diagonal, prediksi dengan probabilitas 80% benar dalam 80 dari 100 kasus. Jarak "
        "rata-rata terhadap garis itu (galat kalibrasi) adalah {}.",
};
