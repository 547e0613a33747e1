#include "model_file.hpp"

#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/number.hpp>
#include <angka/data/file.hpp>
#include <angka/io/safetensors.hpp>
#include <angka/io/weights.hpp>
#include <angka/metrics/temperature.hpp>
#include <nlohmann/json.hpp>
#include <span>
#include <type_traits>
#include <vector>

#include "compiled_net.hpp"

namespace {

using Metadata = std::map<std::string, std::string>;

/// The values of a model's metadata, each checked.
class Reader {
 public:
  Reader(const std::string& path, const Metadata& metadata, const Texts& texts)
      : path_(path), metadata_(metadata), t_(texts) {}

  const std::string& text(const std::string& key) const {
    const auto found = metadata_.find(key);
    if (found == metadata_.end()) refuse(key);
    return found->second;
  }
  template <class Number>
  Number number(const std::string& key) const {
    const std::string& word = text(key);
    Number value{};
    if (!angka::detail::read_number(word, value)) refuse(key);
    if constexpr (std::is_floating_point_v<Number>)
      if (!angka::finite(value)) refuse(key);
    return value;
  }
  /// A number, or a list of one for each channel of the input.
  angka::PerChannel per_channel(const std::string& key) const {
    auto values = nlohmann::json::parse(text(key), nullptr, false);
    if (values.is_number()) values = nlohmann::json::array({values});
    const auto channels = static_cast<std::size_t>(input_shape.channels);
    if (!values.is_array() || (values.size() != 1 && values.size() != channels)) refuse(key);
    std::vector<float> numbers;
    for (const auto& value : values) {
      if (!value.is_number() || !angka::finite(value.get<float>())) refuse(key);
      numbers.push_back(value.get<float>());
    }
    return angka::PerChannel(std::span<const float>(numbers));
  }
  std::vector<std::string> list(const std::string& key) const {
    const auto values = nlohmann::json::parse(text(key), nullptr, false);
    if (!values.is_array()) refuse(key);
    std::vector<std::string> result;
    for (const auto& value : values) {
      if (!value.is_string()) refuse(key);
      result.push_back(value.get<std::string>());
    }
    return result;
  }
  [[noreturn]] void refuse(const std::string& key) const {
    angka::raise(angka::FileError(path_, t_.a_model, fill(t_.without, '"' + key + '"')));
  }

 private:
  const std::string& path_;
  const Metadata& metadata_;
  const Texts& t_;
};

}  // namespace

void save_model(const std::string& path, Classifier& classifier, const ModelFacts& facts) {
  Metadata metadata{
      {"net", facts.net},
      {"input", to_string(input_shape)},
      {"data", facts.data},
      {"data_fingerprint", facts.fingerprint},
      {"mnist_training", facts.mnist_training ? "yes" : "no"},
      {"held_out", nlohmann::json(facts.held_out).dump()},
      {"seed", std::to_string(facts.seed)},
      {"settings", facts.settings},
  };
  if (!facts.architecture.empty()) metadata["architecture"] = facts.architecture;
  if (!facts.accuracy.empty()) metadata["accuracy"] = facts.accuracy;
  if (facts.validation) metadata["validation"] = nlohmann::json(*facts.validation).dump();
  if (facts.train_limit > 0) metadata["train_limit"] = std::to_string(facts.train_limit);
  if (facts.temperature) metadata["temperature"] = nlohmann::json(*facts.temperature).dump();
  if (!facts.writers.empty()) metadata["split_by_writers"] = facts.writers;
  classifier.save_model(path, facts.classes, metadata);
}

SavedModel load_model(const std::string& path, const Options& options) {
  const Texts& texts = *options.texts;
  const Metadata metadata = angka::read_safetensors(path).metadata;
  const Reader read(path, metadata, texts);
  if (read.text("input") != to_string(input_shape)) read.refuse("input");
  SavedModel model;
  ModelFacts& facts = model.facts;
  facts.net = read.text("net");
  if (const auto text = metadata.find("architecture"); text != metadata.end())
    facts.architecture = text->second;
  else if (!find_net(facts.net))
    read.refuse("net");
  if (angka::detail::printable(std::string_view(facts.net)) != facts.net) read.refuse("net");
  const bool first_version = metadata.count("mean") > 0;
  if (first_version) {
    facts.normalization = {.mean = read.per_channel("mean"),
                           .standard_deviation = read.per_channel("standard_deviation")};
    for (const float deviation : facts.normalization.standard_deviation)
      if (!(deviation > 0)) read.refuse("standard_deviation");
    facts.classes = read.list("classes");
  }
  facts.data = read.text("data");
  facts.fingerprint = read.text("data_fingerprint");
  facts.mnist_training = read.text("mnist_training") == "yes";
  facts.held_out = read.number<double>("held_out");
  if (!(facts.held_out >= 0 && facts.held_out < 1)) read.refuse("held_out");
  facts.seed = read.number<std::uint64_t>("seed");
  facts.settings = read.text("settings");
  if (const auto accuracy = metadata.find("accuracy"); accuracy != metadata.end())
    facts.accuracy = accuracy->second;
  if (const auto writers = metadata.find("split_by_writers"); writers != metadata.end())
    facts.writers = writers->second;
  if (metadata.count("validation") > 0) {
    facts.validation = read.number<double>("validation");
    if (!(*facts.validation >= 0 && *facts.validation < 1)) read.refuse("validation");
  }
  if (metadata.count("train_limit") > 0)
    facts.train_limit = read.number<std::size_t>("train_limit");
  if (metadata.count("temperature") > 0) {
    using angka::Temperature;
    const double t = facts.temperature.emplace(read.number<double>("temperature"));
    if (t < Temperature::lowest || t > Temperature::highest) read.refuse("temperature");
  }
  const std::size_t classes =
      first_version ? facts.classes.size() : read.list(angka::detail::metadata::classes).size();
  if (classes < 2 || classes > 1000) read.refuse("classes");
  const Net& net = saved_net(facts.net, facts.architecture, static_cast<int>(classes),
                             {.texts = texts, .quiet = options.quiet, .allowed = options.compile});
  model.classifier = net.make({.normalization = facts.normalization});
  if (first_version) {
    model.classifier->load_weights(path);
  } else {
    facts.classes = model.classifier->load_model(path).classes;
    facts.normalization = model.classifier->normalization();
  }
  return model;
}
