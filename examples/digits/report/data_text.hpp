#pragma once

/// What a report says of the images: which there are, how they are prepared and augmented; once a
/// language, with marks (see marks.hpp). {} stands for a value.
struct DataTexts {
  const char* the_data;
  const char* data_intro;
  const char* card;
  const char* see_card;
  const char* no_card;
  const char* field;
  const char* content;
  const char* not_told;
  const char* counts;
  const char* images_of;
  const char* counts_intro;
  const char* counts_by_writer;
  const char* counts_equal;
  const char* counts_ratio;
  const char* see_counts;
  const char* counts_caption;
  const char* counts_augmented;
  const char* counts_figure;
  const char* augmented;
  const char* shape;
  const char* shape_intro;
  const char* photograph_shapes;
  const char* see_shape;
  const char* examples_figure;
  const char* pixels_figure;
  const char* checks;
  const char* checks_intro;
  const char* see_checks;
  const char* finding;
  const char* found;
  const char* examples;
  const char* preparing;
  const char* preparing_intro;
  const char* see_preparing;
  const char* in;
  const char* out;
  const char* what_happens;
  const char* see_stages;
  const char* stages_which;
  const char* stages_caption;
  const char* stage_photograph;
  const char* stage_contrast;
  const char* stage_ink;
  const char* stage_cut;
  const char* stage_strokes;
  const char* stage_scaled;
  const char* stage_centred;
  const char* stage_inverted;
  const char* stage_resized;
  const char* stage_original;
  const char* stage_normalised;
  const char* augmentation;
  const char* augmentation_intro;
  const char* see_augmentation;
  const char* see_elastic;
  const char* no_augmentation;
  const char* augmentation_of_comparison;
  const char* operations_caption;
  const char* operation;
  const char* meaning;
  const char* augmentation_figure;
  struct Operation {
    const char* key;
    const char* meaning;
  } operations[21];
};

inline constexpr DataTexts english_data{
    .the_data = "The data",
    .data_intro =
        "This section tells what is known of the data set, how many images it holds, and what one "
        "of them looks like.",
    .card = "The data set's card: who collected the digits, and who wrote them",
    .see_card = "What is known of the data's origin and of its writers is listed in [table card].",
    .no_card =
        "The data set has no card. `digits inspect DATA --new-card` makes one to be filled in: who "
        "collected the digits, who wrote them, when and how.",
    .field = "Field",
    .content = "Content",
    .not_told = "not told",
    .counts = "Images of each digit",
    .images_of = "{} of {} images",
    .counts_intro =
        "Each digit's images are split by themselves, so that all parts hold the digits in the "
        "same proportion.",
    .counts_by_writer =
        "The images are split by writer, so that the parts hold the digits in nearly, not exactly, "
        "the same proportion.",
    .counts_equal = "There are equally many training images of each digit.",
    .counts_ratio = "The most frequent digit has {} times as many training images as the rarest.",
    .see_counts =
        "[table counts] and [figure counts] show how many images of each digit there are and how "
        "they were split.",
    .counts_caption = "Images of each digit, before and after the split, and with augmentation",
    .counts_augmented =
        "Augmented: in each epoch the training sees each image in a new version. Of the digit {}: "
        "{} "
        "{image|images} x {} {epoch|epochs} = {}.",
    .counts_figure = "Images of each digit: to train on, to validate, to test",
    .augmented = "augmented",
    .shape = "The shape of an image",
    .shape_intro =
        "An image has {} channel, {} rows and {} columns: {} pixels, each a number from {} (black) "
        "to {} (white). The mean of all pixels is {}, their standard deviation {}.",
    .photograph_shapes =
        "The digits are cut from {} {photograph|photographs}: the smallest has {} pixels (width x "
        "height x channels), the median {}, the largest {}.",
    .see_shape =
        "[figure examples] shows one image of each digit, and [figure pixels] one of them as the "
        "numbers that a program sees.",
    .examples_figure = "One image of each digit",
    .pixels_figure = "The digit {} as the numbers of its pixels; the empty margin is left out",
    .checks = "Checks of the data",
    .checks_intro =
        "Images that deserve a look. None was left out on account of this table; duplicates "
        "between "
        "the parts make the figures of the test look better than they are.",
    .see_checks = "What was found is listed in [table checks].",
    .finding = "What was looked for",
    .found = "found",
    .examples = "Examples",
    .preparing = "The steps of preparing the data",
    .preparing_intro =
        "From files to what the network reads, the data takes several steps, each of which says "
        "how much comes in and how much goes out.",
    .see_preparing =
        "[table preparing] lists the steps in their order, with what comes in and what goes out.",
    .in = "in",
    .out = "out",
    .what_happens = "What happens",
    .see_stages = "[figure stages] shows what these steps made of one image, {}.",
    .stages_which = "number {} of the data",
    .stages_caption = "One image, a {}, in each step of its preparation",
    .stage_photograph = "as it was photographed",
    .stage_contrast = "grey: contrast to the paper",
    .stage_ink = "ink that was found",
    .stage_cut = "cut out",
    .stage_strokes = "strokes made thicker",
    .stage_scaled = "scaled to fit 20×20",
    .stage_centred = "centred by its mass",
    .stage_inverted = "light on dark",
    .stage_resized = "brought to 28×28",
    .stage_original = "as it was given",
    .stage_normalised = "normalised",
    .augmentation = "Augmentation",
    .augmentation_intro =
        "In each epoch the network sees another version of each training image: the operations of "
        "the table, drawn at random from the seed. Validation and test images stay as they are. "
        "Nothing is mirrored, since a mirrored digit is none.",
    .see_augmentation =
        "Augmentation enlarges a data set by changed copies of its images [cite shorten]. The "
        "operations are listed in [table augmentation]; [figure augmentation] shows images before "
        "and after them.",
    .see_elastic = "Elastic distortion is that of handwriting [cite simard].",
    .no_augmentation = "The network was trained without augmentation.",
    .augmentation_of_comparison =
        "The comparison trains with the operations of the table, drawn at random from the seed.",
    .operations_caption = "The operations of the augmentation",
    .operation = "Operation",
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
                   {"outline", "only the outlines are left"},
                   {"blur", "blurred with up to this sigma in pixels"},
                   {"brightness", "lighter or darker by up to this part"},
                   {"contrast", "more or less contrast by up to this part"},
                   {"gamma", "grey values bent by a power"},
                   {"shade", "uneven light, at each corner up to this part of white"},
                   {"scratches", "up to so many lines across the image"},
                   {"noise", "random noise of this standard deviation"},
                   {"salt-and-pepper", "this part of the pixels black or white"},
                   {"erasing", "a rectangle of this part of the image erased"},
                   {"stripe", "dark on light but for a stripe of this width"},
                   {"invert", "dark on light"}},
};

inline constexpr DataTexts indonesian_data{
    .the_data = "Data dan Responden",
    .data_intro = "Bagian ini memuat asal-usul data, jumlah citra, dan bentuk satu citra.",
    .card = "Kartu data: pengumpul dan penulis angka",
    .see_card = "Asal-usul data dan keterangan responden dimuat dalam [table card].",
    .no_card =
        "Himpunan data ini belum memiliki kartu data. `digits inspect DATA --new-card` membuat "
        "kartu untuk diisi: pengumpul, penulis, waktu, dan cara pengumpulan.",
    .field = "Keterangan",
    .content = "Isi",
    .not_told = "tidak disebutkan",
    .counts = "Jumlah Citra Setiap Angka",
    .images_of = "{} dari {} citra",
    .counts_intro =
        "Citra setiap angka dibagi tersendiri sehingga proporsi angka pada semua bagian sama.",
    .counts_by_writer =
        "Citra dibagi menurut penulis sehingga proporsi angka pada semua bagian hampir, tetapi "
        "tidak tepat, sama.",
    .counts_equal = "Jumlah citra latih setiap angka sama.",
    .counts_ratio = "Kelas terbanyak memiliki citra latih {} kali kelas yang paling sedikit.",
    .see_counts =
        "Jumlah citra setiap angka dan pembagiannya disajikan dalam [table counts] dan "
        "[figure counts].",
    .counts_caption =
        "Jumlah citra setiap angka sebelum dan sesudah pembagian serta dengan augmentasi",
    .counts_augmented =
        "Diaugmentasi: pada setiap epoch setiap citra latih digunakan dalam versi baru. Untuk "
        "angka "
        "{}: {} citra x {} epoch = {}.",
    .counts_figure = "Jumlah citra setiap angka: latih, validasi, uji",
    .augmented = "diaugmentasi",
    .shape = "Bentuk Satu Citra",
    .shape_intro =
        "Satu citra terdiri atas {} kanal, {} baris, dan {} kolom, yaitu {} piksel dengan nilai {} "
        "(hitam) sampai {} (putih). Rata-rata semua piksel {} dengan simpangan baku {}.",
    .photograph_shapes =
        "Angka dipotong dari {} foto: foto terkecil {} piksel (lebar x tinggi x kanal), median {}, "
        "terbesar {}.",
    .see_shape =
        "[figure examples] menampilkan satu citra dari setiap angka, sedangkan [figure pixels] "
        "menampilkan salah satunya sebagai nilai piksel.",
    .examples_figure = "Satu citra dari setiap angka",
    .pixels_figure = "Angka {} sebagai nilai pikselnya; tepi yang kosong tidak ditampilkan",
    .checks = "Pemeriksaan Data",
    .checks_intro =
        "Citra yang perlu diperiksa. Tidak ada citra yang dibuang berdasarkan tabel ini; citra "
        "kembar di dua bagian membuat hasil pengujian tampak lebih baik daripada sebenarnya.",
    .see_checks = "Hasil pemeriksaan dimuat dalam [table checks].",
    .finding = "Yang diperiksa",
    .found = "jumlah",
    .examples = "Contoh",
    .preparing = "Prapemrosesan Data",
    .preparing_intro =
        "Data diolah dari berkas sampai menjadi masukan jaringan; setiap langkah menyebutkan "
        "jumlah masukan dan keluarannya.",
    .see_preparing =
        "[table preparing] memuat langkah-langkah tersebut secara berurutan beserta jumlah masukan "
        "dan keluarannya.",
    .in = "masukan",
    .out = "keluaran",
    .what_happens = "Proses",
    .see_stages = "[figure stages] menampilkan hasil langkah-langkah tersebut pada satu citra, {}.",
    .stages_which = "nomor {} dari data",
    .stages_caption = "Satu citra, angka {}, pada setiap langkah prapemrosesan",
    .stage_photograph = "foto asli",
    .stage_contrast = "keabuan: kontras terhadap kertas",
    .stage_ink = "tinta yang ditemukan",
    .stage_cut = "dipotong",
    .stage_strokes = "goresan ditebalkan",
    .stage_scaled = "diskalakan ke dalam 20×20",
    .stage_centred = "dipusatkan menurut massa",
    .stage_inverted = "terang di atas gelap",
    .stage_resized = "diubah menjadi 28×28",
    .stage_original = "citra asli",
    .stage_normalised = "ternormalisasi",
    .augmentation = "Augmentasi",
    .augmentation_intro =
        "Pada setiap epoch, jaringan dilatih dengan versi baru setiap citra latih: operasi dalam "
        "tabel dibangkitkan secara acak dengan benih (seed). Citra validasi dan citra uji tidak "
        "diubah. Pencerminan tidak digunakan karena angka yang dicerminkan bukan angka lagi.",
    .see_augmentation =
        "Augmentasi memperbanyak data dengan salinan citra yang diubah [cite shorten]. Operasi "
        "yang "
        "digunakan dimuat dalam [table augmentation]; [figure augmentation] menampilkan citra "
        "sebelum dan sesudah augmentasi.",
    .see_elastic =
        "Distorsi elastis mengikuti cara yang diusulkan untuk tulisan tangan [cite simard].",
    .no_augmentation = "Jaringan dilatih tanpa augmentasi.",
    .augmentation_of_comparison =
        "Perbandingan melatih jaringan dengan operasi dalam tabel, yang dibangkitkan secara acak "
        "dengan benih (seed).",
    .operations_caption = "Operasi augmentasi",
    .operation = "Operasi",
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
                   {"outline", "hanya garis tepi yang tersisa"},
                   {"blur", "sigma pengaburan maksimum dalam piksel"},
                   {"brightness", "perubahan kecerahan maksimum"},
                   {"contrast", "perubahan kontras maksimum"},
                   {"gamma", "perubahan nilai keabuan dengan pangkat"},
                   {"shade",
                    "cahaya tidak merata, pada setiap sudut paling banyak bagian ini dari putih"},
                   {"scratches", "paling banyak sekian garis melintasi citra"},
                   {"noise", "simpangan baku derau acak"},
                   {"salt-and-pepper", "bagian piksel yang menjadi hitam atau putih"},
                   {"erasing", "persegi panjang yang dihapus, bagian dari citra"},
                   {"stripe", "gelap di atas terang kecuali jalur selebar bagian ini"},
                   {"invert", "gelap di atas terang"}},
};
