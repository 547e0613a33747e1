#include <angka/core/errors.hpp>
#include <angka/io/model.hpp>
#include <angka/layers/activation.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/dropout.hpp>
#include <angka/network/network.hpp>

#include "surface.hpp"

using namespace angka;

namespace {

/// The least that a file of a model is read into.
struct Small {
  Network<Input<2, 1, 1>, LeakyReLU, Dropout, Dense<1>> network{};
  std::vector<std::string> classes{"no", "yes"};
  static constexpr std::size_t class_count = 2;

  Loaded content(const std::map<std::string, std::string>& texts) const {
    Content content;
    content.add(std::vector<float>(network.parameters().begin(), network.parameters().end()));
    const Normalization& normalization = network.normalization;
    for (const PerChannel& numbers : {normalization.mean, normalization.standard_deviation})
      content.add(std::vector<float>(numbers.begin(), numbers.end()));
    for (const NamedSetting& setting : network.export_settings()) content.add(setting.value);
    content.add(classes);
    for (const auto& [name, text] : texts) content.add(name).add(text);
    return content.loaded();
  }
};

}  // namespace

Loaded load(std::span<const std::uint8_t> file) {
  static const MemoryFile input;
  const auto read = [](std::span<const std::uint8_t> bytes, Small& small) -> Loaded {
    const Loaded before = small.content({});
    try {
      return small.content(load_model(input.holding(bytes), small, {.finite_only = true}));
    } catch (const FileError& error) {
      require_reason(error.what());
      require(small.content({}) == before, "a model that a refused file leaves alone");
      return std::nullopt;
    }
  };
  Small first, second;
  Loaded loaded = read(file, first);
  if (!loaded) return loaded;
  std::map<std::string, std::string> texts = parse_safetensors(file, "input").metadata;
  detail::metadata::take(texts, "input");
  detail::metadata::Stored stored{.normalization = first.network.normalization,
                                  .settings = first.network.export_settings(),
                                  .classes = first.classes,
                                  .layers = detail::layer_texts<decltype(first.network)>()};
  detail::metadata::put(texts, stored);
  const auto again = encode_safetensors(first.network.export_tensors(), "again", texts);
  require(read(again, second) == loaded, "a model that is read as written");
  return loaded;
}

bool seal(std::span<std::uint8_t>) { return false; }
