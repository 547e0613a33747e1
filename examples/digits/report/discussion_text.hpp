#pragma once

/// What a report makes of its figures: discussion, limits, conclusion; once a language, with marks
/// (see marks.hpp). {} stands for a value.
struct DiscussionTexts {
  const char* heading;
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
  const char* unsure_by;
  const char* unsure_and;
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

inline constexpr DiscussionTexts english_discussion{
    .heading = "Discussion",
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
        "Validation is ahead by more than chance, as it may be where training changes images, "
        "drops values, or is measured while the weights still improve; there is no sign of "
        "overfitting.",
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
    .too_unsure = "The network is less sure than it is right.",
    .unsure_by = "That is usual with {}.",
    .unsure_and = " and ",
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
        "{} {pair of equal or nearly equal images stands|pairs of equal or nearly equal images "
        "stand} on both sides of the split, which makes the test look better than it is.",
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

inline constexpr DiscussionTexts indonesian_discussion{
    .heading = "Pembahasan",
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
        "Akurasi validasi lebih tinggi melebihi batas kebetulan, yang lazim bila pelatihan "
        "mengubah citra, menggunakan dropout, atau diukur selagi bobot masih diperbarui; tidak ada "
        "tanda overfitting.",
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
    .too_unsure = "Keyakinan jaringan lebih rendah daripada ketepatannya.",
    .unsure_by = "Hal ini lazim pada {}.",
    .unsure_and = " dan ",
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
