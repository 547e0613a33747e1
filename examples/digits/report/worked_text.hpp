#pragma once

/// What a report says of an image that is computed by hand; once a language, with marks (see
/// marks.hpp). {} stands for a value.
struct WorkedTexts {
  const char* heading;
  const char* worked_intro;
  const char* worked_patch;
  const char* worked_caption;
  const char* row;
  const char* column;
  const char* pixel;
  const char* sum;
  const char* see_patch;
  const char* patch_caption;
  const char* patch_image;
  const char* worked_sum;
  const char* worked_normalised;
  const char* worked_activation;
  const char* worked_pool_max;
  const char* worked_pool_mean;
  const char* worked_pool_caption;
  const char* worked_softmax;
  const char* worked_softmax_caption;
  const char* worked_read;
};

inline constexpr WorkedTexts english_worked{
    .heading = "A worked example",
    .worked_intro =
        "To follow the formulas with pencil and paper, one test image (number {}, a {}) is taken "
        "through the trained network. All numbers are rounded for print and were computed "
        "unrounded.",
    .worked_patch =
        "Filter {} of the first convolution answers most to the patch of {} x {} pixels that "
        "begins "
        "in row {} and column {} of the image. [table worked-patch] multiplies each normalised "
        "pixel "
        "of it [formula normalisation] by the filter's weight [formula conv].",
    .worked_caption = "A patch of a test image times a trained filter",
    .row = "row",
    .column = "column",
    .pixel = "pixel",
    .sum = "sum",
    .see_patch =
        "[figure worked-patch] shows where the patch lies and the same numbers as squares.",
    .patch_caption =
        "The patch in the test image, its normalised pixels x, the weights w of filter {}, and "
        "their products (blue: positive, red: negative)",
    .patch_image = "image",
    .worked_sum = "With the bias the filter's output is {} {} {} = {}.",
    .worked_normalised = "Batch normalisation [formula batch_norm] makes {} of it.",
    .worked_activation = "The activation function makes {} of it.",
    .worked_pool_max =
        "The number falls into the pooling window of [table worked-pool], of which the largest "
        "value "
        "is kept: {}.",
    .worked_pool_mean =
        "The number falls into the pooling window of [table worked-pool], of which the mean is "
        "kept: {}.",
    .worked_pool_caption = "A window of the pooling, in the map of filter {}",
    .worked_softmax =
        "After all layers the outputs are those of [table worked-softmax]. Softmax "
        "[formula softmax] divides the powers by their sum, {}; the largest output is subtracted "
        "first, which changes no quotient.",
    .worked_softmax_caption = "Softmax of the outputs for the test image",
    .worked_read = "The largest probability is {}: the image is read as {}, its label is {}.",
};

inline constexpr WorkedTexts indonesian_worked{
    .heading = "Contoh Perhitungan Manual",
    .worked_intro =
        "Agar persamaan dapat diikuti secara manual, satu citra uji (nomor {}, angka {}) dihitung "
        "dengan jaringan yang telah dilatih. Semua nilai dibulatkan untuk dicetak, tetapi dihitung "
        "tanpa pembulatan.",
    .worked_patch =
        "Filter ke-{} pada konvolusi pertama memberikan keluaran terbesar pada potongan {} x {} "
        "piksel yang dimulai pada baris {} dan kolom {} citra. [table worked-patch] mengalikan "
        "setiap piksel yang telah dinormalisasi [formula normalisation] dengan bobot filter "
        "[formula conv].",
    .worked_caption = "Perkalian potongan citra uji dengan filter hasil pelatihan",
    .row = "baris",
    .column = "kolom",
    .pixel = "piksel",
    .sum = "jumlah",
    .see_patch =
        "[figure worked-patch] menampilkan letak potongan tersebut dan nilai yang sama sebagai "
        "kotak.",
    .patch_caption =
        "Potongan citra uji, piksel ternormalisasi x, bobot w filter ke-{}, dan hasil kalinya "
        "(biru: "
        "positif, merah: negatif)",
    .patch_image = "citra",
    .worked_sum = "Dengan bias, keluaran filter adalah {} {} {} = {}.",
    .worked_normalised = "Batch normalization [formula batch_norm] mengubahnya menjadi {}.",
    .worked_activation = "Fungsi aktivasi mengubahnya menjadi {}.",
    .worked_pool_max =
        "Nilai tersebut termasuk dalam jendela pooling pada [table worked-pool]; nilai terbesar "
        "yang "
        "dipertahankan adalah {}.",
    .worked_pool_mean =
        "Nilai tersebut termasuk dalam jendela pooling pada [table worked-pool]; rata-ratanya "
        "adalah {}.",
    .worked_pool_caption = "Jendela pooling pada peta fitur filter ke-{}",
    .worked_softmax =
        "Setelah semua lapisan, keluaran jaringan adalah nilai dalam [table worked-softmax]. "
        "Softmax "
        "[formula softmax] membagi setiap nilai eksponensial dengan jumlahnya, {}; keluaran "
        "terbesar "
        "dikurangkan terlebih dahulu, yang tidak mengubah hasil bagi.",
    .worked_softmax_caption = "Softmax dari keluaran jaringan untuk citra uji",
    .worked_read =
        "Probabilitas terbesar adalah {}: citra diprediksi sebagai {}, sedangkan labelnya {}.",
};
