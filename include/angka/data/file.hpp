#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA {

using Bytes = std::vector<std::uint8_t>;

/// The file, in the folder of a data set, that is its card (card.hpp).
inline constexpr const char* card_file_name = "dataset.json";

namespace detail {

/// Why a file can't be used, for functions that report instead of raising.
struct Fault {
  std::string expected{};
  std::string found{};
};

/// `return fail(fault, expected, found);` in a function that returns an optional.
inline std::nullopt_t fail(Fault& fault, std::string expected, std::string found) {
  fault.expected = std::move(expected);
  fault.found = std::move(found);
  return std::nullopt;
}

/// Whether a text is valid UTF-8.
[[gnu::cold]] ANGKA_INLINE bool is_utf8(std::string_view text);

/// A name with control characters, and what isn't UTF-8, as \xNN: one line, fit for any output.
[[gnu::cold]] ANGKA_INLINE std::string printable(std::string_view name);
[[gnu::cold]] ANGKA_INLINE std::string printable(const std::filesystem::path& path);

/// The text of the last system call's error.
[[gnu::cold]] ANGKA_INLINE std::string system_error_text(int code);

/// What lies at a path, in words.
[[gnu::cold]] ANGKA_INLINE std::string file_kind(const std::filesystem::path& path);

/// The whole file, which must be a regular one (nothing that could block) of at most `limit` bytes.
[[gnu::cold]] ANGKA_INLINE std::optional<Bytes> try_read_file(const std::filesystem::path& path,
                                                              std::uintmax_t limit, Fault& fault);

}  // namespace detail

/// The whole of a file of at most `limit` bytes.
///
/// Raises FileError unless it is a regular file that can be read.
/// Example: `write_file_atomically("note.txt", "halo"); read_file("note.txt", 1000).size() == 4`
[[gnu::cold]] ANGKA_INLINE Bytes read_file(const std::filesystem::path& path, std::uintmax_t limit);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <cerrno>
#include <fstream>
#include <system_error>

namespace angka::inline ANGKA_ISA {

namespace detail {

ANGKA_INLINE bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) -> std::uint32_t {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
    };
    const std::uint32_t first = byte(i++);
    if (first < 0x80) continue;
    if (first < 0xC2 || first > 0xF4) return false;
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    std::uint32_t code = first & (0x3Fu >> more);
    for (int k = 0; k < more; ++k, ++i) {
      if ((byte(i) & 0xC0) != 0x80) return false;
      code = code << 6 | (byte(i) & 0x3F);
    }
    constexpr std::uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (code < least[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  }
  return true;
}

ANGKA_INLINE std::string printable(std::string_view name) {
  static constexpr char digits[] = "0123456789abcdef";
  const bool utf8 = is_utf8(name);
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !utf8))
      text += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    else
      text += c;
  }
  return text;
}

ANGKA_INLINE std::string printable(const std::filesystem::path& path) {
  return printable(std::string_view(path.string()));
}

ANGKA_INLINE std::string system_error_text(int code) {
  return std::generic_category().message(code);
}

ANGKA_INLINE std::string file_kind(const std::filesystem::path& path) {
  using std::filesystem::file_type;
  std::error_code error;
  switch (std::filesystem::status(path, error).type()) {
    case file_type::regular:
      return "a file";
    case file_type::directory:
      return "a folder";
    case file_type::fifo:
      return "a pipe";
    case file_type::socket:
      return "a socket";
    case file_type::block:
    case file_type::character:
      return "a device";
    case file_type::not_found:
      return "no file";
    default:
      return error ? error.message() : "something else";
  }
}

ANGKA_INLINE std::optional<Bytes> try_read_file(const std::filesystem::path& path,
                                                std::uintmax_t limit, Fault& fault) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return fail(fault, "a file", file_kind(path));
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return fail(fault, "a readable file", error.message());
  if (size > limit)
    return fail(fault, "at most " + std::to_string(limit) + " bytes", std::to_string(size));
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(fault, "a readable file", system_error_text(errno));
  Bytes bytes(static_cast<std::size_t>(size));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(file.gcount()) != size)
    return fail(fault, std::to_string(size) + " bytes", std::to_string(file.gcount()) + " bytes");
  return bytes;
}

}  // namespace detail

ANGKA_INLINE Bytes read_file(const std::filesystem::path& path, std::uintmax_t limit) {
  detail::Fault fault;
  auto bytes = detail::try_read_file(path, limit, fault);
  if (!bytes) raise(FileError(detail::printable(path), fault.expected, fault.found));
  return *std::move(bytes);
}

}  // namespace angka::inline ANGKA_ISA

#endif
