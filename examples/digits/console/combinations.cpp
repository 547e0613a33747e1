#include "combinations.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

namespace {

const std::vector<std::string> listable{
    "--net",  "--epochs",       "--batch-size", "--optimizer", "--learning-rate",   "--schedule",
    "--loss", "--weight-decay", "--l1",         "--dropout",   "--label-smoothing", "--ema-decay",
    "--swa",  "--mixup",        "--cutmix",     "--augment",   "--test-split"};

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// "none,light,rotate=5,rotate=10,shift=0.1": none; light,rotate=5; rotate=10,shift=0.1.
std::vector<std::string> augmentations_of(const std::string& list) {
  std::vector<std::string> specs, names;
  for (const std::string& part : parts_of(list)) {
    const std::string name = part.substr(0, part.find('='));
    const bool word = name.size() == part.size();
    if (specs.empty() || word || specs.back() == "none" ||
        std::find(names.begin(), names.end(), name) != names.end()) {
      specs.push_back(part);
      names.clear();
    } else {
      specs.back() += ',' + part;
    }
    names.push_back(name);
  }
  return specs;
}

std::vector<std::string> values_of(const std::string& option, const std::string& list) {
  if (option == "--augment") return augmentations_of(list);
  std::error_code error;
  if (option == "--net" && std::filesystem::is_regular_file(list, error)) return {list};
  return parts_of(list);
}

}  // namespace

Combinations combine(const std::vector<std::string>& line) {
  Combinations all{.lines = {{}}};
  const auto append = [&](const std::string& before, const std::vector<std::string>& values) {
    std::vector<std::vector<std::string>> lines;
    for (const auto& begin : all.lines)
      for (const std::string& value : values) {
        lines.push_back(begin);
        lines.back().push_back(before + value);
      }
    all.lines = std::move(lines);
  };
  std::string option;  // whose value comes next
  for (const std::string& word : line) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string name = option.empty() ? word.substr(0, equals) : option;
    const bool known = std::find(listable.begin(), listable.end(), name) != listable.end();
    if (!known || (option.empty() && equals == word.size())) {
      append("", {word});
      option = known ? name : "";
      continue;
    }
    const std::string before = option.empty() ? name + '=' : "";
    std::vector<std::string> values = values_of(name, word.substr(before.size()));
    append(before, values);
    if (values.size() > 1) all.listed.push_back({name, std::move(values)});
    option.clear();
  }
  return all;
}
