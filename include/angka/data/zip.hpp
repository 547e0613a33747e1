#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/bytes.hpp>
#include <angka/data/file.hpp>
#include <angka/data/gzip.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// A file in a zip file.
struct ZipMember {
  std::string name{};
  std::uint32_t method = 0;  ///< 0: as it is, 8: deflated
  std::size_t header = 0;    ///< where its own header lies
  std::size_t packed = 0;    ///< bytes in the zip file
  std::size_t size = 0;      ///< bytes unpacked
  std::uint32_t checksum = 0;
};

inline bool is_zip(std::span<const std::uint8_t> file) {
  return file.size() >= 4 && file[0] == 'P' && file[1] == 'K' &&
         ((file[2] == 3 && file[3] == 4) || (file[2] == 5 && file[3] == 6));
}

/// Whether the four bytes at `at` are "PK" and these two.
inline bool zip_mark(std::span<const std::uint8_t> file, std::size_t at, int first, int second) {
  return at <= file.size() && file.size() - at >= 4 && file[at] == 'P' && file[at + 1] == 'K' &&
         file[at + 2] == first && file[at + 3] == second;
}

/// The directory of a zip file, without folders.
///
/// Layout: PKWARE's APPNOTE.TXT, 4.3.12 to 4.3.16; not encrypted, not in parts, no member of 4 GiB.
[[gnu::cold]] inline std::optional<std::vector<ZipMember>> zip_members(
    std::span<const std::uint8_t> file, Fault& fault) {
  constexpr std::size_t end_size = 22, entry_size = 46;
  constexpr const char* kind = "a whole and sound zip file";
  const auto number = [&](std::size_t at, int bytes) {
    return little_endian<std::uint64_t>(file, at, bytes);
  };
  if (file.size() < end_size) return fail(fault, kind, "one that breaks off");
  std::size_t end = file.size() - end_size;
  const std::size_t first = end - std::min<std::size_t>(end, 0xFFFF);
  const auto ends_here = [&](std::size_t at) {
    return zip_mark(file, at, 5, 6) && at + end_size + number(at + 20, 2) == file.size();
  };
  while (end > first && !ends_here(end)) --end;
  if (!ends_here(end)) return fail(fault, kind, "one that breaks off");
  std::uint64_t count = number(end + 10, 2), at = number(end + 16, 4);
  if (end >= 20 && zip_mark(file, end - 20, 6, 7)) {  // of many members
    const std::uint64_t record = number(end - 20 + 8, 8);
    if (end < 76 || record > end - 76 || !zip_mark(file, static_cast<std::size_t>(record), 6, 6))
      return fail(fault, kind, "a damaged directory");
    count = number(static_cast<std::size_t>(record) + 32, 8);
    at = number(static_cast<std::size_t>(record) + 48, 8);
  }
  std::vector<ZipMember> members;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (at > end || end - at < entry_size || !zip_mark(file, static_cast<std::size_t>(at), 1, 2))
      return fail(fault, kind, "a damaged directory");
    const auto entry = static_cast<std::size_t>(at);
    const auto name = static_cast<std::size_t>(number(entry + 28, 2));
    at += entry_size + name + number(entry + 30, 2) + number(entry + 32, 2);
    if (at > end) return fail(fault, kind, "a damaged directory");
    ZipMember member;
    member.name.assign(file.begin() + static_cast<std::ptrdiff_t>(entry + entry_size),
                       file.begin() + static_cast<std::ptrdiff_t>(entry + entry_size + name));
    member.method = static_cast<std::uint32_t>(number(entry + 10, 2));
    member.checksum = static_cast<std::uint32_t>(number(entry + 16, 4));
    member.packed = static_cast<std::size_t>(number(entry + 20, 4));
    member.size = static_cast<std::size_t>(number(entry + 24, 4));
    member.header = static_cast<std::size_t>(number(entry + 42, 4));
    if (number(entry + 8, 2) & 1) return fail(fault, "a zip file without a password", "one with");
    if (!member.name.ends_with('/')) members.push_back(std::move(member));
  }
  return members;
}

/// What a member holds, at most `limit` bytes.
[[gnu::cold]] inline std::optional<Bytes> unzip(std::span<const std::uint8_t> file,
                                                const ZipMember& member, std::size_t limit,
                                                Fault& fault) {
  constexpr const char* kind = "a whole and sound member of a zip file";
  if (member.size > limit)
    return fail(fault, "at most " + std::to_string(limit) + " bytes", std::to_string(member.size));
  if (!zip_mark(file, member.header, 3, 4) || file.size() - member.header < 30)
    return fail(fault, kind, "a damaged directory");
  const std::size_t start = member.header + 30 +
                            little_endian<std::size_t>(file, member.header + 26, 2) +
                            little_endian<std::size_t>(file, member.header + 28, 2);
  if (start > file.size() || member.packed > file.size() - start)
    return fail(fault, kind, "one that breaks off");
  const std::span<const std::uint8_t> packed = file.subspan(start, member.packed);
  std::optional<Bytes> bytes;
  if (member.method == 0)
    bytes.emplace(packed.begin(), packed.end());
  else if (member.method == 8)
    bytes = inflated(packed, member.size + 1, -15, "deflated member of a zip file", fault);
  else
    return fail(fault, "members of a zip file that are stored or deflated",
                "method " + std::to_string(member.method));
  if (!bytes) return std::nullopt;
  if (bytes->size() != member.size || crc32(*bytes) != member.checksum)
    return fail(fault, kind, "another content than its directory tells");
  return bytes;
}

}  // namespace angka::inline ANGKA_ISA::detail
