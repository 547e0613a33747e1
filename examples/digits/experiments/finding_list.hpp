#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <angka/metrics/label_issues.hpp>

#include "console/output.hpp"
#include "data.hpp"
#include "findings.hpp"

/// What was found of one image, or of one file that no image could be made of.
struct FoundImage {
  const char* finding = "";              ///< for machines
  std::optional<std::uint32_t> image{};  ///< its number in Findings
  std::string file{};                    ///< within the data, if the image is a file
  std::string reason{};                  ///< for a person
  std::string likely{};                  ///< of a label that is contradicted: the other one
};

/// All findings, image by image: what can't be used first.
std::vector<FoundImage> list_of(const Findings& findings, const Digits& digits, const Texts& texts);
/// Likewise of labels that are likely wrong, most likely first.
std::vector<FoundImage> list_of(const angka::LabelIssues& issues, const Findings& findings,
                                const Texts& texts);

/// Prints the first ten of those from `first` on, numbered as they are in the whole list, and where
/// the others are.
void print(const std::vector<FoundImage>& list, std::size_t first, std::size_t end,
           const Findings& findings, const std::string& csv, const Texts& texts);

/// The columns of the table that `--apply` takes back, and its rows.
extern const std::vector<std::string> found_columns;
std::vector<std::vector<std::string>> rows_of(const std::vector<FoundImage>& list,
                                              const Findings& findings);
Json to_json(const std::vector<FoundImage>& list, const Findings& findings);
