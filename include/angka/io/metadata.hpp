#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/normalization.hpp>
#include <angka/layers/settings.hpp>

// What files of weights and models hold besides tensors, as text: the library's own names begin
// with "angka.", the others are the user's. "angka.mean" and "angka.standard_deviation" are a
// number or a list of one a channel, "angka.layer.2.negative_slope" is a number, "angka.classes"
// and "angka.layers" are lists of texts; all in JSON.

namespace angka::inline ANGKA_ISA::detail::metadata {

using Texts = std::map<std::string, std::string>;

inline constexpr std::string_view own = "angka.", of_layer = "angka.layer.";
inline constexpr const char* mean = "angka.mean";
inline constexpr const char* standard_deviation = "angka.standard_deviation";
inline constexpr const char* classes = "angka.classes";
inline constexpr const char* layers = "angka.layers";

/// What the library's own names say.
struct Stored {
  std::optional<Normalization> normalization{};
  std::vector<NamedSetting> settings{};
  std::vector<std::string> classes{};
  std::vector<std::string> layers{};  ///< what each is; see `layer_texts`
};

/// Adds what `stored` says. Raises SettingError where a name is the library's already.
ANGKA_INLINE void put(Texts& texts, const Stored& stored);

/// Takes what is the library's out of `texts`. Raises FileError for what it can't be.
ANGKA_INLINE Stored take(Texts& texts, const std::string& file);

}  // namespace angka::inline ANGKA_ISA::detail::metadata

#if ANGKA_DEFINITIONS

#include <angka/core/finite.hpp>
#include <angka/io/safetensors_header.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

namespace angka::inline ANGKA_ISA::detail::metadata {

inline std::string number(const std::string& name, double value) {
  if (!finite(value)) raise(SettingError(name + " isn't finite: a file can't hold it"));
  return nlohmann::json(value).dump();  // is read as the same double
}

inline std::string numbers(const std::string& name, const PerChannel& values) {
  std::string list;
  for (const float value : values)
    list += (list.empty() ? "" : ", ") + number(name, static_cast<double>(value));
  return values.size() == 1 ? list : '[' + list + ']';
}

inline std::string list(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& each : texts)
    text += (text.empty() ? "" : ", ") + safetensors::json_string(each);
  return '[' + text + ']';
}

ANGKA_INLINE void put(Texts& texts, const Stored& stored) {
  for (const auto& entry : texts)
    if (entry.first.starts_with(own))
      raise(SettingError("metadata " + safetensors::shown(entry.first) +
                         ": names that begin with angka. are the library's"));
  if (stored.normalization) {
    texts[mean] = numbers("normalization", stored.normalization->mean);
    texts[standard_deviation] = numbers("normalization", stored.normalization->standard_deviation);
  }
  for (const auto& [name, value] : stored.settings)
    texts[std::string(of_layer) + name] = number("setting " + name, value);
  if (!stored.classes.empty()) texts[classes] = list(stored.classes);
  if (!stored.layers.empty()) texts[layers] = list(stored.layers);
}

/// Takes the parser's events of a number, a text, or a list of them, and stops at anything else.
/// (What holds a whole text of JSON allocates in its destructor, which may not fail.)
struct ListReader {
  bool list = false;
  std::vector<double> numbers{};
  std::vector<std::string> texts{};

  /// Whether `text` is such, and no more.
  bool read(const std::string& text) { return nlohmann::json::sax_parse(text, this); }

  bool start_array(std::size_t) { return !std::exchange(list, true); }
  bool end_array() { return true; }
  bool number_integer(std::int64_t value) { return number_float(static_cast<double>(value), {}); }
  bool number_unsigned(std::uint64_t value) { return number_float(static_cast<double>(value), {}); }
  bool number_float(double value, const std::string&) {
    numbers.push_back(value);
    return true;
  }
  bool string(std::string& text) {
    texts.push_back(std::move(text));
    return true;
  }
  bool start_object(std::size_t) { return false; }
  bool key(std::string&) { return false; }
  bool end_object() { return false; }
  bool boolean(bool) { return false; }
  bool null() { return false; }
  template <class Binary>
  bool binary(Binary&) {
    return false;
  }
  template <class Exception>
  bool parse_error(std::size_t, const std::string&, const Exception&) {
    return false;
  }
};

ANGKA_INLINE Stored take(Texts& texts, const std::string& file) {
  const auto refuse = [&](const std::string& name, const std::string& expected) {
    raise(FileError(file, expected + " as metadata " + safetensors::shown(name),
                    safetensors::shown(texts.at(name))));
  };
  const auto per_channel = [&](const std::string& name) {
    ListReader reader;
    const bool read = reader.read(texts.at(name)) && reader.texts.empty();
    std::vector<float> values;
    for (const double number : reader.numbers)
      if (std::abs(number) <= std::numeric_limits<float>::max())
        values.push_back(static_cast<float>(number));
    if (!read || values.empty() || values.size() != reader.numbers.size() ||
        values.size() > std::size_t{PerChannel::max_size})
      refuse(name, "a number or a list of 1 to 16");
    return PerChannel(std::span<const float>(values));
  };
  Stored stored;
  bool has_mean = false, has_deviation = false;
  Normalization normalization;
  for (const auto& entry : texts) {
    const std::string& name = entry.first;
    if (!name.starts_with(own)) continue;
    if (name == mean) {
      normalization.mean = per_channel(name);
      has_mean = true;
    } else if (name == standard_deviation) {
      normalization.standard_deviation = per_channel(name);
      has_deviation = true;
    } else if (name == classes || name == layers) {
      ListReader reader;
      if (!reader.read(texts.at(name)) || !reader.list || !reader.numbers.empty())
        refuse(name, "a list of texts");
      (name == classes ? stored.classes : stored.layers) = std::move(reader.texts);
    } else if (name.starts_with(of_layer)) {
      ListReader reader;
      if (!reader.read(texts.at(name)) || reader.list || reader.numbers.size() != 1)
        refuse(name, "a number");
      stored.settings.push_back({name.substr(of_layer.size()), reader.numbers[0]});
    } else {
      refuse(name, "no text of a later version");
    }
  }
  if (has_mean != has_deviation)
    raise(
        FileError(file, "metadata \"angka.mean\" and \"angka.standard_deviation\"", "one of both"));
  if (has_mean) stored.normalization = normalization;
  std::erase_if(texts, [](const auto& entry) { return entry.first.starts_with(own); });
  return stored;
}

}  // namespace angka::inline ANGKA_ISA::detail::metadata

#endif
