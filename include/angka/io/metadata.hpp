#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/normalization.hpp>
#include <angka/io/safetensors_header.hpp>
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

/// Adds what `stored` says. Raises SettingError where a name is the library's already.
inline void put(Texts& texts, const Stored& stored) {
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

/// Takes what is the library's out of `texts`. Raises FileError for what it can't be.
inline Stored take(Texts& texts, const std::string& file) {
  using Json = nlohmann::json;
  const auto refuse = [&](const std::string& name, const std::string& expected) {
    raise(FileError(file, expected + " as metadata " + safetensors::shown(name),
                    safetensors::shown(texts.at(name))));
  };
  const auto parsed = [&](const std::string& name) {
    return Json::parse(texts.at(name), nullptr, false);
  };
  const auto per_channel = [&](const std::string& name) {
    Json values = parsed(name);
    if (values.is_number()) values = Json::array({values});
    constexpr auto most = static_cast<std::size_t>(PerChannel::max_size);
    std::vector<float> result;
    if (values.is_array() && !values.empty() && values.size() <= most)
      for (const Json& value : values)
        if (value.is_number() && std::abs(value.get<double>()) <= std::numeric_limits<float>::max())
          result.push_back(value.get<float>());
    if (result.empty() || result.size() != values.size())
      refuse(name, "a number or a list of 1 to 16");
    return PerChannel(std::span<const float>(result));
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
      const Json values = parsed(name);
      if (!values.is_array()) refuse(name, "a list of texts");
      for (const Json& value : values) {
        if (!value.is_string()) refuse(name, "a list of texts");
        (name == classes ? stored.classes : stored.layers).push_back(value.get<std::string>());
      }
    } else if (name.starts_with(of_layer)) {
      const Json value = parsed(name);
      if (!value.is_number() || !finite(value.get<double>())) refuse(name, "a number");
      stored.settings.push_back({name.substr(of_layer.size()), value.get<double>()});
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
