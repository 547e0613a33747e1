#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <angka/metrics/mean.hpp>

#include "console/output.hpp"
#include "console/table.hpp"
#include "data.hpp"

/// Groups of fewer, of images or of people, aren't broken down: too little is told by them, and too
/// much of those who are in them.
inline constexpr std::size_t fewest_in_group = 5;

/// A table of writers as a person reads it, with what is to be said of it.
struct WriterRows {
  std::vector<std::string> header{};
  Rows rows{};
  std::vector<std::string> notes{};
};

/// What one person wrote.
struct WriterCount {
  std::size_t number = 0;
  std::vector<std::size_t> per_class{};
  std::size_t images = 0;
  bool train = false, validation = false, test = false;
};

/// Those who wrote the images of a data set and its test set, by their numbers.
std::vector<WriterCount> count_by_writer(const Digits& digits, const Parts& parts);
WriterRows rows_of(const std::vector<WriterCount>& writers, const Digits& digits,
                   const Texts& texts);
Json to_json(const std::vector<WriterCount>& writers, const Digits& digits);

/// Those who are known by the card or a table; answers that few gave are left out.
WriterRows respondent_rows(const Digits& digits, const Texts& texts);
Json respondents_json(const Digits& digits);

/// How well the images of each person are read.
struct WriterScore {
  std::size_t number = 0;
  std::int64_t right = 0, total = 0;

  double accuracy() const { return static_cast<double>(right) / static_cast<double>(total); }
};

/// `right`: which images of the view are.
std::vector<WriterScore> score_by_writer(const angka::DataView& data,
                                         const std::vector<bool>& right);
/// The mean of the writers' accuracies, and where it lies for people like them, within 0 and 1.
angka::Mean mean_accuracy(const std::vector<WriterScore>& writers);
WriterRows rows_of(const std::vector<WriterScore>& writers, const Digits& digits,
                   const Texts& texts);
Json to_json(const std::vector<WriterScore>& writers, const Digits& digits);

void print(const char* title, const WriterRows& rows);

inline constexpr const char* writer_names_file = "writers.csv";
/// Writes which name is whose, for the owner of the file alone. Raises FileError.
void write_writer_names(const std::filesystem::path& file, const Digits& digits);
