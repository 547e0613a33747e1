#include <angka/core/errors.hpp>
#include <angka/io/safetensors.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) try {
  const Safetensors read = parse_safetensors(file, "input");
  Content content;
  for (const auto& [key, text] : read.metadata) content.add(key).add(text);
  for (const NamedTensor& tensor : read.tensors) {
    std::size_t count = 1;
    for (const std::size_t size : tensor.shape) count *= size;
    require(tensor.values.size() == count, "as many values as the shape says");
    content.add(tensor.name).add(tensor.shape).add(tensor.values);
  }
  return content.loaded();
} catch (const FileError&) {
  return std::nullopt;
}

bool seal(std::span<std::uint8_t>) { return false; }
