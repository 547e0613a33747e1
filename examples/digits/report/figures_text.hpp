#pragma once

#include "console/text.hpp"

/// Words within figures, and the figures' captions, once a language. {} stands for a value.
struct FigureTexts {
  const char* input;
  const char* convolution;
  const char* stride;
  const char* max_pooling;
  const char* average_pooling;
  const char* global_max_pooling;
  const char* global_average_pooling;
  const char* dense;
  const char* sum;
  const char* concatenation;
  const char* product;

  const char* kept_epoch;
  const char* insight;
  const char* see_filters;
  const char* filters;
  const char* maps;
  const char* see_roc;
  const char* roc;
  const char* roc_table;
  const char* roc_positives;
  const char* roc_mean;
  const char* false_positive_rate;
  const char* true_positive_rate;
  const char* by_chance;
  const char* calibration;
  const char* predictions_right;
  const char* perfect_calibration;
  const char* probability_axis;
  const char* accuracy_axis;
  const char* see_evidence;
  const char* evidence;
  const char* image;
  const char* occluded;
  const char* read_rightly;
  const char* read_wrongly;
  const char* see_embedding;
  const char* embedding;
  const char* component;
};

inline constexpr FigureTexts english_figures{
    .input = "Input",
    .convolution = "Conv",
    .stride = "stride {}",
    .max_pooling = "Max pool",
    .average_pooling = "Average pool",
    .global_max_pooling = "Global max pool",
    .global_average_pooling = "Global average pool",
    .dense = "Dense",
    .sum = "Sum",
    .concatenation = "Concatenation",
    .product = "Product",

    .kept_epoch = "kept",
    .insight = "What the network looks at",
    .see_filters =
        "[figure filters] shows what the first convolution looks for, in its {} filters of {}×{} "
        "weights, and [figure feature-maps] what they make of an image of each digit.",
    .filters =
        "The filters of the first convolution after training (red: positive weights, blue: "
        "negative ones)",
    .maps =
        "Feature maps: one image of each digit (left) and the outputs of the first {} filters of "
        "the first convolution, before activation (red: positive, blue: negative)",
    .see_roc =
        "[figure roc] shows, for each digit against all others, how many images of other digits "
        "are taken for it when more of its own are to be found. The area below the curve (AUC) in "
        "[table auc] is the probability that an image of the digit gets a higher probability of "
        "it than an image of another digit; 0.5 would be chance [cite fawcett].",
    .roc = "ROC curves, each digit against all others",
    .roc_table = "Area under the ROC curve (AUC) of each digit against all others",
    .roc_positives = "test images of it",
    .roc_mean = "mean",
    .false_positive_rate = "false positive rate",
    .true_positive_rate = "true positive rate",
    .by_chance = "chance",
    .calibration =
        "Calibration: how many predictions of a probability are right; above each bar the number "
        "of its images",
    .predictions_right = "right predictions",
    .perfect_calibration = "perfect calibration",
    .probability_axis = "probability of the prediction (%)",
    .accuracy_axis = "accuracy (%)",
    .see_evidence =
        "[figure evidence] shows in two ways which parts of an image the network's reading rests "
        "on. By occlusion: a black square of 5×5 pixels covers each place in turn, and the more "
        "the probability of what was read falls, the redder the place [cite zeiler]; where it "
        "rises, the place is blue. By Grad-CAM: the feature maps before the last pooling and the "
        "dense layers, each weighed by the mean gradient of the output of what was read, are added "
        "up, and what speaks for the reading is red [cite selvaraju]. Neither tells why the "
        "network reads so; where both agree, the place may be taken to matter.",
    .evidence =
        "Occlusion sensitivity and Grad-CAM of images read rightly and wrongly: true digit → what "
        "was read, and its probability; each picture is coloured on a scale of its own",
    .image = "image",
    .occluded = "occlusion",
    .read_rightly = "Read rightly",
    .read_wrongly = "Read wrongly",
    .see_embedding =
        "[figure embedding] arranges the test images by the network's outputs before softmax, in "
        "the two directions in which they are spread most (principal component analysis); the "
        "axes tell how much of the variance each shows. Digits whose groups overlap are confused.",
    .embedding =
        "A map of the test images: principal components of the outputs before softmax, coloured by "
        "the true digit",
    .component = "principal component {} ({})",
};

inline constexpr FigureTexts indonesian_figures{
    .input = "Masukan",
    .convolution = "Konvolusi",
    .stride = "stride {}",
    .max_pooling = "Max pooling",
    .average_pooling = "Average pooling",
    .global_max_pooling = "Global max pooling",
    .global_average_pooling = "Global average pooling",
    .dense = "Dense (FC)",
    .sum = "Penjumlahan",
    .concatenation = "Penggabungan kanal",
    .product = "Perkalian",

    .kept_epoch = "digunakan",
    .insight = "Analisis Filter, Peta Fitur, dan Dasar Prediksi",
    .see_filters =
        "[figure filters] menampilkan {} filter berukuran {}×{} pada lapisan konvolusi pertama, "
        "dan "
        "[figure feature-maps] menampilkan keluarannya untuk satu citra setiap angka.",
    .filters =
        "Filter lapisan konvolusi pertama setelah pelatihan (merah: bobot positif, biru: bobot "
        "negatif)",
    .maps =
        "Peta fitur: satu citra setiap angka (kiri) dan keluaran {} filter pertama pada lapisan "
        "konvolusi pertama, sebelum fungsi aktivasi (merah: positif, biru: negatif)",
    .see_roc =
        "[figure roc] menampilkan kurva ROC setiap angka terhadap semua angka lain. Luas di bawah "
        "kurva (AUC) pada [table auc] adalah probabilitas bahwa citra angka tersebut memperoleh "
        "probabilitas yang lebih tinggi daripada citra angka lain; nilai 0,5 setara dengan "
        "tebakan acak [cite fawcett].",
    .roc = "Kurva ROC setiap angka terhadap semua angka lain",
    .roc_table = "Luas di bawah kurva ROC (AUC) setiap angka terhadap semua angka lain",
    .roc_positives = "citra uji",
    .roc_mean = "rata-rata",
    .false_positive_rate = "laju positif palsu (FPR)",
    .true_positive_rate = "laju positif benar (TPR)",
    .by_chance = "acak",
    .calibration =
        "Kalibrasi: persentase prediksi yang benar menurut probabilitasnya; angka di atas batang "
        "adalah jumlah citranya",
    .predictions_right = "prediksi benar",
    .perfect_calibration = "kalibrasi sempurna",
    .probability_axis = "probabilitas prediksi (%)",
    .accuracy_axis = "akurasi (%)",
    .see_evidence =
        "[figure evidence] menampilkan bagian citra yang menjadi dasar prediksi dengan dua cara. "
        "Pada oklusi, sebuah persegi hitam 5×5 piksel menutupi setiap posisi secara bergantian; "
        "semakin besar penurunan probabilitas kelas yang diprediksi, semakin merah posisi tersebut "
        "[cite zeiler], sedangkan posisi yang menaikkan probabilitas berwarna biru. Pada Grad-CAM, "
        "peta fitur sebelum pooling terakhir dan lapisan fully connected (dense) dijumlahkan "
        "dengan bobot rata-rata gradien keluaran kelas yang diprediksi; bagian yang mendukung "
        "prediksi berwarna merah [cite selvaraju]. Keduanya tidak menjelaskan alasan prediksi; "
        "bagian yang ditunjukkan oleh keduanya dapat dianggap penting.",
    .evidence =
        "Sensitivitas oklusi dan Grad-CAM pada citra yang diklasifikasikan dengan benar dan salah: "
        "kelas sebenarnya → kelas prediksi beserta probabilitasnya; skala warna setiap gambar "
        "tersendiri",
    .image = "citra",
    .occluded = "oklusi",
    .read_rightly = "Diklasifikasikan dengan benar",
    .read_wrongly = "Salah diklasifikasikan",
    .see_embedding =
        "[figure embedding] memetakan citra uji menurut keluaran jaringan sebelum softmax dalam "
        "dua "
        "komponen utama (analisis komponen utama, PCA); bagian variansi yang dijelaskan tertera "
        "pada sumbu. Angka yang kelompoknya bertumpang tindih cenderung tertukar.",
    .embedding =
        "Peta citra uji: komponen utama dari keluaran jaringan sebelum softmax, berwarna menurut "
        "kelas sebenarnya",
    .component = "komponen utama {} ({})",
};

inline const FigureTexts& figure_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_figures : english_figures;
}
