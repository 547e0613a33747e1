#include <angka/data/card.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) try {
  static const MemoryFile input, again;
  const DataCard card = read_card(input.holding(file));
  const std::string text = to_string(card);
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  if (bytes.size() <= 65536)
    require(to_string(read_card(again.holding(bytes))) == text, "a card that is read as written");
  return Content().add(text).add(card.unknown_fields).loaded();
} catch (const FileError& error) {
  require_reason(error.what());
  return std::nullopt;
}

bool seal(std::span<std::uint8_t>) { return false; }
