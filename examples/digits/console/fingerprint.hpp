#pragma once

#include <cstdint>
#include <span>
#include <string>

/// 64 bits that tell some bytes, behind those whose hash is given, from others (FNV-1a). Not made
/// to withstand anybody who looks for two of one hash.
inline std::uint64_t hash_of(std::span<const std::uint8_t> bytes,
                             std::uint64_t hash = 0xcbf29ce484222325u) {
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3u;
  return hash;
}

/// The same in hexadecimal.
inline std::string fingerprint(std::span<const std::uint8_t> bytes) {
  const std::uint64_t hash = hash_of(bytes);
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[hash >> shift & 15];
  return text;
}
inline std::string fingerprint(const std::string& text) {
  return fingerprint({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}
