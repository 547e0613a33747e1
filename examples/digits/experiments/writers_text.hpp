#pragma once

#include "console/text.hpp"

/// What is said of those who wrote the images, once a language. {} stands for a value.
struct WriterTexts {
  const char* known;
  const char* by_writer;
  const char* by_image;
  const char* too_few;
  const char* no_consent;
  const char* both_sides;
  const char* class_missing;
  const char* writers_needed;
  const char* fold_writers;
  const char* same_writers;
  const char* other_writers;

  // The table of --writers.
  const char* a_header;
  const char* a_writer;
  const char* as_before;
  const char* a_row;
  const char* class_folders;

  // Tables.
  const char* counts;
  const char* counts_caption;
  const char* writer;
  const char* part;
  const char* images;
  const char* others;
  const char* not_listed;
  const char* not_broken_down;
  const char* accuracy;
  const char* accuracy_caption;
  const char* right_of;
  const char* accuracy_column;
  const char* mean;
  const char* no_mean;
  const char* respondents;
  const char* respondents_caption;
  const char* age_group;
  const char* hand;
  const char* school_or_work;
  const char* consent;
  const char* rare;
  const char* rare_note;
  const char* without_images;
  const char* intro;
  const char* apart;
  const char* in_card;
  const char* see_counts;
  const char* see_respondents;
  const char* see_accuracy;
  const char* names_written;
};

inline constexpr WriterTexts english_writers{
    .known = "written by {} {person|people}: {} to {}",
    .by_writer =
        "split by writer: nobody's images are in two parts (--split image: image by image)",
    .by_image = "split image by image: a writer's images may be in several parts",
    .too_few = "split image by image: a split by writer takes {} writers",
    .no_consent = "left out: {} {image|images} of writers without consent ({})",
    .both_sides =
        "warning: {} of the writers of the test images wrote training images, too; the "
        "accuracy holds for people whom the model knows",
    .class_missing = "split by writer, no image of {} is left to train on: take --split image",
    .writers_needed =
        "--split writer takes images of {} writers at least, whose writers are known; "
        "of these {} are",
    .fold_writers =
        "--folds {} by writer takes images of so many writers; those to train on are of {}: take "
        "fewer folds, or --split image",
    .same_writers =
        "the writers that the model was trained with (--writers, --writer-pattern): the "
        "test images were chosen by them",
    .other_writers = "others, or none",

    .a_header =
        "columns named writer and perhaps file, label, age_group, hand, school_or_work, "
        "consent",
    .a_writer = "a writer",
    .as_before = "{} as in an earlier line of the writer: {}",
    .a_row = "a row with a writer in {}",
    .class_folders = "class folders, whose files {} can name",

    .counts = "Images by writer and digit:",
    .counts_caption = "Number of images by writer and digit",
    .writer = "writer",
    .part = "part",
    .images = "images",
    .others = "others ({})",
    .not_listed = "Writers of fewer than {} images are counted together; at most {} are listed.",
    .not_broken_down = "Images of fewer than {} writers aren't broken down by writer.",
    .accuracy = "Accuracy of each writer:",
    .accuracy_caption = "Accuracy of each writer on the test images",
    .right_of = "right",
    .accuracy_column = "accuracy",
    .mean = "Mean of the writers: {} (95% interval {} to {}, over {} writers)",
    .no_mean = "Mean of the writers: {}, the same for all {} writers",
    .respondents = "Respondents:",
    .respondents_caption = "Respondents who wrote the images",
    .age_group = "age group",
    .hand = "hand",
    .school_or_work = "school or work",
    .consent = "consent",
    .rare = "*",
    .rare_note = "*: an answer that fewer than {} respondents gave.",
    .without_images = "{} more {respondent has|respondents have} no image.",
    .intro = "The images were written by {} people, who are called {} to {} here. {}",
    .apart =
        "Nobody's images are in two parts: the test tells how well people are read whom the model "
        "doesn't know.",
    .in_card =
        "{} {respondent|respondents}; inspect shows those who wrote images, without their names",
    .see_counts = "[table writers] tells how many images of each digit each of them wrote.",
    .see_respondents = "[table respondents] tells what is known of them.",
    .see_accuracy = "[table writer-accuracy] tells how well each writer's test images are read.",
    .names_written =
        "{}: whose names W01, W02, ... stand for; readable by you alone, not to be passed on",
};

inline constexpr WriterTexts indonesian_writers{
    .known = "ditulis oleh {} orang: {} s.d. {}",
    .by_writer =
        "pembagian menurut penulis: citra seorang penulis hanya ada di satu bagian (`--split "
        "image`: citra demi citra)",
    .by_image = "pembagian citra demi citra: citra seorang penulis dapat berada di beberapa bagian",
    .too_few = "pembagian citra demi citra: pembagian menurut penulis memerlukan {} penulis",
    .no_consent = "tidak dipakai: {} citra dari penulis tanpa persetujuan ({})",
    .both_sides =
        "peringatan: {} penulis data uji juga menulis data latih; akurasi berlaku bagi orang "
        "yang sudah dikenal model",
    .class_missing =
        "dengan pembagian menurut penulis tidak ada citra {} untuk dilatih: gunakan "
        "`--split image`",
    .writers_needed =
        "`--split writer` memerlukan citra dari paling sedikit {} penulis yang diketahui; "
        "di sini {}",
    .fold_writers =
        "--folds {} menurut penulis memerlukan citra dari sekian penulis; data latih berasal dari {} "
        "penulis: kurangi lipatan (fold), atau pakai --split image",
    .same_writers =
        "penulis seperti saat model dilatih (--writers, --writer-pattern): data uji dipilih "
        "menurut penulis",
    .other_writers = "penulis lain, atau tidak diketahui",

    .a_header =
        "kolom bernama `writer` dan bila ada `file`, `label`, `age_group`, `hand`, "
        "`school_or_work`, `consent`",
    .a_writer = "seorang penulis",
    .as_before = "{} seperti pada baris penulis itu sebelumnya: {}",
    .a_row = "baris dengan penulisnya di {}",
    .class_folders = "folder kelas, yang berkasnya dapat disebut oleh {}",

    .counts = "Jumlah citra menurut penulis dan angka:",
    .counts_caption = "Jumlah citra menurut penulis dan angka",
    .writer = "penulis",
    .part = "bagian",
    .images = "citra",
    .others = "lainnya ({})",
    .not_listed =
        "Penulis dengan kurang dari {} citra dihitung bersama; paling banyak {} ditampilkan.",
    .not_broken_down = "Citra dari kurang dari {} penulis tidak dirinci menurut penulis.",
    .accuracy = "Akurasi setiap penulis:",
    .accuracy_caption = "Akurasi setiap penulis pada data uji",
    .right_of = "benar",
    .accuracy_column = "akurasi",
    .mean = "Rata-rata penulis: {} (IK 95%: {} s.d. {}, dari {} penulis)",
    .no_mean = "Rata-rata penulis: {}, sama untuk semua {} penulis",
    .respondents = "Responden:",
    .respondents_caption = "Responden yang menulis citra",
    .age_group = "kelompok usia",
    .hand = "tangan",
    .school_or_work = "sekolah atau pekerjaan",
    .consent = "persetujuan",
    .rare = "*",
    .rare_note = "*: jawaban dari kurang dari {} responden.",
    .without_images = "{} responden lain tidak memiliki citra.",
    .intro = "Citra ditulis oleh {} orang, yang di sini disebut {} s.d. {}. {}",
    .apart =
        "Citra seorang penulis hanya ada di satu bagian: pengujian menunjukkan seberapa baik "
        "tulisan orang yang belum dikenal model diklasifikasikan.",
    .in_card = "{} responden; inspect menampilkan yang menulis citra, tanpa nama",
    .see_counts = "Jumlah citra setiap angka dari setiap penulis dimuat dalam [table writers].",
    .see_respondents = "Keterangan tentang para penulis dimuat dalam [table respondents].",
    .see_accuracy = "Akurasi pada data uji setiap penulis dimuat dalam [table writer-accuracy].",
    .names_written =
        "{}: nama di balik W01, W02, ...; hanya dapat dibaca oleh Anda, jangan disebarkan",
};

inline const WriterTexts& writer_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_writers : english_writers;
}
