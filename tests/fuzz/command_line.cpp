// The words of `digits`, one a line.
#include "../../examples/digits/console/options.hpp"

#include <angka/augment/spec.hpp>
#include <iostream>

#include "surface.hpp"

Loaded load(std::span<const std::uint8_t> file) {
  static const bool quiet = std::cout.rdbuf(nullptr) != nullptr;  // help is printed
  require(quiet, "a standard output to be silenced");
  std::vector<std::string> words{"digits", ""};
  for (const std::uint8_t byte : file)
    if (byte == '\n')
      words.emplace_back();
    else if (byte != 0)
      words.back() += static_cast<char>(byte);
  words.pop_back();
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  try {
    const auto options = parse(static_cast<int>(words.size()), arguments.data(),
                               {"lenet5", "compact", "small", "residual", "vgg"});
    if (!options) return Loaded(std::in_place);
    require(options->tile_width >= 1 && options->tile_height >= 1, "tiles of some size");
    require(options->validation >= 0 && options->validation < 1, "validation in [0, 1)");
    require(options->turn >= -1 && options->turn <= 3, "quarter turns");
    require(options->least_probability >= 0 && options->least_probability <= 1, "a probability");
    require(options->threads >= 0 && options->threads <= 256, "a number of threads");
    const std::string spec = to_string(options->augment);
    require(to_string(angka::parse_augmentation(spec)) == spec, "an augmentation read as written");
    require(!options->learning_rate || *options->learning_rate > 0, "a learning rate above 0");
  } catch (const UsageError& error) {
    require(*error.what() != 0, "a reason for refusing");
    return std::nullopt;
  }
  return Loaded(std::in_place);  // other words may well mean something else
}

bool seal(std::span<std::uint8_t>) { return false; }
