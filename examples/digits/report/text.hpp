#pragma once

#include "console/text.hpp"

/// A row of a table of steps: what it is, and why.
struct StepText {
  const char* title = "";
  const char* reason = "";
};

/// What the report says, once a language. {} stands for a value.
/// A setting of training, as JSON has it, and what a person calls it.
struct SettingName {
  const char* key;
  const char* name;
};

struct ReportTexts {
  SettingName setting_names[10];
  const char* title;
  const char* table;
  const char* figure;
  const char* method;
  const char* results;
  const char* stage;
  const char* page;
  const char* written;

  const char* summary;
  const char* summary_data;
  const char* summary_net;
  const char* summary_accuracy;
  const char* summary_augmentation;
  const char* question;
  const char* answer;

  // The protocol
  const char* protocol;
  const char* protocol_caption;
  const char* trained_what;
  const char* updates;
  const char* trainings;
  const char* measured_on;
  const char* of_the_test;
  const char* of_the_validation;
  const char* the_search;
  const char* by_trial;
  const char* this_model;
  const char* its_comparison;
  const char* smaller_comparison;
  const char* chosen_before;
  const char* chosen_by_search;
  const char* one_training;
  const char* test_measured;

  // The data
  const char* the_data;
  const char* data_intro;
  const char* card;
  const char* no_card;
  const char* field;
  const char* content;
  const char* not_told;
  const char* counts;
  const char* counts_intro;
  const char* counts_caption;
  const char* counts_augmented;
  const char* counts_figure;
  const char* images;
  const char* augmented;
  const char* shape;
  const char* shape_intro;
  const char* photograph_shapes;
  const char* examples_figure;
  const char* pixels_figure;
  const char* checks;
  const char* checks_intro;
  const char* finding;
  const char* found;

  // Preparing
  const char* preparing;
  const char* preparing_intro;
  const char* step;
  const char* in;
  const char* out;
  const char* what_happens;

  // Augmentation
  const char* augmentation;
  const char* augmentation_intro;
  const char* no_augmentation;
  const char* augmentation_of_comparison;
  const char* operations_caption;
  const char* operation;
  const char* setting;
  const char* meaning;
  const char* augmentation_figure;
  struct Operation {
    const char* key;
    const char* meaning;
  } operations[17];

  // Building
  const char* building;
  const char* building_intro;
  const char* chosen;
  const char* why;
  StepText libraries, normalisation, split, input, architecture, initialisation, activation, loss,
      optimizer, training, evaluation, tuning, other_nets, regularisation;
  const char* libraries_chosen;
  const char* normalisation_chosen;
  const char* split_chosen;
  const char* input_chosen;
  const char* architecture_chosen;
  const char* initialisation_chosen;
  const char* activation_chosen;
  const char* loss_chosen;
  const char* optimizer_chosen;
  const char* training_chosen;
  const char* evaluation_chosen;
  const char* tuning_chosen;
  const char* tuning_none;
  const char* other_nets_chosen;
  const char* regularisation_chosen;
  const char* layers;
  const char* layers_caption;
  const char* layers_figure;
  const char* layer;
  const char* output;
  const char* parameters;
  const char* multiply_adds;
  const char* input_layer;

  // Measuring
  const char* measuring;
  const char* measuring_intro;
  const char* measure;
  const char* formula;
  const char* measures_caption;
  struct Measure {
    const char* name;
    const char* formula;
  } measures[7];

  // Results
  const char* course;
  const char* course_intro;
  const char* loss_figure;
  const char* accuracy_figure;
  const char* epochs_caption;
  const char* quality;
  const char* quality_intro;
  const char* quality_caption;
  const char* figure_column;
  const char* value;
  const char* accuracy;
  const char* accuracy_axis;
  const char* learning_rate;
  const char* interval;
  const char* right_of_all;
  const char* loss_name;
  const char* calibration_error;
  const char* top;
  const char* confusion_caption;
  const char* confusion_figure;
  const char* true_digit;
  const char* read_digit;
  const char* per_digit_caption;
  const char* confused_caption;
  const char* times;
  const char* no_mistakes;
  const char* mistakes_figure;
  const char* calibration_figure;
  const char* perfect;
  const char* the_net;
  const char* probability_axis;
  const char* comparison;
  const char* comparison_intro;
  const char* comparison_caption;
  const char* digits_caption;
  const char* sizes_caption;
  const char* curves_figure;
  const char* sizes_figure;
  const char* search;
  const char* search_intro;
  const char* trials_caption;
  const char* trials_figure;
  const char* settings;
  const char* trial;
  const char* validation_accuracy;
  const char* winner_test;
  const char* environment;
  const char* environment_caption;
  const char* item;
  const char* program;
  const char* compiler;
  const char* cpu;
  const char* lanes;
  const char* threads;
  const char* seed;
  const char* again;
  const char* files;
};

inline constexpr ReportTexts english_report{
    .setting_names = {{"net", "net"},
                      {"epochs", "epochs"},
                      {"batch_size", "batch size"},
                      {"optimizer", "optimizer"},
                      {"learning_rate", "learning rate"},
                      {"schedule", "schedule"},
                      {"weight_decay", "weight decay"},
                      {"dropout", "dropout"},
                      {"label_smoothing", "label smoothing"},
                      {"augment", "augmentation"}},
    .title = "Handwritten digits read by a convolutional network",
    .table = "Table",
    .figure = "Figure",
    .method = "Method",
    .results = "Results",
    .stage = "{} of {}: {}",
    .page = "The page",
    .written = "The report: {}",

    .summary = "The answers in short",
    .summary_data = "{} images: {}. An image has {} x {} = {} pixels in {} channel.",
    .summary_net = "{}, {} parameters, trained on {} images for {} {epoch|epochs}",
    .summary_accuracy = "{} of {} test images are read rightly: {} (95% interval {} to {})",
    .summary_augmentation =
        "Without augmentation {}, with it {} ({} {seed|seeds}, same images, same split, same "
        "number "
        "of updates).",
    .question = "Question",
    .answer = "Answer",

    .protocol = "The protocol",
    .protocol_caption =
        "What was trained, how long and on how many images, and what it was measured on",
    .trained_what = "what was trained",
    .updates = "weight updates",
    .trainings = "trainings",
    .measured_on = "measured on",
    .of_the_test = "{} test {image|images}",
    .of_the_validation = "{} validation {image|images}",
    .the_search = "the search for settings, {} {trial|trials}",
    .by_trial = "by trial",
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
        "training, "
        "with the same settings. Fewer images are seen in more epochs where the weights would else "
        "take less than 2,000 steps.",
    .test_measured =
        "The test set of {} images was measured {} {time|times}, once with each network that was "
        "trained to be tested. Nothing was chosen by it.",

    .the_data = "The data",
    .data_intro =
        "What is known of the data set, how many images it holds, and what one of them looks like.",
    .card = "The data set's card: who collected the digits, and who wrote them",
    .no_card =
        "The data set has no card. `digits inspect DATA --new-card` makes one to be filled in: who "
        "collected the digits, who wrote them, when and how.",
    .field = "Field",
    .content = "Content",
    .not_told = "not told",
    .counts = "Images of each digit",
    .counts_intro =
        "Each digit's images are split by themselves, so that all parts hold the digits in the "
        "same proportion. {} images of the most frequent digit come on one of the rarest.",
    .counts_caption = "Images of each digit, before and after the split, and with augmentation",
    .counts_augmented =
        "Augmented: in each epoch the training sees each image in a new version. Of the digit {}: "
        "{} "
        "{image|images} x {} {epoch|epochs} = {}.",
    .counts_figure = "Images of each digit: to train on, to validate, to test",
    .images = "images",
    .augmented = "augmented",
    .shape = "The shape of an image",
    .shape_intro =
        "An image has {} channel, {} rows and {} columns: {} pixels, each a number from {} (black) "
        "to {} (white). The mean of all pixels is {}, their standard deviation {}.",
    .photograph_shapes =
        "The digits are cut from {} {photograph|photographs}: the smallest has {} pixels (width x "
        "height x channels), the median {}, the largest {}.",
    .examples_figure = "One image of each digit",
    .pixels_figure = "The digit {} as the numbers of its pixels; the empty margin is left out",
    .checks = "Checks of the data",
    .checks_intro =
        "Images that deserve a look. None was left out on account of this table; duplicates "
        "between "
        "the parts make the figures of the test look better than they are.",
    .finding = "What was looked for",
    .found = "found",

    .preparing = "The steps of preparing the data",
    .preparing_intro =
        "From files to what the network reads. Each step says how much comes in and how much goes "
        "out.",
    .step = "Step",
    .in = "in",
    .out = "out",
    .what_happens = "What happens",

    .augmentation = "Augmentation",
    .augmentation_intro =
        "In each epoch the network sees another version of each training image: the operations of "
        "the table, drawn at random from the seed. Validation and test images stay as they are. "
        "Nothing is mirrored, since a mirrored digit is none.",
    .no_augmentation = "The network was trained without augmentation.",
    .augmentation_of_comparison =
        "The comparison trains with the operations of the table, drawn at random from the seed.",
    .operations_caption = "The operations of the augmentation",
    .operation = "Operation",
    .setting = "Setting",
    .meaning = "Meaning",
    .augmentation_figure = "The same images before (left) and after augmentation (right)",
    .operations = {{"rotate", "turned by up to so many degrees"},
                   {"shift", "moved by up to this part of width and height"},
                   {"zoom", "larger or smaller by up to this part"},
                   {"stretch", "wider or narrower by up to this part"},
                   {"shear", "slanted by up to so many degrees"},
                   {"perspective", "seen aslant: corners moved by up to this part"},
                   {"elastic", "smooth random bends of this strength in pixels (Simard 2003)"},
                   {"grid", "bends between the knots of a grid"},
                   {"thickness", "pen strokes thicker or thinner by up to so many pixels"},
                   {"blur", "blurred with up to this sigma in pixels"},
                   {"brightness", "lighter or darker by up to this part"},
                   {"contrast", "more or less contrast by up to this part"},
                   {"gamma", "grey values bent by a power"},
                   {"noise", "random noise of this standard deviation"},
                   {"salt-and-pepper", "this part of the pixels black or white"},
                   {"erasing", "a rectangle of this part of the image erased"},
                   {"invert", "dark on light"}},

    .building = "The steps of building the network",
    .building_intro = "What was chosen in each step, and why.",
    .chosen = "What was chosen",
    .why = "Why",
    .libraries = {"Libraries", "no other run time is needed; the compiler knows every shape"},
    .normalisation = {"Pre-processing: normalisation",
                      "inputs around 0 with a spread of 1 train faster; measured on the images to "
                      "train on alone, so that nothing of the test images leaks in"},
    .split = {"Pre-processing: split",
              "validation images choose settings, test images choose nothing"},
    .input = {"Pre-processing: shape",
              "grey images have one channel; each of the ten digits has an output"},
    .architecture =
        {"Architecture",
         "convolutions look for the same strokes everywhere in the image, pooling makes "
         "them tolerant of small shifts, dense layers decide"},
    .initialisation = {"Initialisation: weights",
                       "keeps the spread of the values from layer to layer"},
    .activation = {"Initialisation: activation",
                   "makes the network more than a linear map; cheap, and its gradient doesn't "
                   "vanish for positive values"},
    .loss = {"Initialisation: loss",
             "the usual one for classes; smoothing keeps the network from being too sure"},
    .optimizer = {"Initialisation: optimizer",
                  "adapts the step to each weight; the schedule begins and ends with small steps"},
    .training = {"Training", "small batches give many updates an epoch"},
    .evaluation = {"Evaluation", "on images that took no part in training or in choosing"},
    .tuning = {"Refinement: tuning", "settings are compared on validation images only"},
    .other_nets = {"Refinement: architecture",
                   "more filters or residual blocks read better, and take longer"},
    .regularisation = {"Refinement: regularisation",
                       "keeps the network from learning its training images by heart"},
    .libraries_chosen =
        "angka {} (network, training, augmentation), Eigen {} (vector instructions), "
        "stb_image (image files); compiled with {}",
    .normalisation_chosen = "(pixel / 255 - {}) / {}",
    .split_chosen =
        "{} {image|images} to train on, {} to validate, {} to test, each digit in proportion",
    .input_chosen = "{} in, {} classes out",
    .architecture_chosen = "{}: {} layers, {} parameters",
    .initialisation_chosen =
        "He's normal distribution by fan_out for convolutions, Glorot's uniform one for dense "
        "layers; "
        "biases 0; seed {}",
    .activation_chosen =
        "{} between the layers; softmax at the end turns outputs into probabilities",
    .loss_chosen = "cross-entropy, label smoothing {}",
    .optimizer_chosen = "{}, largest learning rate {}, schedule {}",
    .training_chosen = "{} {epoch|epochs}, batch size {}, augmentation {}; it took {} s",
    .evaluation_chosen =
        "accuracy with its 95% interval, confusion matrix, precision, recall and "
        "F1 of each digit, calibration",
    .tuning_chosen = "{} {trial|trials}; the best, which is the model of this report: {}",
    .tuning_none =
        "the usual settings of this network, chosen earlier on validation images; "
        "--minutes searches for others",
    .other_nets_chosen = "{}; also offered: {}",
    .regularisation_chosen = "weight decay {}, dropout {}, label smoothing {}, augmentation {}",
    .layers = "The layers",
    .layers_caption =
        "The layers of {}: output shape (channels x height x width), trained "
        "parameters and multiply-adds of one image",
    .layers_figure =
        "The architecture of {}: a block is as high as its feature maps and as thick as there are "
        "many, on a logarithmic scale",
    .layer = "Layer",
    .output = "Output",
    .parameters = "Parameters",
    .multiply_adds = "Multiply-adds",
    .input_layer = "input",

    .measuring = "How it is measured",
    .measuring_intro =
        "TP, FP and FN of a digit: images of it that are read as it, other images "
        "that are read as it, images of it that are read as another.",
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
        "Loss and accuracy of each epoch, on the images to train on and to validate. "
        "The loss includes label smoothing; training sees augmented images.",
    .loss_figure = "Loss by epoch",
    .accuracy_figure = "Accuracy by epoch",
    .epochs_caption = "Some epochs of the training",
    .quality = "How well it reads",
    .quality_intro = "The model of this report, measured on {} test {image|images}.",
    .quality_caption = "The figures of the test",
    .figure_column = "Figure",
    .value = "Value",
    .accuracy = "accuracy",
    .accuracy_axis = "accuracy (%)",
    .learning_rate = "learning rate",
    .interval = "95% interval",
    .right_of_all = "right of all",
    .loss_name = "loss (cross-entropy)",
    .calibration_error = "calibration error",
    .top = "right digit among the first {}",
    .confusion_caption = "Confusion matrix: rows are the true digits, columns what was read",
    .confusion_figure = "Confusion matrix",
    .true_digit = "true digit",
    .read_digit = "read as",
    .per_digit_caption = "Precision, recall and F1 of each digit",
    .confused_caption = "The digits that are confused most",
    .times = "times",
    .no_mistakes = "The network made no mistake on these images.",
    .mistakes_figure =
        "The worst mistakes: true digit, what was read, and how sure the network was",
    .calibration_figure = "Calibration: how often predictions of a probability are right",
    .perfect = "perfect",
    .the_net = "network",
    .probability_axis = "probability",
    .comparison = "With and without augmentation",
    .comparison_intro =
        "The same training images, split, network and number of weight updates ({}), with {} "
        "{seed|seeds}; measured on the same {} test {image|images}.",
    .comparison_caption = "Accuracy without and with augmentation, and McNemar's test on the pairs",
    .digits_caption = "Share of each digit that is read rightly, over {} {seed|seeds}",
    .sizes_caption = "Accuracy by number of training images, over {} {seed|seeds}",
    .curves_figure = "Validation accuracy by epoch, without and with augmentation",
    .sizes_figure = "Accuracy by number of training images, without and with augmentation",
    .search = "The search for settings",
    .search_intro =
        "Random search with successive halving on validation images: {} {trial|trials} in {} s.",
    .trials_caption = "The best trials",
    .trials_figure = "The trials",
    .settings = "Settings",
    .trial = "trial",
    .validation_accuracy = "validation accuracy",
    .winner_test =
        "The model of this report is the network that was trained with the settings of trial {}.",
    .environment = "Environment, and how to get the same again",
    .environment_caption = "What the figures were made with",
    .item = "Item",
    .program = "program",
    .compiler = "compiler",
    .cpu = "processor",
    .lanes = "images side by side in a register",
    .threads = "threads",
    .seed = "seed",
    .again =
        "The same command, program and seed give the same figures, whatever the number of "
        "threads; only times differ:",
    .files =
        "Beside this page lie the same tables as CSV files (tables), the figures as PNG files "
        "(figures), the text as Markdown (report.md) and all figures for machines (JSON).",
};

inline constexpr ReportTexts indonesian_report{
    .setting_names = {{"net", "jaringan"},
                      {"epochs", "jumlah epoch"},
                      {"batch_size", "ukuran batch"},
                      {"optimizer", "optimizer"},
                      {"learning_rate", "laju pembelajaran"},
                      {"schedule", "jadwal"},
                      {"weight_decay", "peluruhan bobot"},
                      {"dropout", "dropout"},
                      {"label_smoothing", "label smoothing"},
                      {"augment", "augmentasi"}},
    .title = "Pengenalan angka tulisan tangan dengan CNN",
    .table = "Tabel",
    .figure = "Gambar",
    .method = "METODE PENELITIAN",
    .results = "HASIL DAN PEMBAHASAN",
    .stage = "{} dari {}: {}",
    .page = "Halaman laporan",
    .written = "Laporan: {}",

    .summary = "Ringkasan Jawaban",
    .summary_data = "{} citra: {}. Satu citra berukuran {} x {} = {} piksel dalam {} kanal.",
    .summary_net = "{}, {} parameter, dilatih dengan {} citra selama {} epoch",
    .summary_accuracy = "{} dari {} citra uji benar: {} (IK 95%: {} s.d. {})",
    .summary_augmentation =
        "Tanpa augmentasi {}, dengan augmentasi {} ({} benih acak; citra, pembagian, dan jumlah "
        "pembaruan bobot sama).",
    .question = "Pertanyaan",
    .answer = "Jawaban",

    .protocol = "Protokol Pengujian",
    .protocol_caption =
        "Pelatihan yang dilakukan, lama dan jumlah citranya, serta data yang digunakan untuk "
        "mengukurnya",
    .trained_what = "pelatihan",
    .updates = "pembaruan bobot",
    .trainings = "jumlah pelatihan",
    .measured_on = "diukur pada",
    .of_the_test = "{} citra uji",
    .of_the_validation = "{} citra validasi",
    .the_search = "penyetelan hiperparameter, {} percobaan",
    .by_trial = "menurut percobaan",
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
        "pelatihan dengan pengaturan yang sama. Citra yang lebih sedikit dilatih dengan lebih "
        "banyak "
        "epoch bila pembaruan bobotnya kurang dari 2.000.",
    .test_measured =
        "Data uji berisi {} citra dan diukur {} kali, satu kali dengan setiap jaringan yang "
        "dilatih "
        "untuk diuji. Tidak ada pengaturan yang dipilih berdasarkan data uji.",

    .the_data = "Data dan Responden",
    .data_intro = "Bagian ini memuat asal-usul data, jumlah citra, dan bentuk satu citra.",
    .card = "Kartu data: pengumpul dan penulis angka",
    .no_card =
        "Himpunan data ini belum memiliki kartu data. `digits inspect DATA --new-card` membuat "
        "kartu untuk diisi: pengumpul, penulis, waktu, dan cara pengumpulan.",
    .field = "Keterangan",
    .content = "Isi",
    .not_told = "tidak disebutkan",
    .counts = "Jumlah Citra Setiap Angka",
    .counts_intro =
        "Citra setiap angka dibagi tersendiri sehingga proporsi angka pada semua bagian sama. "
        "Kelas terbanyak memiliki citra {} kali kelas yang paling sedikit.",
    .counts_caption =
        "Jumlah citra setiap angka sebelum dan sesudah pembagian serta dengan augmentasi",
    .counts_augmented =
        "Diaugmentasi: pada setiap epoch setiap citra latih digunakan dalam versi baru. Untuk "
        "angka "
        "{}: {} citra x {} epoch = {}.",
    .counts_figure = "Jumlah citra setiap angka: latih, validasi, uji",
    .images = "citra",
    .augmented = "diaugmentasi",
    .shape = "Bentuk Satu Citra",
    .shape_intro =
        "Satu citra terdiri atas {} kanal, {} baris, dan {} kolom, yaitu {} piksel dengan nilai {} "
        "(hitam) sampai {} (putih). Rata-rata semua piksel {} dengan simpangan baku {}.",
    .photograph_shapes =
        "Angka dipotong dari {} foto: foto terkecil {} piksel (lebar x tinggi x kanal), median {}, "
        "terbesar {}.",
    .examples_figure = "Satu citra dari setiap angka",
    .pixels_figure = "Angka {} sebagai nilai pikselnya; tepi yang kosong tidak ditampilkan",
    .checks = "Pemeriksaan Data",
    .checks_intro =
        "Citra yang perlu diperiksa. Tidak ada citra yang dibuang berdasarkan tabel ini; citra "
        "kembar di dua bagian membuat hasil pengujian tampak lebih baik daripada sebenarnya.",
    .finding = "Yang diperiksa",
    .found = "jumlah",

    .preparing = "Prapemrosesan Data",
    .preparing_intro =
        "Data diolah dari berkas sampai menjadi masukan jaringan; setiap langkah menyebutkan "
        "jumlah masukan dan keluarannya.",
    .step = "Langkah",
    .in = "masukan",
    .out = "keluaran",
    .what_happens = "Proses",

    .augmentation = "Augmentasi",
    .augmentation_intro =
        "Pada setiap epoch, jaringan dilatih dengan versi baru setiap citra latih: operasi dalam "
        "tabel dibangkitkan secara acak dengan benih (seed). Citra validasi dan citra uji tidak "
        "diubah. Pencerminan tidak digunakan karena angka yang dicerminkan bukan angka lagi.",
    .no_augmentation = "Jaringan dilatih tanpa augmentasi.",
    .augmentation_of_comparison =
        "Perbandingan melatih jaringan dengan operasi dalam tabel, yang dibangkitkan secara acak "
        "dengan benih (seed).",
    .operations_caption = "Operasi augmentasi",
    .operation = "Operasi",
    .setting = "Nilai",
    .meaning = "Keterangan",
    .augmentation_figure = "Citra yang sama sebelum (kiri) dan sesudah augmentasi (kanan)",
    .operations = {{"rotate", "rotasi maksimum dalam derajat"},
                   {"shift", "pergeseran maksimum, bagian dari lebar dan tinggi"},
                   {"zoom", "perbesaran atau pengecilan maksimum"},
                   {"stretch", "pelebaran atau penyempitan maksimum"},
                   {"shear", "kemiringan maksimum dalam derajat"},
                   {"perspective", "perubahan perspektif: pergeseran sudut maksimum"},
                   {"elastic", "kekuatan distorsi elastis dalam piksel"},
                   {"grid", "distorsi di antara simpul kisi"},
                   {"thickness", "penebalan atau penipisan goresan maksimum dalam piksel"},
                   {"blur", "sigma pengaburan maksimum dalam piksel"},
                   {"brightness", "perubahan kecerahan maksimum"},
                   {"contrast", "perubahan kontras maksimum"},
                   {"gamma", "perubahan nilai keabuan dengan pangkat"},
                   {"noise", "simpangan baku derau acak"},
                   {"salt-and-pepper", "bagian piksel yang menjadi hitam atau putih"},
                   {"erasing", "persegi panjang yang dihapus, bagian dari citra"},
                   {"invert", "gelap di atas terang"}},

    .building = "Pembangunan Model CNN",
    .building_intro = "Setiap langkah pembangunan model disertai pilihan dan alasannya.",
    .chosen = "Pilihan",
    .why = "Alasan",
    .libraries =
        {"Pustaka",
         "tidak memerlukan lingkungan lain saat dijalankan; semua ukuran diketahui kompilator"},
    .normalisation = {"Prapemrosesan: normalisasi",
                      "masukan di sekitar 0 dengan simpangan baku 1 mempercepat pelatihan; diukur "
                      "hanya pada data latih sehingga informasi data uji tidak bocor"},
    .split = {"Prapemrosesan: pembagian data",
              "pengaturan dipilih berdasarkan data validasi, tidak pernah berdasarkan data uji"},
    .input = {"Prapemrosesan: bentuk",
              "citra keabuan memiliki satu kanal; setiap kelas memiliki satu keluaran"},
    .architecture =
        {"Arsitektur",
         "konvolusi mengenali goresan yang sama di seluruh citra, pooling membuatnya tahan "
         "terhadap pergeseran kecil, lapisan fully connected (dense) menentukan kelas"},
    .initialisation = {"Inisialisasi: bobot", "menjaga sebaran nilai antarlapisan"},
    .activation = {"Inisialisasi: fungsi aktivasi",
                   "menjadikan jaringan nonlinear; murah dihitung, dan gradiennya tidak hilang "
                   "untuk nilai positif"},
    .loss = {"Inisialisasi: fungsi loss",
             "lazim untuk klasifikasi; label smoothing mencegah jaringan terlalu yakin"},
    .optimizer = {"Inisialisasi: optimizer",
                  "menyesuaikan langkah setiap bobot; laju pembelajaran kecil pada awal dan akhir "
                  "pelatihan"},
    .training = {"Pelatihan", "batch kecil memberikan banyak pembaruan bobot per epoch"},
    .evaluation = {"Evaluasi", "pada citra yang tidak digunakan dalam pelatihan maupun pemilihan"},
    .tuning = {"Penyempurnaan: penyetelan hiperparameter",
               "pengaturan dibandingkan hanya pada data validasi"},
    .other_nets = {"Penyempurnaan: arsitektur",
                   "lebih banyak filter atau blok residual meningkatkan akurasi, tetapi memperlama "
                   "pelatihan"},
    .regularisation = {"Penyempurnaan: regularisasi", "mencegah jaringan menghafal data latih"},
    .libraries_chosen =
        "angka {} (jaringan, pelatihan, augmentasi), Eigen {} (instruksi vektor), stb_image "
        "(berkas citra); dikompilasi dengan {}",
    .normalisation_chosen = "(piksel / 255 - {}) / {}",
    .split_chosen = "{} citra latih, {} validasi, {} uji, setiap angka secara proporsional",
    .input_chosen = "masukan {}, keluaran {} kelas",
    .architecture_chosen = "{}: {} lapisan, {} parameter",
    .initialisation_chosen =
        "distribusi normal He menurut fan_out untuk konvolusi, distribusi seragam Glorot untuk "
        "lapisan fully connected (dense); bias 0; benih acak (seed) {}",
    .activation_chosen = "{} antarlapisan; softmax di akhir mengubah keluaran menjadi probabilitas",
    .loss_chosen = "cross-entropy, label smoothing {}",
    .optimizer_chosen = "{}, laju pembelajaran terbesar {}, jadwal {}",
    .training_chosen = "{} epoch, ukuran batch {}, augmentasi {}; selesai dalam {} detik",
    .evaluation_chosen =
        "akurasi dengan interval 95%, matriks konfusi, presisi, recall, dan F1 "
        "setiap angka, kalibrasi",
    .tuning_chosen = "{} percobaan; yang terbaik, yaitu model dalam laporan ini: {}",
    .tuning_none =
        "pengaturan bawaan jaringan, yang dipilih sebelumnya dengan data validasi; --minutes "
        "mencari pengaturan lain",
    .other_nets_chosen = "{}; tersedia juga: {}",
    .regularisation_chosen = "peluruhan bobot {}, dropout {}, label smoothing {}, augmentasi {}",
    .layers = "Arsitektur Jaringan",
    .layers_caption =
        "Lapisan {}: bentuk keluaran (kanal x tinggi x lebar), jumlah parameter terlatih, dan "
        "operasi kali-jumlah (MAC) untuk satu citra",
    .layers_figure = "Arsitektur {}: tinggi balok = ukuran peta fitur, tebal = jumlahnya (skala logaritmik)",
    .layer = "Lapisan",
    .output = "Keluaran",
    .parameters = "Parameter",
    .multiply_adds = "Kali-jumlah (MAC)",
    .input_layer = "masukan",

    .measuring = "Metrik Evaluasi",
    .measuring_intro =
        "TP, FP, dan FN suatu angka: citra angka itu yang diprediksi sebagai angka itu, citra lain "
        "yang diprediksi sebagai angka itu, dan citra angka itu yang diprediksi sebagai angka "
        "lain.",
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
        "smoothing; pelatihan menggunakan citra yang diaugmentasi.",
    .loss_figure = "Loss setiap epoch",
    .accuracy_figure = "Akurasi setiap epoch",
    .epochs_caption = "Beberapa epoch pelatihan",
    .quality = "Hasil Pengujian Model",
    .quality_intro = "Model dalam laporan ini diuji pada {} citra uji.",
    .quality_caption = "Hasil pengujian",
    .figure_column = "Metrik",
    .value = "Nilai",
    .accuracy = "akurasi",
    .accuracy_axis = "akurasi (%)",
    .learning_rate = "laju pembelajaran",
    .interval = "interval kepercayaan 95%",
    .right_of_all = "benar / seluruh citra",
    .loss_name = "loss (cross-entropy)",
    .calibration_error = "galat kalibrasi",
    .top = "label benar di antara {} teratas",
    .confusion_caption = "Matriks konfusi: baris = angka sebenarnya, kolom = hasil prediksi",
    .confusion_figure = "Matriks konfusi",
    .true_digit = "angka sebenarnya",
    .read_digit = "prediksi",
    .per_digit_caption = "Presisi, recall, dan F1 setiap angka",
    .confused_caption = "Angka yang paling sering tertukar",
    .times = "kali",
    .no_mistakes = "Tidak ada citra uji yang salah diklasifikasikan.",
    .mistakes_figure =
        "Contoh citra yang salah diklasifikasikan: angka sebenarnya, hasil prediksi, dan "
        "probabilitasnya",
    .calibration_figure = "Kalibrasi: akurasi menurut probabilitas prediksi",
    .perfect = "ideal",
    .the_net = "jaringan",
    .probability_axis = "probabilitas",
    .comparison = "Perbandingan Hasil Tanpa dan Dengan Augmentasi",
    .comparison_intro =
        "Citra latih, pembagian, jaringan, dan jumlah pembaruan bobot ({}) sama, dengan {} benih "
        "acak (seed); hasil diukur pada {} citra uji yang sama.",
    .comparison_caption =
        "Akurasi tanpa dan dengan augmentasi, dan uji McNemar untuk setiap pasang",
    .digits_caption = "Bagian citra setiap angka yang benar, rata-rata {} benih acak",
    .sizes_caption = "Akurasi menurut jumlah citra latih, rata-rata {} benih acak",
    .curves_figure = "Akurasi validasi setiap epoch, tanpa dan dengan augmentasi",
    .sizes_figure = "Akurasi menurut jumlah citra latih, tanpa dan dengan augmentasi",
    .search = "Penyetelan Hiperparameter",
    .search_intro =
        "Pencarian acak dengan successive halving pada data validasi: {} percobaan dalam {} detik.",
    .trials_caption = "Percobaan terbaik",
    .trials_figure = "Semua percobaan",
    .settings = "Pengaturan",
    .trial = "percobaan",
    .validation_accuracy = "akurasi validasi",
    .winner_test =
        "Model dalam laporan ini adalah jaringan yang dilatih dengan pengaturan percobaan {}.",
    .environment = "Lingkungan Pengujian dan Reproduksi Hasil",
    .environment_caption = "Perangkat keras dan perangkat lunak",
    .item = "Hal",
    .program = "program",
    .compiler = "kompilator",
    .cpu = "prosesor",
    .lanes = "citra berdampingan dalam satu register",
    .threads = "utas (thread)",
    .seed = "benih acak (seed)",
    .again =
        "Perintah, program, dan benih acak (seed) yang sama memberikan hasil yang sama, berapa pun "
        "jumlah utas (thread); hanya waktunya yang berbeda:",
    .files =
        "Bersama halaman ini tersedia tabel sebagai CSV (tables), gambar sebagai PNG (figures), "
        "teks sebagai Markdown (report.md), dan semua nilai hasil untuk mesin (JSON).",
};

inline const ReportTexts& report_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_report : english_report;
}
