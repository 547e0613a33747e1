#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <angka/data/card.hpp>
#include <angka/data/writers.hpp>

#include "console/options.hpp"

/// What is told of those who wrote the images at a place: in the card beside them, by --writers and
/// by --writer-pattern.
class WriterTable {
 public:
  /// Raises Error for a table or a card that can't be used.
  WriterTable(const Options& options, const std::filesystem::path& place);

  /// Tells the writers of files, as --writers or --writer-pattern know them; empty: neither does.
  angka::FindWriter find_writer() const;
  /// Names of those who refuse, in order.
  std::vector<std::string> refusing() const;
  const std::vector<angka::Respondent>& respondents() const { return respondents_; }
  bool names_files() const { return !by_file_.empty(); }

 private:
  void read(const Options& options);
  void merge(const angka::Respondent& respondent, const std::function<void(const char*)>& refuse);

  const Texts& t_;
  std::filesystem::path place_{}, file_{};
  std::string pattern_{};
  std::map<std::string, std::string> by_file_{};
  std::map<std::string, std::string> by_name_{};  ///< of files; "": of several
  std::vector<angka::Respondent> respondents_{};
};
