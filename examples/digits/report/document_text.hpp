#pragma once

/// What a report says of itself, its parts and the heads of its tables; once a language, with marks
/// (see marks.hpp). {} stands for a value.
struct DocumentTexts {
  const char* title;
  const char* table;
  const char* figure;
  const char* chapter;
  const char* and_one;
  const char* and_others;
  const char* contents;
  const char* figures;
  const char* tables;
  const char* references;
  const char* references_chapter;
  const char* method;
  const char* results;
  const char* stage;
  const char* page;
  const char* written;
  const char* no_pandoc;
  const char* pandoc_failed;
  const char* summary;
  const char* see_summary;
  const char* summary_data;
  const char* summary_shape;
  const char* interviewed;
  const char* summary_net;
  const char* summary_accuracy;
  const char* summary_augmentation;
  const char* question;
  const char* answer;
  const char* value;
  const char* step;
  const char* setting;
  const char* images;
  const char* accuracy;
  const char* learning_rate;
  const char* true_digit;
  const char* read_digit;
  const char* seed;
  const char* updates;
  const char* item;
};

inline constexpr DocumentTexts english_document{
    .title = "Handwritten digits read by a convolutional network",
    .table = "Table",
    .figure = "Figure",
    .chapter = "Chapter {}",
    .and_one = "and",
    .and_others = "et al.",
    .contents = "Contents",
    .figures = "List of figures",
    .tables = "List of tables",
    .references = "References",
    .references_chapter = "References",
    .method = "Method",
    .results = "Results",
    .stage = "{} of {}: {}",
    .page = "The page",
    .written = "The report: {}",
    .no_pandoc =
        "--docx needs the program pandoc, which isn't found; on Debian and Ubuntu: sudo apt-get "
        "install pandoc",
    .pandoc_failed = "pandoc made no Word document: {}",
    .summary = "The answers in short",
    .see_summary = "[table summary] answers what is asked most.",
    .summary_data = "{}: {}. Of each digit, in all parts: {}.",
    .summary_shape = "Every image of every digit has {} x {} = {} pixels in {} channel.",
    .interviewed = "Who was interviewed",
    .summary_net = "{}, {} parameters, trained on {} images for {} {epoch|epochs}",
    .summary_accuracy = "{} of {} test images are read rightly: {} (95% interval {} to {})",
    .summary_augmentation =
        "Without augmentation {}, with it {} ({} {seed|seeds}, same images, same split, same "
        "number "
        "of updates).",
    .question = "Question",
    .answer = "Answer",
    .value = "Value",
    .step = "Step",
    .setting = "Setting",
    .images = "images",
    .accuracy = "accuracy",
    .learning_rate = "learning rate",
    .true_digit = "true digit",
    .read_digit = "read as",
    .seed = "seed",
    .updates = "weight updates",
    .item = "Item",
};

inline constexpr DocumentTexts indonesian_document{
    .title = "Pengenalan angka tulisan tangan dengan CNN",
    .table = "Tabel",
    .figure = "Gambar",
    .chapter = "BAB {}",
    .and_one = "dan",
    .and_others = "dkk.",
    .contents = "DAFTAR ISI",
    .figures = "DAFTAR GAMBAR",
    .tables = "DAFTAR TABEL",
    .references = "Daftar Pustaka",
    .references_chapter = "DAFTAR PUSTAKA",
    .method = "METODE PENELITIAN",
    .results = "HASIL DAN PEMBAHASAN",
    .stage = "{} dari {}: {}",
    .page = "Halaman laporan",
    .written = "Laporan: {}",
    .no_pandoc =
        "--docx memerlukan program pandoc, yang tidak ditemukan; pada Debian dan Ubuntu: sudo "
        "apt-get install pandoc",
    .pandoc_failed = "pandoc tidak menghasilkan dokumen Word: {}",
    .summary = "Ringkasan Jawaban",
    .see_summary = "[table summary] merangkum jawaban atas pertanyaan yang paling sering diajukan.",
    .summary_data = "{}: {}. Jumlah setiap angka di semua bagian: {}.",
    .summary_shape = "Setiap citra dari setiap angka berukuran {} x {} = {} piksel dalam {} kanal.",
    .interviewed = "Narasumber",
    .summary_net = "{}, {} parameter, dilatih dengan {} citra selama {} epoch",
    .summary_accuracy = "{} dari {} citra uji benar: {} (IK 95%: {} s.d. {})",
    .summary_augmentation =
        "Tanpa augmentasi {}, dengan augmentasi {} ({} benih acak; citra, pembagian, dan jumlah "
        "pembaruan bobot sama).",
    .question = "Pertanyaan",
    .answer = "Jawaban",
    .value = "Nilai",
    .step = "Langkah",
    .setting = "Nilai",
    .images = "citra",
    .accuracy = "akurasi",
    .learning_rate = "laju pembelajaran",
    .true_digit = "angka sebenarnya",
    .read_digit = "prediksi",
    .seed = "benih acak (seed)",
    .updates = "pembaruan bobot",
    .item = "Hal",
};
