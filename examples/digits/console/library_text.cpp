#include "library_text.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace {

/// {} stands for a value; where it is {+} in the translation, the value is words of the library,
/// too.
struct LibraryText {
  std::string_view english, translated;
};

// The first that fits counts: what holds more words stands before what holds fewer.
constexpr LibraryText texts[] = {
    // How messages are put together.
    {"{}: augmentation: expected {}, found {}", "{}: seharusnya {+}, ternyata {}"},
    {"{}: expected {}, found {}", "{}: seharusnya {+}, ternyata {+}"},
    {"expected {}, found {}", "seharusnya {+}, ternyata {+}"},
    {"normalization: {}, not {}", "normalisasi: {+}, bukan {}"},
    {"{} must be {}, not {}", "{} harus {+}, bukan {}"},

    // Files and folders.
    {"one of something else: if it is data, unpack it first",
     "zip berisi hal lain: apabila isinya data, buka (unzip) terlebih dahulu"},
    {"no file", "tidak ada berkas"},
    {"a file", "berkas"},
    {"a folder", "folder"},
    {"a device", "perangkat"},
    {"a pipe", "pipa (pipe)"},
    {"a socket", "soket"},
    {"something else", "hal lain"},
    {"another kind of file", "berkas jenis lain"},
    {"an empty file", "berkas kosong"},
    {"a readable file", "berkas yang dapat dibaca"},
    {"a readable folder", "folder yang dapat dibaca"},
    {"a file that can be written", "berkas yang dapat ditulis"},
    {"a place that can be written", "tempat yang dapat ditulis"},
    {"one that can't", "yang tidak dapat ditulis"},
    {"a folder that can't", "folder yang tidak dapat ditulis"},
    {"no folder {}", "tidak ada folder {}"},
    {"a folder, or a place to make one", "folder, atau tempat untuk membuatnya"},
    {"neither", "bukan keduanya"},
    {"No such file or directory", "berkas atau folder tidak ada"},
    {"Permission denied", "izin ditolak"},
    {"Not a directory", "bukan folder"},
    {"Is a directory", "berupa folder"},
    {"File exists", "berkas sudah ada"},
    {"File name too long", "nama berkas terlalu panjang"},
    {"No space left on device", "ruang penyimpanan habis"},
    {"Read-only file system", "sistem berkas hanya dapat dibaca"},
    {"Input/output error", "galat masukan/keluaran"},
    {"Too many open files", "terlalu banyak berkas terbuka"},
    {"Invalid argument", "argumen tidak sah"},
    {"at most {} bytes", "paling banyak {} byte"},
    {"only {} bytes", "hanya {} byte"},
    {"a header with more", "header yang menyatakan lebih"},
    {"one that breaks off or is damaged", "berkas yang terpotong atau rusak"},
    {"one that breaks off", "berkas yang terpotong"},
    {"a damaged one", "berkas yang rusak"},
    {"none or a damaged one", "tidak ada atau rusak"},
    {"damage", "kerusakan"},
    {"a damaged header", "header yang rusak"},
    {"a header that breaks off", "header yang terpotong"},
    {"a damaged directory", "daftar isi yang rusak"},
    {"memory for zlib", "memori untuk zlib"},
    {"none of them", "tidak satu pun"},
    {"none", "tidak ada"},
    {"nothing", "tidak ada"},
    {"another one", "yang lain"},
    {"another", "yang lain"},
    {"other bytes", "byte lain"},
    {"fewer", "kurang dari itu"},
    {"more bytes", "byte lebih banyak"},
    {"more", "lebih banyak"},
    {"{} twice", "{} dua kali"},
    {"{} once", "{} satu kali"},

    // Pictures.
    {"a PNG, JPEG, BMP or PGM image", "citra PNG, JPEG, BMP, atau PGM"},
    {"a TIFF: `convert FILE FILE.png` makes a PNG of it",
     "berkas TIFF: `convert FILE FILE.png` mengubahnya menjadi PNG"},
    {"a GIF: `convert FILE FILE.png` makes a PNG of it",
     "berkas GIF: `convert FILE FILE.png` mengubahnya menjadi PNG"},
    {"a PDF: `pdftoppm -png -r 300 FILE FILE` makes a PNG of each of its pages",
     "berkas PDF: `pdftoppm -png -r 300 FILE FILE` mengubah setiap halamannya menjadi PNG"},
    {"a format that this program was built for",
     "format yang didukung hasil kompilasi program ini"},
    {"HEIC, which takes libheif: `heif-convert FILE FILE.png` makes a PNG of it",
     "HEIC, yang memerlukan libheif: `heif-convert FILE FILE.png` mengubahnya menjadi PNG"},
    {"WebP, which takes libwebp: `dwebp FILE -o FILE.png` makes a PNG of it",
     "WebP, yang memerlukan libwebp: `dwebp FILE -o FILE.png` mengubahnya menjadi PNG"},
    {"a HEIC file that can be decoded", "berkas HEIC yang dapat dibaca isinya"},
    {"a picture that is made of itself", "citra yang tersusun dari dirinya sendiri"},
    {"one without pixels", "berkas tanpa piksel"},
    {"a whole WebP file", "berkas WebP yang utuh"},
    {"a sound WebP file", "berkas WebP yang tidak rusak"},
    {"a still WebP picture", "citra WebP yang tidak bergerak"},
    {"an animation", "animasi"},
    {"a whole JPEG file", "berkas JPEG yang utuh"},
    {"a whole PNG file", "berkas PNG yang utuh"},
    {"a sound PNG file", "berkas PNG yang tidak rusak"},
    {"a wrong checksum at byte {}", "checksum yang salah pada byte {}"},
    {"a PNG file with one header, at its start", "berkas PNG dengan satu header, di awalnya"},
    {"another order", "urutan lain"},
    {"a PNG file of known chunks", "berkas PNG dengan bagian yang dikenal"},
    {"another at byte {}", "bagian lain pada byte {}"},
    {"a PNG file with pixels", "berkas PNG yang berisi piksel"},
    {"palette indices of 1, 2, 4 or 8 bits", "indeks palet 1, 2, 4, atau 8 bit"},
    {"a palette of 1 to 256 colours", "palet 1 sampai 256 warna"},
    {"a palette of more than {} colours", "palet lebih dari {} warna"},
    {"a palette before the pixels", "palet sebelum piksel"},
    {"a whole BMP file", "berkas BMP yang utuh"},
    {"a BMP header of 12 or 40 to 124 bytes", "header BMP 12 atau 40 sampai 124 byte"},
    {"a BMP file without compression, of 1, 4, 8, 16, 24 or 32 bits",
     "berkas BMP tanpa kompresi, 1, 4, 8, 16, 24, atau 32 bit"},
    {"compression {}, {} bits", "kompresi {}, {} bit"},
    {"a PGM header", "header PGM"},
    {"a PGM file whose largest value is 1 to 65535",
     "berkas PGM dengan nilai terbesar 1 sampai 65535"},
    {"a PGM file with {} pixels", "berkas PGM dengan {} piksel"},
    {"pixels of 0 to 255, or parts of 1", "piksel 0 sampai 255, atau bagian dari 1"},
    {"pixels of 0 to {}", "piksel 0 sampai {}"},
    {"1 to {} columns and rows, and at most {} pixels",
     "1 sampai {} kolom dan baris, dan paling banyak {} piksel"},
    {"an image that can be decoded", "citra yang dapat dibaca isinya"},
    {"the data of {} pixels", "data {} piksel"},
    {"a handwritten digit", "angka tulisan tangan"},
    {"nothing that looks like one", "tidak ada yang menyerupainya"},
    {"no ink", "tidak ada tinta"},
    {"a sheet of whole tiles of {}", "lembar dengan ubin utuh {}"},
    {"as many tiles of each of {} classes", "ubin sama banyak untuk masing-masing dari {} kelas"},
    {"{} tiles", "{} ubin"},
    {"{} pixels", "{} piksel"},
    {"images of at most 32768 x 32768 pixels", "citra paling banyak 32768 x 32768 piksel"},
    {"images of 1 or 3 channels", "citra 1 atau 3 kanal"},

    // Data sets.
    {"a folder of data or a sheet of tiles", "folder data atau lembar ubin"},
    {"at least two sub-folders, one a class",
     "paling sedikit dua subfolder, satu untuk setiap kelas"},
    {"at least one image", "paling sedikit satu citra"},
    {"only classes that the training set has", "hanya kelas yang ada pada data latih"},
    {"a class name in UTF-8 without control characters",
     "nama kelas dalam UTF-8 tanpa karakter kendali"},
    {"the files of one data set (give one of its files)",
     "berkas dari satu dataset (sebutkan salah satu berkasnya)"},
    {"those of {} and {}", "berkas {} dan {}"},
    {"{}-images-idx3-ubyte and {}-labels-idx1-ubyte, each as it is or with .gz",
     "{}-images-idx3-ubyte dan {}-labels-idx1-ubyte, masing-masing apa adanya atau dengan .gz"},
    {"only the images", "hanya berkas citra"},
    {"only the labels", "hanya berkas label"},
    {"only images", "hanya citra"},
    {"only labels", "hanya label"},
    {"only the test set's files", "hanya berkas data uji"},
    {"IDX files with MNIST's names, train.csv, x_train.npy, one sub-folder a class, or an image "
     "file",
     "berkas IDX dengan nama seperti MNIST, train.csv, x_train.npy, satu subfolder untuk setiap "
     "kelas, atau "
     "berkas citra"},
    {"a folder with none of them", "folder tanpa semua itu"},
    {"a zip file with one sub-folder a class, or with NumPy's arrays",
     "berkas zip dengan satu subfolder untuk setiap kelas, atau dengan array NumPy"},
    {"data in a format that is read", "data dalam format yang dapat dibaca"},
    {"an archive: unpack it and give the folder", "arsip: buka arsipnya lalu sebutkan foldernya"},
    {"{}: `{}` makes FILE.npz of it", "{+}: `{}` mengubahnya menjadi FILE.npz"},
    {"a MATLAB file, here with arrays called X and y",
     "berkas MATLAB, di sini dengan array bernama X dan y"},
    {"an HDF5 file, here with arrays called X and y",
     "berkas HDF5, di sini dengan array bernama X dan y"},
    {"a Parquet file, here with columns called image and label",
     "berkas Parquet, di sini dengan kolom bernama image dan label"},
    {"a TFRecord file, here with features called image and label",
     "berkas TFRecord, di sini dengan fitur bernama image dan label"},
    {"a pickle, which you should trust, here of pairs for training, validation and test",
     "berkas pickle, yang harus tepercaya, di sini berisi pasangan untuk pelatihan, validasi, dan "
     "pengujian"},
    {"a pickle, which you should trust, here of a pair of images and labels",
     "berkas pickle, yang harus tepercaya, di sini berisi pasangan citra dan label"},
    {"a file of PyTorch's, here of a pair of images and labels",
     "berkas PyTorch, di sini berisi pasangan citra dan label"},
    {"{} images, one for each label of {}", "{} citra, satu untuk setiap label dalam {}"},
    {"images, count x height x width, perhaps with 1 or 3 channels",
     "citra, jumlah x tinggi x lebar, boleh dengan 1 atau 3 kanal"},
    {"images of {}", "citra {}"},
    {"{} labels", "{} label"},
    {"labels, whole numbers of 0 to 255", "label, bilangan bulat 0 sampai 255"},
    {"labels of 0 to 255", "label 0 sampai 255"},
    {"labels of 0 to {}", "label 0 sampai {}"},
    {"one label an image (y.argmax(1) makes them of rows of 0 and 1)",
     "satu label untuk setiap citra (y.argmax(1) membuatnya dari baris 0 dan 1)"},
    {"{} for image {}", "{} untuk citra {}"},
    {"{} in image {}", "{} pada citra {}"},
    {"arrays called x_train, y_train and perhaps x_test, y_test",
     "array bernama x_train, y_train, dan boleh x_test, y_test"},
    {"an IDX file of bytes with 1 axis (labels), or of integers with 2 (QMNIST's)",
     "berkas IDX berisi byte dengan 1 sumbu (label), atau bilangan bulat dengan 2 sumbu (QMNIST)"},
    {"an IDX file of bytes with 3 axes (grey images) or 4 (several channels)",
     "berkas IDX berisi byte dengan 3 sumbu (citra keabuan) atau 4 (beberapa kanal)"},
    {"3 axes (grey images) or several channels, in all at most 1073741824 bytes",
     "3 sumbu (citra keabuan) atau beberapa kanal, seluruhnya paling banyak 1073741824 byte"},
    {"type {}", "tipe {}"},
    {"{} axes", "{} sumbu"},
    {"version {}", "versi {}"},
    {"at least one along each axis", "paling sedikit satu pada setiap sumbu"},
    {"the {} bytes that the header tells of", "{} byte yang dinyatakan header"},
    {"a whole .npy file of version 1 to 3", "berkas .npy yang utuh, versi 1 sampai 3"},
    {"a sound header of a .npy file", "header berkas .npy yang tidak rusak"},
    {"an array of numbers", "array bilangan"},
    {"one of records", "array rekaman (record)"},
    {"integers, float32 or float64", "bilangan bulat, float32, atau float64"},
    {"Python's objects", "objek Python"},
    {"an array in C's order (numpy.ascontiguousarray makes one)",
     "array dalam urutan C (numpy.ascontiguousarray membuatnya)"},
    {"one in Fortran's order", "array dalam urutan Fortran"},
    {"{} numbers, as the header tells", "{} bilangan, sesuai dengan header"},
    {"a table of a label and a square number of pixels a row, such as 1 + 28 x 28",
     "tabel dengan label dan piksel sebanyak bilangan kuadrat pada setiap baris, misalnya 1 + 28 x "
     "28"},
    {"a column of labels beside those of the pixels", "kolom label di samping kolom piksel"},
    {"{} columns of pixels alone", "{} kolom piksel saja"},
    {"{} columns, as in the first line", "{} kolom, seperti pada baris pertama"},
    {"{} columns", "{} kolom"},
    {"a label, a whole number of 0 to 255", "label, bilangan bulat 0 sampai 255"},
    {"a pixel, a number of 0 to 255", "piksel, bilangan 0 sampai 255"},
    {"\"{}\" in line {}, column {}", "\"{}\" pada baris {}, kolom {}"},
    {"{} in line {}", "{} pada baris {}"},
    {"a whole and sound {}", "{+} yang utuh dan tidak rusak"},
    {"a plain file, since this program was built without zlib",
     "berkas tanpa kompresi, karena program ini dikompilasi tanpa zlib"},
    {"a gzip file", "berkas gzip"},
    {"gzip file", "berkas gzip"},
    {"deflated member of a zip file", "isi zip terkompresi"},
    {"member of a zip file", "isi berkas zip"},
    {"zip file", "berkas zip"},
    {"a zip file without a password", "berkas zip tanpa kata sandi"},
    {"one with", "yang memakai kata sandi"},
    {"members of a zip file that are stored or deflated",
     "isi berkas zip tanpa kompresi atau dengan deflate"},
    {"method {}", "metode {}"},
    {"another content than its directory tells", "isi yang berbeda dengan daftar isinya"},

    // Cards.
    {"data to make a card for", "data untuk dibuatkan kartu"},
    {"no card yet", "belum ada kartu"},
    {"each field once", "setiap isian satu kali"},
    {"{} without control characters", "{+} tanpa karakter kendali"},
    {"a text as {}", "teks sebagai {}"},
    {"a data card in JSON", "kartu data dalam JSON"},
    {"a data card, which is a JSON object", "kartu data, yaitu objek JSON"},
    {"a data card in UTF-8", "kartu data dalam UTF-8"},
    {"a mistake in line {}", "kesalahan pada baris {}"},

    // Models and checkpoints.
    {"a whole checkpoint", "checkpoint yang utuh"},
    {"a checkpoint of this training", "checkpoint dari pelatihan ini"},
    {"a checkpoint of this model", "checkpoint dari model ini"},
    {"a checkpoint", "checkpoint"},
    {"a wrong checksum: it is damaged", "checksum yang salah: berkas rusak"},
    {"one of other data or settings", "checkpoint dengan data atau pengaturan lain"},
    {"one of another kind of model, or of a build for another instruction set",
     "checkpoint jenis model lain, atau dari kompilasi untuk set instruksi lain"},
    {"one with something behind it", "checkpoint dengan sisa di belakangnya"},
    {"one that normalizes {} channels", "checkpoint dengan normalisasi {} kanal"},
    {"a number or a list of 1 to 16 as metadata {}",
     "bilangan atau daftar 1 sampai 16 bilangan sebagai metadata {}"},
    {"a list of texts as metadata {}", "daftar teks sebagai metadata {}"},
    {"a number as metadata {}", "bilangan sebagai metadata {}"},
    {"no text of a later version as metadata {}",
     "bukan teks versi yang lebih baru sebagai metadata {}"},
    {"a string as metadata {}", "teks sebagai metadata {}"},
    {"metadata \"angka.mean\" and \"angka.standard_deviation\"",
     "metadata \"angka.mean\" dan \"angka.standard_deviation\""},
    {"one of both", "salah satunya saja"},
    {"values in the range of float in tensor {}", "nilai dalam jangkauan float pada tensor {}"},
    {"a larger one", "nilai yang lebih besar"},
    {"finite values in tensor {}", "nilai berhingga pada tensor {}"},
    {"NaN or infinity", "NaN atau tak hingga"},
    {"an object as header", "objek sebagai header"},
    {"an object as value of {}", "objek sebagai nilai {}"},
    {"an object", "objek"},
    {"the key {}", "kunci {}"},
    {"each key once in the header", "setiap kunci satu kali dalam header"},
    {"fewer keys", "kunci kurang dari itu"},
    {"a list", "daftar"},
    {"{} of them", "{} buah"},
    {"a string", "teks"},
    {"the number {}", "bilangan {}"},
    {"a negative number", "bilangan negatif"},
    {"a boolean", "nilai boolean"},
    {"binary data", "data biner"},
    {"a header in JSON and UTF-8", "header dalam JSON dan UTF-8"},
    {"a mistake at its byte {}", "kesalahan pada byte {}"},
    {"dtype (a string), shape (at most 64 sizes) and data_offsets (2 integers) of tensor {}",
     "dtype (teks), shape (paling banyak 64 ukuran), dan data_offsets (2 bilangan bulat) untuk "
     "tensor {}"},
    {"type F32, F64, F16, BF16 or I64 for tensor {}",
     "tipe F32, F64, F16, BF16, atau I64 untuk tensor {}"},
    {"a shape that fits memory for tensor {}", "bentuk yang muat dalam memori untuk tensor {}"},
    {"a safetensors file of at least 8 bytes", "berkas safetensors sebesar 8 byte atau lebih"},
    {"a safetensors header of at most {} bytes", "header safetensors paling banyak {} byte"},
    {"a length of {}", "panjang {}"},
    {"a safetensors header that begins with { and holds no byte of 0",
     "header safetensors yang diawali { dan tanpa byte 0"},
    {"no header", "tidak ada header"},
    {"another header", "header lain"},
    {"{} bytes of data for {}", "{} byte data untuk {}"},
    {"{} bytes of data", "{} byte data"},
    {"data_offsets {} for {}", "data_offsets {} untuk {}"},
    {"a tensor for the name {}", "tensor untuk nama {}"},
    {"one tensor for the network's {}", "satu tensor untuk {} pada jaringan"},
    {"{} and {}", "{} dan {}"},
    {"no tensor of this name", "tidak ada tensor bernama demikian"},
    {"no tensor but the network's", "tidak ada tensor selain milik jaringan"},
    {"tensor {} of shape {}", "tensor {} berbentuk {}"},
    {"shape {}", "bentuk {}"},
    {"settings of this network", "pengaturan jaringan ini"},
    {"{} names of classes", "{} nama kelas"},
    {"a model that save_model wrote", "model yang ditulis save_model"},
    {"a file of weights without {}", "berkas bobot tanpa {}"},
    {"a model of the same layers, with {}", "model dengan lapisan yang sama, dengan {}"},
    {"{} bytes", "{} byte"},

    // Settings.
    {"mean must be finite", "rata-rata harus berhingga"},
    {"standard_deviation must be above 0", "simpangan baku harus lebih dari 0"},
    {"normalization: numbers for {} channels, the images have {}",
     "normalisasi: bilangan untuk {} kanal, sedangkan citranya {} kanal"},
    {"normalization: the images have numbers that aren't finite",
     "normalisasi: citra memuat bilangan yang tidak berhingga"},
    {"the fraction held out must lie between 0 and 1, not be {}",
     "bagian yang disisihkan harus di antara 0 dan 1, bukan {}"},
    {"the number of folds must be 2 to {}", "jumlah lipatan (fold) harus 2 sampai {}"},
    {"a split by class needs labelled images", "pembagian menurut kelas memerlukan citra berlabel"},
    {"a split needs images", "pembagian data memerlukan citra"},
    {"a probability after @", "probabilitas setelah @"},
    {"{}=NUMBER or {}=NUMBER@PROBABILITY", "{}=BILANGAN atau {}=BILANGAN@PROBABILITAS"},
    {"{}=LOW:HIGH or {}=LOW:HIGH@PROBABILITY",
     "{}=RENDAH:TINGGI atau {}=RENDAH:TINGGI@PROBABILITAS"},
    {"{}=NUMBER", "{}=BILANGAN"},
    {"{}=... before it", "{}=... sebelumnya"},
    {"one of none, light, strong, {}", "salah satu dari none, light, strong, {}"},
    {"above 0 for nesterov", "lebih dari 0 untuk nesterov"},
    {"above 0", "lebih dari 0"},
    {"{} or above", "{} atau lebih"},
    {"in [{}, {}]", "dalam [{}, {}]"},
    {"in [{}, {})", "dalam [{}, {})"},
    {"within [{}, {}]", "dalam [{}, {}]"},
};

/// What stands for each {} of `pattern` in `message`, if it fits.
bool fits(std::string_view message, std::string_view pattern,
          std::vector<std::string_view>& values) {
  values.clear();
  std::size_t hole = pattern.find("{}");
  if (!message.starts_with(pattern.substr(0, hole))) return false;
  message.remove_prefix(std::min(hole, pattern.size()));
  while (hole != pattern.npos) {
    pattern.remove_prefix(hole + 2);
    hole = pattern.find("{}");
    const std::string_view next = pattern.substr(0, hole);
    const std::size_t at =
        hole == pattern.npos
            ? (message.ends_with(next) ? message.size() - next.size() : message.npos)
            : message.find(next);
    if (at == message.npos) return false;
    values.push_back(message.substr(0, at));
    message.remove_prefix(at + next.size());
  }
  return message.empty();
}

}  // namespace

std::string in_indonesian(std::string_view message) {
  for (const LibraryText& text : texts)  // what has no values fits surest
    if (message == text.english) return std::string(text.translated);
  std::vector<std::string_view> values;
  for (const LibraryText& text : texts) {
    if (!fits(message, text.english, values)) continue;
    std::string translated;
    std::string_view rest = text.translated;
    for (const std::string_view value : values) {
      const std::size_t hole = std::min(rest.find("{}"), rest.find("{+}"));
      translated += rest.substr(0, hole);
      const bool words = rest[hole + 1] == '+';
      translated += words ? in_indonesian(value) : std::string(value);
      rest.remove_prefix(hole + (words ? 3 : 2));
    }
    return translated += rest;
  }
  return std::string(message);
}
