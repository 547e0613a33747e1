#pragma once

/// A row of a table of steps: what it is, and why.
struct StepText {
  const char* title = "";
  const char* reason = "";
};

/// A setting of training, as JSON has it, and what a person calls it.
struct SettingName {
  const char* key;
  const char* name;
};

/// What a report says of the network: how it is built, its formulas and its settings; once a
/// language, with marks (see marks.hpp). {} stands for a value.
struct NetworkTexts {
  const char* building;
  const char* building_intro;
  const char* see_building;
  const char* chosen;
  const char* why;
  StepText libraries, normalisation, split, input, architecture, initialisation, activation, loss,
      optimizer, training, evaluation, tuning, other_nets, regularisation;
  const char* libraries_chosen;
  const char* normalisation_chosen;
  const char* split_chosen;
  const char* split_by_class;
  const char* split_by_writer;
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
  const char* cite_lenet5;
  const char* cite_residual;
  const char* cite_vgg;
  const char* cite_initialisation;
  const char* layers;
  const char* see_layers;
  const char* layers_caption;
  const char* layers_figure;
  const char* layer;
  const char* number;
  const char* output;
  const char* parameters;
  const char* multiply_adds;
  const char* input_layer;
  const char* formulas;
  const char* formulas_intro;
  const char* hyperparameters;
  const char* hyperparameter;
  const char* see_hyperparameters;
  const char* hyperparameters_caption;
  SettingName setting_names[16];
  const char* cite_schedule;
  const char* none;
  const char* validation_part;
  const char* test_part;
};

inline constexpr NetworkTexts english_network{
    .building = "The steps of building the network",
    .building_intro = "The network was built in steps.",
    .see_building = "[table building] lists what was chosen in each, and why.",
    .chosen = "What was chosen",
    .why = "Why",
    .libraries = {"Libraries", "no other run time is needed; the compiler knows every shape"},
    .normalisation = {"Pre-processing: normalisation",
                      "inputs around 0 with a spread of 1 train faster; measured on the images to "
                      "train on alone, so that nothing of the test images leaks in"},
    .split = {"Pre-processing: split",
              "validation images choose settings, test images choose nothing"},
    .input = {"Pre-processing: shape", "grey images have one channel; each class has an output"},
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
             "of those for classes; smoothing of labels keeps the network from being too sure"},
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
    .split_chosen = "{} {image|images} to train on, {} to validate, {} to test; {}",
    .split_by_class = "each digit in proportion",
    .split_by_writer = "each writer's images in one part alone",
    .input_chosen = "{} in, {} classes out",
    .architecture_chosen = "{}: {} layers, {} parameters",
    .initialisation_chosen =
        "He's normal distribution by fan_out for convolutions, Glorot's uniform one for dense "
        "layers; "
        "biases 0; seed {}",
    .activation_chosen =
        "{} between the layers; softmax at the end turns outputs into probabilities",
    .loss_chosen = "{}, label smoothing {}",
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
    .cite_lenet5 =
        "The architecture follows LeNet-5 [cite lecun], with ReLU and max pooling in place of its "
        "sigmoid functions and averages.",
    .cite_residual =
        "The architecture is made of residual blocks [cite he2016] with batch normalisation "
        "[cite ioffe].",
    .cite_vgg =
        "The architecture stacks 3 x 3 convolutions in pairs before each pooling, as VGG does "
        "[cite simonyan], with batch normalisation [cite ioffe].",
    .cite_initialisation =
        "The weights of convolutions begin as He et al. propose [cite he2015], those of dense "
        "layers "
        "as Glorot and Bengio do [cite glorot].",
    .layers = "The layers",
    .see_layers =
        "[table layers] lists the layers with their output shapes and parameters; [figure layers] "
        "draws them.",
    .layers_caption =
        "The layers of {}: output shape (channels x height x width), trained "
        "parameters and multiply-adds of one image",
    .layers_figure =
        "The architecture of {}: a block is as high as its feature maps and as thick as there are "
        "many, on a logarithmic scale",
    .layer = "Layer",
    .number = "No.",
    .output = "Output",
    .parameters = "Parameters",
    .multiply_adds = "Multiply-adds",
    .input_layer = "input",
    .formulas = "The formulas of the network",
    .formulas_intro =
        "What the layers compute and how the weights are trained, in the order in which an image "
        "passes them; $x$ stands for what comes in and $y$ for what goes out.",
    .hyperparameters = "Hyperparameters",
    .hyperparameter = "Hyperparameter",
    .see_hyperparameters =
        "[table hyperparameters] lists all settings of the training and the constants of the "
        "formulas.",
    .hyperparameters_caption = "Hyperparameters of the training",
    .setting_names = {{"net", "net"},
                      {"epochs", "epochs"},
                      {"batch_size", "batch size"},
                      {"optimizer", "optimizer"},
                      {"learning_rate", "learning rate"},
                      {"schedule", "schedule"},
                      {"loss", "loss function"},
                      {"weight_decay", "weight decay"},
                      {"l1", "L1 penalty"},
                      {"dropout", "dropout"},
                      {"label_smoothing", "label smoothing"},
                      {"ema_decay", "moving average of the weights"},
                      {"swa", "share of the epochs before the weights are averaged"},
                      {"mixup", "mixup"},
                      {"cutmix", "CutMix"},
                      {"augment", "augmentation"}},
    .cite_schedule = "The learning rate rises and falls once in the training [cite smith].",
    .none = "none",
    .validation_part = "images to validate, of those to train on",
    .test_part = "images to test",
};

inline constexpr NetworkTexts indonesian_network{
    .building = "Pembangunan Model CNN",
    .building_intro = "Model dibangun dalam beberapa langkah.",
    .see_building = "[table building] memuat pilihan pada setiap langkah beserta alasannya.",
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
    .loss =
        {"Inisialisasi: fungsi loss",
         "termasuk yang lazim untuk klasifikasi; label smoothing mencegah jaringan terlalu yakin"},
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
    .split_chosen = "{} citra latih, {} validasi, {} uji; {}",
    .split_by_class = "setiap angka secara proporsional",
    .split_by_writer = "citra setiap penulis hanya berada di satu bagian",
    .input_chosen = "masukan {}, keluaran {} kelas",
    .architecture_chosen = "{}: {} lapisan, {} parameter",
    .initialisation_chosen =
        "distribusi normal He menurut fan_out untuk konvolusi, distribusi seragam Glorot untuk "
        "lapisan fully connected (dense); bias 0; benih acak (seed) {}",
    .activation_chosen = "{} antarlapisan; softmax di akhir mengubah keluaran menjadi probabilitas",
    .loss_chosen = "{}, label smoothing {}",
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
    .cite_lenet5 =
        "Arsitektur yang digunakan mengikuti LeNet-5 [cite lecun], dengan ReLU dan max pooling "
        "sebagai pengganti fungsi sigmoid dan perataannya.",
    .cite_residual =
        "Arsitektur yang digunakan tersusun atas blok residual [cite he2016] dengan batch "
        "normalization [cite ioffe].",
    .cite_vgg =
        "Arsitektur yang digunakan menumpuk konvolusi 3 x 3 berpasangan sebelum setiap pooling "
        "seperti VGG [cite simonyan], dengan batch normalization [cite ioffe].",
    .cite_initialisation =
        "Bobot awal lapisan konvolusi dibangkitkan menurut He dkk. [cite he2015], sedangkan bobot "
        "awal lapisan fully connected (dense) menurut Glorot dan Bengio [cite glorot].",
    .layers = "Arsitektur Jaringan",
    .see_layers =
        "[table layers] memuat setiap lapisan beserta bentuk keluaran dan jumlah parameternya; "
        "[figure layers] menggambarkannya.",
    .layers_caption =
        "Lapisan {}: bentuk keluaran (kanal x tinggi x lebar), jumlah parameter terlatih, dan "
        "operasi kali-jumlah (MAC) untuk satu citra",
    .layers_figure =
        "Arsitektur {}: tinggi balok = ukuran peta fitur, tebal = jumlahnya (skala logaritmik)",
    .layer = "Lapisan",
    .number = "No.",
    .output = "Keluaran",
    .parameters = "Parameter",
    .multiply_adds = "Kali-jumlah (MAC)",
    .input_layer = "masukan",
    .formulas = "Model Matematis",
    .formulas_intro =
        "Perhitungan setiap lapisan dan pelatihan bobotnya dinyatakan dengan persamaan berikut, "
        "sesuai urutan yang dilalui citra; $x$ menyatakan masukan dan $y$ menyatakan keluaran.",
    .hyperparameters = "Hiperparameter",
    .hyperparameter = "Hiperparameter",
    .see_hyperparameters =
        "Seluruh pengaturan pelatihan dan konstanta dalam persamaan dimuat dalam "
        "[table hyperparameters].",
    .hyperparameters_caption = "Hiperparameter pelatihan",
    .setting_names = {{"net", "jaringan"},
                      {"epochs", "jumlah epoch"},
                      {"batch_size", "ukuran batch"},
                      {"optimizer", "optimizer"},
                      {"learning_rate", "laju pembelajaran"},
                      {"schedule", "jadwal"},
                      {"loss", "fungsi loss"},
                      {"weight_decay", "peluruhan bobot"},
                      {"l1", "penalti L1"},
                      {"dropout", "dropout"},
                      {"label_smoothing", "label smoothing"},
                      {"ema_decay", "rata-rata bergerak bobot"},
                      {"swa", "bagian epoch sebelum bobot dirata-ratakan"},
                      {"mixup", "mixup"},
                      {"cutmix", "CutMix"},
                      {"augment", "augmentasi"}},
    .cite_schedule =
        "Laju pembelajaran dinaikkan lalu diturunkan satu kali selama pelatihan [cite smith].",
    .none = "tidak ada",
    .validation_part = "citra validasi, bagian dari data latih",
    .test_part = "citra uji",
};
