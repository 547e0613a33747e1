#pragma once

#include <angka/core/bytes.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// A zip file of these members (name, content), stored.
inline std::string zip_file(const std::vector<std::pair<std::string, std::string>>& members) {
  const auto number = [](std::size_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i, value >>= 8) text += static_cast<char>(value & 255);
    return text;
  };
  std::string file, directory;
  for (const auto& [name, content] : members) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
    const std::string facts = number(angka::detail::crc32(std::span(bytes, content.size())), 4) +
                              number(content.size(), 4) + number(content.size(), 4) +
                              number(name.size(), 2) + number(0, 2);
    directory += "PK\1\2" + number(20, 2) + number(20, 2) + number(0, 8) + facts + number(0, 10) +
                 number(file.size(), 4) + name;
    file += "PK\3\4" + number(20, 2) + number(0, 8) + facts + name + content;
  }
  return file + directory + "PK\5\6" + number(0, 4) + number(members.size(), 2) +
         number(members.size(), 2) + number(directory.size(), 4) + number(file.size(), 4) +
         number(0, 2);
}
