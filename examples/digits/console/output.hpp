#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <angka/core/normalization.hpp>
#include <angka/metrics/evaluation.hpp>

#include "text.hpp"

using Json = nlohmann::ordered_json;

inline std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}
/// "0.1307", or "0.4900, 0.4800, 0.4500" where there is one for each channel.
inline std::string per_channel(const angka::PerChannel& numbers, int digits, double factor = 1) {
  std::string text;
  for (const float number : numbers)
    text += (text.empty() ? "" : ", ") + fixed(factor * double{number}, digits);
  return text;
}
inline std::string percent(double part) { return fixed(100 * part, 2) + '%'; }
/// A difference of two parts, in hundredths with a sign.
inline std::string points(double part) { return (part < 0 ? "" : "+") + fixed(100 * part, 2); }
inline std::string p_value(double p) { return p < 0.0001 ? "< 0.0001" : fixed(p, 4); }
inline std::string left(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, text.size()), ' ');
}
inline std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

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
void print(const angka::Evaluation& evaluation, const Texts& texts);
