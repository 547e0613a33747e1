#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// A surface is what reads bytes of anybody's. Each file beside this one defines `load` and `seal`
// for one; replay.cpp and fuzzer.cpp call them.

/// What was made of a file, as bytes to be compared; nothing if it was refused.
using Loaded = std::optional<std::vector<std::uint8_t>>;

/// Reads a file as a program would. Whatever it raises is a bug.
Loaded load(std::span<const std::uint8_t> file);

/// Makes the checksums of a changed file right where it can, so that a fuzzer gets past them;
/// whether the format has any.
bool seal(std::span<std::uint8_t> file);

/// Ends the program unless `holds`.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "doesn't hold: %s\n", what);
  std::abort();
}

/// Why something was refused must be said, in one line.
inline void require_reason(std::string_view reason) {
  require(!reason.empty(), "a reason for refusing");
  for (const char c : reason)
    require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a reason in one line");
}

/// A file in memory, for what reads by path.
class MemoryFile {
 public:
  MemoryFile() : file_(::memfd_create("angka", MFD_CLOEXEC)) {
    require(file_ >= 0, "a file in memory");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(file_); }

  /// Its path, once it holds these bytes alone.
  std::string holding(std::span<const std::uint8_t> bytes) const {
    require(::ftruncate(file_, 0) == 0 && ::pwrite(file_, bytes.data(), bytes.size(), 0) ==
                                              static_cast<ssize_t>(bytes.size()),
            "a file in memory that takes the bytes");
    return "/proc/self/fd/" + std::to_string(file_);
  }

 private:
  int file_;
};

/// Puts numbers, texts and arrays one after the other.
class Content {
 public:
  template <class T>
  Content& add(const T& value) {
    if constexpr (std::is_arithmetic_v<T>) {
      append(&value, sizeof value);
    } else if constexpr (std::is_arithmetic_v<typename T::value_type>) {
      add(value.size()).append(value.data(), value.size() * sizeof *value.data());
    } else {
      add(value.size());
      for (const auto& element : value) add(element);
    }
    return *this;
  }
  Loaded loaded() { return std::move(bytes_); }

 private:
  void append(const void* from, std::size_t size) {
    const std::size_t before = bytes_.size();
    bytes_.resize(before + size);
    if (size > 0) std::memcpy(bytes_.data() + before, from, size);
  }
  std::vector<std::uint8_t> bytes_{};
};
