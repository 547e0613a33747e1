#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <angka/core/normalization.hpp>
#include <angka/metrics/evaluation.hpp>

#include "text.hpp"

using Json = nlohmann::ordered_json;

/// An error for a person: one line on standard error.
void print_error(std::string message, const Texts& texts);

/// A file's whole text. Raises FileError.
std::string read_text(const std::filesystem::path& path);
/// Raises a FileError, before long work, if a file can't be written at `path`. "" is no file.
void check_writable(const std::string& path);
/// JSON as files have it.
std::string to_text(const Json& json);
/// Writes `json` to a file, whole or not at all. "" is no file.
void write_json(const std::string& path, const Json& json);

/// A number, or a list of one for each channel.
inline Json to_json(const angka::PerChannel& numbers) {
  if (numbers.size() == 1) return numbers[0];
  return std::vector<float>(numbers.begin(), numbers.end());
}

/// An evaluation for machines, and printed for a person.
Json to_json(const angka::Evaluation& evaluation);
/// Accuracy, loss and the like, in two lines.
std::string figures(const angka::Evaluation& evaluation, const Texts& texts);
void print(const angka::Evaluation& evaluation, const Texts& texts);
