#pragma once

#include <string_view>

#include "console/text.hpp"

/// What a finding is called in a picture of many.
struct FindingWord {
  const char* finding = "";  ///< for machines
  const char* word = "";
};

/// What cleaning says, once a language. {} stands for a value.
struct CleaningTexts {
  // Titles of findings, beside those of `inspect`.
  const char* unreadable;
  const char* no_digit;
  const char* turned;

  // The list of findings.
  const char* list;
  const char* image;
  const char* test_image;
  const char* and_more;
  const char* see_all;
  const char* left_out_why;
  const char* blank_why;
  const char* no_digit_why;
  const char* turned_why;
  const char* unusual_why;
  const char* border_why;
  const char* exact_why;
  const char* near_why;
  const char* label_why;
  const char* of_another_label;
  const char* across_sets;
  FindingWord words[8];
  const char* in_test;

  // Labels.
  const char* checking;
  const char* fold_done;
  const char* checked;
  const char* too_many_folds;

  // Moves.
  const char* bad_line;
  const char* nothing;
  const char* a_header;
  const char* an_action;
  const char* closed_quotes;
  const char* an_open_one;
  const char* so_many_fields;
  const char* a_file_of_the_data;
  const char* an_image_of;
  const char* labelled;
  const char* a_class;
  const char* no_new_label;
  const char* as_in_line;
  const char* empty_class;
  const char* not_empty;
  const char* within_data;
  const char* moved;
  const char* by_moves;
  // the cards of data sets that are made
  const char* cleaned;
  const char* augmented;
  const char* by_augmenting;
  const char* held_out_before;
  const char* keep_together;
};

inline constexpr CleaningTexts english_cleaning{
    .unreadable = "files that can't be used",
    .no_digit = "images without a digit that is recognised",
    .turned = "images that lie turned",

    .list = "Image by image",
    .image = "image {} ({})",
    .test_image = "test image {} ({})",
    .and_more = "and {} more, see {}",
    .see_all = "and {} more: --csv FILE writes all of them",
    .left_out_why = "left out: {}",
    .blank_why = "blank: all pixels are nearly the same",
    .no_digit_why = "no digit is recognised ({})",
    .turned_why = "lies turned: by {} degrees to the left it is read as {} ({})",
    .unusual_why = "ink {}, the mean of digit {} is {}",
    .border_why = "ink at the border, perhaps cut off",
    .exact_why = "copy of {}",
    .near_why = "nearly a copy of {} (correlation {})",
    .label_why = "labelled {} ({}), read as {} ({})",
    .of_another_label = ", which is labelled {}",
    .across_sets = "; one of the two is a test image",
    .words = {{"blank", "blank"},
              {"no_digit", "no digit"},
              {"turned", "turned"},
              {"copy", "copy"},
              {"near_copy", "near-copy"},
              {"unusual_ink", "ink"},
              {"ink_at_border", "border"},
              {"label", "label"}},
    .in_test = "test {}",

    .checking =
        "checking the labels: {} trained {} times, each time without the images that it "
        "then reads",
    .fold_done = "{} of {}: {} of {} read as they are labelled",
    .checked = "Labels that the network contradicts, most of all first: {}; about {} are wrong",
    .too_many_folds = "--folds must be at most {}, the number of images, not {}",

    .bad_line = "{}, line {}: expected {}, found {}",
    .nothing = "nothing",
    .a_header = "columns named action and file or image, as inspect --csv writes them",
    .an_action = "an action (keep, remove, label) in one line at least",
    .closed_quotes = "an even number of quotes",
    .an_open_one = "an open one",
    .so_many_fields = "at most {} fields, as in the first line",
    .a_file_of_the_data = "a file of the data",
    .an_image_of = "the number of one of {} images, counted from 0",
    .labelled = "the label {} that the data has for it",
    .a_class = "one of the labels {}",
    .no_new_label = "no new_label without the action label",
    .as_in_line = "the same for this image as line {} has it",
    .empty_class = "{}: leaves no training image of {}",
    .not_empty = "{} isn't empty: --apply writes into a new folder",
    .within_data = "--out must not lie within the data, which stays as it is",
    .moved = "{} {image|images} kept, {} removed, {} labelled anew: the new data set is in {}",
    .by_moves = "by hand, images removed: {}, labelled anew: {} (digits inspect --apply)",
    .cleaned = "Cleaned",
    .augmented = "Augmented",
    .by_augmenting = "versions added to each training image by {}",
    .held_out_before = "; {}% of the images held out before, as the test set",
    .keep_together =
        "Versions of one image resemble each other: hold none of them out for validation.",
};

inline constexpr CleaningTexts indonesian_cleaning{
    .unreadable = "berkas yang tidak dapat dipakai",
    .no_digit = "citra tanpa angka yang dikenali",
    .turned = "citra yang terputar",

    .list = "Rincian per citra",
    .image = "citra {} ({})",
    .test_image = "citra uji {} ({})",
    .and_more = "dan {} lagi, lihat {}",
    .see_all = "dan {} lagi: --csv BERKAS menuliskan semuanya",
    .left_out_why = "dilewati: {}",
    .blank_why = "kosong: semua piksel hampir sama",
    .no_digit_why = "tidak ada angka yang dikenali ({})",
    .turned_why = "terputar: diputar {} derajat ke kiri terbaca sebagai {} ({})",
    .unusual_why = "tinta {}, rata-rata angka {} adalah {}",
    .border_why = "tinta di tepi, mungkin terpotong",
    .exact_why = "salinan dari {}",
    .near_why = "hampir salinan dari {} (korelasi {})",
    .label_why = "berlabel {} ({}), terbaca sebagai {} ({})",
    .of_another_label = ", yang berlabel {}",
    .across_sets = "; salah satunya citra uji",
    .words = {{"blank", "kosong"},
              {"no_digit", "bukan angka"},
              {"turned", "terputar"},
              {"copy", "salinan"},
              {"near_copy", "hampir salinan"},
              {"unusual_ink", "tinta"},
              {"ink_at_border", "tepi"},
              {"label", "label"}},
    .in_test = "uji {}",

    .checking =
        "memeriksa label: {} dilatih {} kali, setiap kali tanpa citra yang kemudian "
        "dibacanya",
    .fold_done = "{} dari {}: {} dari {} terbaca sesuai labelnya",
    .checked = "Label yang disangkal jaringan, dari yang paling kuat: {}; kira-kira {} keliru",
    .too_many_folds = "--folds paling besar {}, yaitu jumlah citra, bukan {}",

    .bad_line = "{}, baris {}: seharusnya {}, bukan {}",
    .nothing = "kosong",
    .a_header = "kolom bernama action dan file atau image, seperti yang ditulis inspect --csv",
    .an_action = "tindakan (keep, remove, label) setidaknya di satu baris",
    .closed_quotes = "tanda kutip yang ditutup",
    .an_open_one = "yang terbuka",
    .so_many_fields = "paling banyak {} kolom, seperti di baris pertama",
    .a_file_of_the_data = "berkas dari data ini",
    .an_image_of = "nomor salah satu dari {} citra, dihitung dari 0",
    .labelled = "label {} seperti pada data",
    .a_class = "salah satu label {}",
    .no_new_label = "new_label kosong bila action bukan label",
    .as_in_line = "tindakan yang sama untuk citra ini seperti di baris {}",
    .empty_class = "{}: tidak menyisakan data latih untuk {}",
    .not_empty = "{} tidak kosong: --apply menulis ke folder baru",
    .within_data = "--out tidak boleh berada di dalam data, yang dibiarkan seperti aslinya",
    .moved = "{} citra dipertahankan, {} dihapus, {} diberi label baru: dataset baru ada di {}",
    .by_moves = "secara manual, citra dihapus: {}, diberi label baru: {} (digits inspect --apply)",
    .cleaned = "Dibersihkan",
    .augmented = "Diaugmentasi",
    .by_augmenting = "setiap citra latih diberi versi baru oleh {}",
    .held_out_before = "; sebelumnya {}% citra disisihkan sebagai data uji",
    .keep_together =
        "Versi-versi dari satu citra saling mirip: jangan pakai sebagian di antaranya untuk "
        "validasi.",
};

inline const CleaningTexts& cleaning_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_cleaning : english_cleaning;
}

/// A finding in a word.
inline const char* word_of(std::string_view finding, const CleaningTexts& texts) {
  for (const auto& [name, word] : texts.words)
    if (finding == name) return word;
  return "";
}
