#pragma once

#include "text.hpp"

/// What training by teachers says, once a language. {} stands for a value.
struct TeachingTexts {
  // Help, and what is wrong with the command line.
  const char* teacher;
  const char* temperature;
  const char* weight;
  const char* mixed_labels;

  // What a teacher must be, and what was found instead.
  const char* same_classes;
  const char* other_classes;
  const char* without_test;
  const char* without_validation;
  const char* saw;

  const char* taught_by;
  const char* no_split;
  const char* as_they_are;
};

inline constexpr TeachingTexts english_teaching{
    .teacher =
        "Also train on what this saved network says of the training images; of several, each\n"
        "behind a --teacher of its own, on the mean of their probabilities",
    .temperature =
        "How much the teachers' probabilities, and those compared with them, are evened out",
    .weight = "Weight of the teachers' probabilities; the rest is the labels'",
    .mixed_labels =
        "--mixup and --cutmix beside --teacher need --teacher-weight 1: labels aren't mixed",
    .same_classes = "a teacher of the same classes as the data",
    .other_classes = "other classes",
    .without_test = "a teacher that has seen no test image",
    .without_validation =
        "a teacher that was trained on no validation image (train both with the same --seed, "
        "--test-split, --validation, --split and --train-limit)",
    .saw = "one that has seen {} of {}",
    .taught_by =
        "teacher {}: {}, trained on {}; it has seen no test image and learnt from no validation "
        "image",
    .no_split =
        "teacher {}: {}, trained on {}; none of these images are this data's, as far as its file "
        "tells",
    .as_they_are =
        "The teachers' probabilities (temperature {}, weight {}) are those of the training images "
        "as "
        "they are, not as they are augmented; {} s",
};

inline constexpr TeachingTexts indonesian_teaching{
    .teacher =
        "Latih juga dengan probabilitas yang diberikan jaringan tersimpan ini untuk data latih; "
        "bila\n"
        "beberapa, masing-masing dengan --teacher sendiri, dengan rata-rata probabilitasnya",
    .temperature =
        "Seberapa jauh probabilitas guru, dan probabilitas yang dibandingkan dengannya, diratakan",
    .weight = "Bobot probabilitas guru; sisanya untuk label",
    .mixed_labels =
        "--mixup dan --cutmix bersama --teacher memerlukan --teacher-weight 1: label tidak "
        "dicampur",
    .same_classes = "guru dengan kelas yang sama dengan data",
    .other_classes = "kelas lain",
    .without_test = "guru yang belum melihat satu pun citra uji",
    .without_validation =
        "guru yang tidak dilatih dengan citra validasi (latih keduanya dengan --seed, "
        "--test-split, "
        "--validation, --split, dan --train-limit yang sama)",
    .saw = "yang sudah melihat {} dari {}",
    .taught_by =
        "guru {}: {}, dilatih dengan {}; belum melihat citra uji dan tidak belajar dari citra "
        "validasi",
    .no_split =
        "guru {}: {}, dilatih dengan {}; menurut berkasnya, tidak satu pun citra itu ada dalam "
        "data ini",
    .as_they_are =
        "Probabilitas guru (temperatur {}, bobot {}) berlaku untuk data latih apa adanya, bukan "
        "hasil "
        "augmentasinya; {} dtk",
};

inline const TeachingTexts& teaching_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_teaching : english_teaching;
}
