#pragma once

#include "console/text.hpp"

/// What leads through a report's tables and figures, once a language, with marks (see marks.hpp).
struct ProseTexts {
  const char* and_one;
  const char* and_others;
  const char* chapter;
  const char* references;
  const char* contents;
  const char* figures;
  const char* tables;
  const char* no_pandoc;
  const char* pandoc_failed;

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

  // The figures of the study
  const char* flow;
  const char* see_flow;
  const char* flow_caption;
  const char* flow_collect;
  const char* flow_collected;
  const char* flow_prepare;
  const char* flow_prepared;
  const char* flow_split;
  const char* flow_augment;
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
  const char* see_stages;
  const char* stages_caption;
  const char* stage_original;
  const char* stage_grey;
  const char* stage_normalised;
  const char* see_patch;
  const char* patch_caption;
  const char* patch_image;

  // How the network computes and learns
  const char* formulas;
  const char* formulas_intro;
  const char* hyperparameters;
  const char* see_hyperparameters;
  const char* hyperparameters_caption;
  const char* cite_schedule;
  const char* none;
  const char* validation_part;
  const char* test_part;

  // The worked example
  const char* worked;
  const char* worked_intro;
  const char* worked_patch;
  const char* worked_caption;
  const char* row;
  const char* column;
  const char* pixel;
  const char* sum;
  const char* worked_sum;
  const char* worked_normalised;
  const char* worked_activation;
  const char* worked_pool_max;
  const char* worked_pool_mean;
  const char* worked_pool_caption;
  const char* worked_softmax;
  const char* worked_softmax_caption;
  const char* worked_read;

  // Discussion
  const char* discussion;
  const char* on_accuracy;
  const char* on_gap;
  const char* gap_chance;
  const char* gap_overfits;
  const char* gap_underfits;
  const char* no_validation;
  const char* on_weakest;
  const char* weakest_chance;
  const char* weakest_real;
  const char* on_pairs;
  const char* pairs_once;
  const char* no_pairs;
  const char* on_confidence;
  const char* too_sure;
  const char* too_unsure;
  const char* well_calibrated;
  const char* on_augmentation;
  const char* on_augmentation_bound;
  const char* limits;
  const char* limit_test;
  const char* limit_same_writers;
  const char* limit_writers_unknown;
  const char* limit_one_training;
  const char* limit_leaks;
  const char* limit_imbalance;
  const char* limit_mnist;
  const char* limit_single;
  const char* conclusion;
  const char* conclude_model;
  const char* conclude_accuracy;
  const char* conclude_weakest;
  const char* conclude_right;
};

inline constexpr ProseTexts english_prose{
    .and_one = "and",
    .and_others = "et al.",
    .chapter = "Chapter {}",
    .references = "References",
    .contents = "Contents",
    .figures = "List of figures",
    .tables = "List of tables",
    .no_pandoc =
        "--docx needs the program pandoc, which isn't found; on Debian and Ubuntu: sudo apt-get "
        "install pandoc",
    .pandoc_failed = "pandoc made no Word document: {}",

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

    .flow = "The course of the study",
    .see_flow = "[figure flow] shows the steps of the study in their order.",
    .flow_caption = "Flow diagram of the study",
    .flow_collect = "Collecting the data",
    .flow_collected = "{} images of {} classes",
    .flow_prepare = "Checking and preparing",
    .flow_prepared = "{} x {} pixels, grey, normalised",
    .flow_split = "Splitting",
    .flow_augment = "Augmentation of the training images",
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
    .see_stages =
        "[figure stages] takes one of the images through them: what is stored, what the network's "
        "size makes of it, and what the network reads.",
    .stages_caption = "An image on its way to the network",
    .stage_original = "as it was given",
    .stage_grey = "light on dark",
    .stage_normalised = "normalised",
    .see_patch =
        "[figure worked-patch] shows where the patch lies and the same numbers as squares.",
    .patch_caption =
        "The patch in the test image, its normalised pixels x, the weights w of filter {}, and "
        "their products (blue: positive, red: negative)",
    .patch_image = "image",

    .formulas = "The formulas of the network",
    .formulas_intro =
        "What the layers compute and how the weights are trained, in the order in which an image "
        "passes them; $x$ stands for what comes in and $y$ for what goes out.",
    .hyperparameters = "Hyperparameters",
    .see_hyperparameters =
        "[table hyperparameters] lists all settings of the training and the constants of the "
        "formulas.",
    .hyperparameters_caption = "Hyperparameters of the training",
    .cite_schedule = "The learning rate rises and falls once in the training [cite smith].",
    .none = "none",
    .validation_part = "images to validate, of those to train on",
    .test_part = "images to test",

    .worked = "A worked example",
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
    .worked_sum = "With the bias the filter's output is {} + ({}) = {}.",
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

    .discussion = "Discussion",
    .on_accuracy =
        "The network reads {} of {} test images rightly, {}. With so many test images the 95% "
        "interval reaches from {} to {}: other images of the same kind may give any accuracy "
        "within "
        "it, and a model that is better by less than half of its width isn't known to be better.",
    .on_gap =
        "In the last epoch {} of the training images were read rightly as they were seen in "
        "training "
        "and {} of the {} validation images.",
    .gap_chance =
        "The difference is within what chance makes of so few validation images, so that "
        "overfitting "
        "is neither shown nor ruled out by it.",
    .gap_overfits =
        "Training is ahead by more than chance: the network has learned its training images better "
        "than what they have in common with others (overfitting).",
    .gap_underfits =
        "Validation is ahead by more than chance, since training sees changed images and drops "
        "values; there is no sign of overfitting.",
    .no_validation =
        "No images were held out for validation, so that nothing can be said of overfitting.",
    .on_weakest = "The digit {} is recognised least: {} of its {} test images.",
    .weakest_chance =
        "Among so few images of a digit that is within chance of the others, and no reason to call "
        "the digit difficult.",
    .weakest_real = "That is less than the others by more than chance.",
    .on_pairs =
        "Of {} {mistake|mistakes} most are a {} read as {}, {} {time|times}; [figure mistakes] "
        "shows "
        "what misled the network.",
    .pairs_once = "Each of the {} {mistake|mistakes} is of another kind; no pair stands out.",
    .no_pairs = "No test image was misread, so that no pair of digits can be called difficult.",
    .on_confidence = "The mean probability of what was read is {}, the accuracy {}.",
    .too_sure = "The network is surer than it should be.",
    .too_unsure =
        "The network is less sure than it could be, as label smoothing and augmentation make it.",
    .well_calibrated = "The two agree within chance.",
    .on_augmentation =
        "As to augmentation, the interval of the difference decides and not its sign:",
    .on_augmentation_bound =
        "A larger effect than the interval holds is ruled out; a smaller one isn't.",
    .limits = "Limits",
    .limit_test = "The test set has {} images; rare mistakes don't show in it.",
    .limit_same_writers =
        "The same writers wrote training and test images, so that nothing is known of writers "
        "unseen.",
    .limit_writers_unknown =
        "Who wrote which image isn't known to the program: where the same writers wrote training "
        "and "
        "test images, unseen writers are read less well.",
    .limit_one_training =
        "The model was trained once, with one seed; another seed gives another accuracy.",
    .limit_leaks =
        "{} {pair|pairs} of equal or nearly equal images stand on both sides of the split, which "
        "makes the test look better than it is.",
    .limit_imbalance =
        "The most frequent digit has {} times as many training images as the rarest.",
    .limit_mnist = "The images are some of MNIST's, which are cleaner than what people photograph.",
    .limit_single = "Single digits were read; whole numbers and pages weren't tested here.",
    .conclusion = "Conclusion",
    .conclude_model =
        "A convolutional network ({}, {} parameters) was built and trained on {} images of {} "
        "classes.",
    .conclude_accuracy = "It reads {} of {} test images rightly: {} (95% interval {} to {}).",
    .conclude_weakest = "Weakest is the digit {}, with {} of {} test images read rightly.",
    .conclude_right = "All digits of the test were read rightly.",
};

inline constexpr ProseTexts indonesian_prose{
    .and_one = "dan",
    .and_others = "dkk.",
    .chapter = "BAB {}",
    .references = "DAFTAR PUSTAKA",
    .contents = "DAFTAR ISI",
    .figures = "DAFTAR GAMBAR",
    .tables = "DAFTAR TABEL",
    .no_pandoc =
        "--docx memerlukan program pandoc, yang tidak ditemukan; pada Debian dan Ubuntu: sudo "
        "apt-get install pandoc",
    .pandoc_failed = "pandoc tidak menghasilkan dokumen Word: {}",

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

    .flow = "Diagram Alir Penelitian",
    .see_flow = "Tahapan penelitian secara berurutan disajikan pada [figure flow].",
    .flow_caption = "Diagram alir penelitian",
    .flow_collect = "Pengumpulan data",
    .flow_collected = "{} citra, {} kelas",
    .flow_prepare = "Pemeriksaan dan prapemrosesan",
    .flow_prepared = "{} x {} piksel, keabuan, normalisasi",
    .flow_split = "Pembagian data",
    .flow_augment = "Augmentasi data latih",
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
    .see_stages =
        "[figure stages] menampilkan salah satu citra pada setiap tahap: bentuk asli, bentuk "
        "menurut "
        "ukuran masukan jaringan, dan bentuk yang dibaca jaringan.",
    .stages_caption = "Tahapan satu citra sampai menjadi masukan jaringan",
    .stage_original = "bentuk asli",
    .stage_grey = "terang di atas gelap",
    .stage_normalised = "ternormalisasi",
    .see_patch =
        "[figure worked-patch] menampilkan letak potongan tersebut dan nilai yang sama sebagai "
        "kotak.",
    .patch_caption =
        "Potongan citra uji, piksel ternormalisasi x, bobot w filter ke-{}, dan hasil kalinya "
        "(biru: "
        "positif, merah: negatif)",
    .patch_image = "citra",

    .formulas = "Model Matematis",
    .formulas_intro =
        "Perhitungan setiap lapisan dan pelatihan bobotnya dinyatakan dengan persamaan berikut, "
        "sesuai urutan yang dilalui citra; $x$ menyatakan masukan dan $y$ menyatakan keluaran.",
    .hyperparameters = "Hiperparameter",
    .see_hyperparameters =
        "Seluruh pengaturan pelatihan dan konstanta dalam persamaan dimuat dalam "
        "[table hyperparameters].",
    .hyperparameters_caption = "Hiperparameter pelatihan",
    .cite_schedule =
        "Laju pembelajaran dinaikkan lalu diturunkan satu kali selama pelatihan [cite smith].",
    .none = "tidak ada",
    .validation_part = "citra validasi, bagian dari data latih",
    .test_part = "citra uji",

    .worked = "Contoh Perhitungan Manual",
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
    .worked_sum = "Dengan bias, keluaran filter adalah {} + ({}) = {}.",
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

    .discussion = "Pembahasan",
    .on_accuracy =
        "Jaringan mengklasifikasikan {} dari {} citra uji dengan benar, yaitu {}. Dengan jumlah "
        "citra "
        "uji tersebut, interval kepercayaan 95% adalah {} sampai {}: citra lain yang sejenis dapat "
        "menghasilkan akurasi mana pun dalam interval itu, dan model yang lebih baik kurang dari "
        "setengah lebar interval belum dapat dinyatakan lebih baik.",
    .on_gap =
        "Pada epoch terakhir, {} data latih diklasifikasikan dengan benar sebagaimana digunakan "
        "dalam "
        "pelatihan, dan {} dari {} citra validasi.",
    .gap_chance =
        "Selisihnya masih dalam batas kebetulan untuk jumlah citra validasi tersebut sehingga "
        "overfitting tidak terbukti dan tidak pula dapat dikesampingkan.",
    .gap_overfits =
        "Akurasi pelatihan lebih tinggi melebihi batas kebetulan: jaringan menghafal sebagian data "
        "latih (overfitting).",
    .gap_underfits =
        "Akurasi validasi lebih tinggi melebihi batas kebetulan karena pelatihan menggunakan citra "
        "yang diubah; tidak ada tanda overfitting.",
    .no_validation =
        "Tidak ada citra yang dipisahkan untuk validasi sehingga overfitting tidak dapat dinilai.",
    .on_weakest = "Angka {} paling sedikit dikenali: {} dari {} citra ujinya.",
    .weakest_chance =
        "Dengan jumlah citra per angka tersebut, perbedaannya dengan angka lain masih dalam batas "
        "kebetulan sehingga angka itu belum dapat dinyatakan sulit.",
    .weakest_real = "Nilai itu lebih rendah daripada angka lain melebihi batas kebetulan.",
    .on_pairs =
        "Dari {} kesalahan, yang terbanyak adalah angka {} yang diprediksi sebagai {}, sebanyak {} "
        "kali; [figure mistakes] menampilkan citra yang menyebabkannya.",
    .pairs_once =
        "Setiap kesalahan dari {} kesalahan berbeda jenisnya; tidak ada pasangan angka yang "
        "menonjol.",
    .no_pairs =
        "Tidak ada citra uji yang salah diklasifikasikan sehingga tidak ada pasangan angka yang "
        "dapat "
        "dinyatakan sulit.",
    .on_confidence = "Rata-rata probabilitas hasil prediksi adalah {}, sedangkan akurasinya {}.",
    .too_sure = "Jaringan terlalu yakin terhadap prediksinya.",
    .too_unsure =
        "Jaringan kurang yakin dibandingkan dengan ketepatannya, yang lazim pada label smoothing "
        "dan "
        "augmentasi.",
    .well_calibrated = "Keduanya sesuai dalam batas kebetulan.",
    .on_augmentation =
        "Pengaruh augmentasi ditentukan oleh interval kepercayaan selisihnya, bukan oleh tandanya:",
    .on_augmentation_bound =
        "Pengaruh yang lebih besar daripada isi interval dapat dikesampingkan; pengaruh yang lebih "
        "kecil tidak.",
    .limits = "Keterbatasan Penelitian",
    .limit_test = "Data uji berisi {} citra sehingga kesalahan yang jarang terjadi tidak tampak.",
    .limit_same_writers =
        "Penulis data latih dan data uji sama sehingga hasil untuk penulis baru belum diketahui.",
    .limit_writers_unknown =
        "Penulis setiap citra tidak diketahui oleh program: bila penulis data latih dan data uji "
        "sama, tulisan penulis baru akan dikenali kurang baik.",
    .limit_one_training =
        "Model dilatih satu kali dengan satu benih acak (seed); benih lain memberikan akurasi "
        "lain.",
    .limit_leaks =
        "Sebanyak {} pasang citra yang sama atau hampir sama berada di kedua sisi pembagian data "
        "sehingga hasil pengujian tampak lebih baik daripada sebenarnya.",
    .limit_imbalance = "Kelas terbanyak memiliki citra latih {} kali kelas yang paling sedikit.",
    .limit_mnist =
        "Citra yang digunakan merupakan bagian dari MNIST, yang lebih bersih daripada hasil foto.",
    .limit_single =
        "Yang diuji adalah angka tunggal; bilangan dan halaman utuh tidak diuji dalam penelitian "
        "ini.",
    .conclusion = "Simpulan",
    .conclude_model =
        "Jaringan saraf konvolusi ({}, {} parameter) telah dibangun dan dilatih dengan {} citra "
        "dari "
        "{} kelas.",
    .conclude_accuracy =
        "Jaringan mengklasifikasikan {} dari {} citra uji dengan benar: {} (IK 95%: {} sampai {}).",
    .conclude_weakest =
        "Angka yang paling lemah adalah {}, dengan {} dari {} citra uji yang benar.",
    .conclude_right = "Semua angka dalam data uji diklasifikasikan dengan benar.",
};

inline const ProseTexts& prose_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_prose : english_prose;
}
