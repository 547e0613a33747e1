#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>

#include <angka/data/file.hpp>

// Linking zlib is the build's work; ANGKA_NO_ZLIB leaves it out where the header alone is there.
#if __has_include(<zlib.h>) && !defined(ANGKA_NO_ZLIB)
#define ANGKA_HAS_ZLIB 1
#include <zlib.h>
#else
#define ANGKA_HAS_ZLIB 0
#endif

namespace angka::inline ANGKA_ISA::detail {

inline bool is_gzip(std::span<const std::uint8_t> file) {
  return file.size() >= 2 && file[0] == 0x1F && file[1] == 0x8B;
}

/// The first `limit` bytes of what zlib unpacks; less than `limit` means all, and that every
/// checksum was right.
///
/// `window_bits` tell it how the file is packed (see inflateInit2), `kind` what it is called.
[[gnu::cold]] inline std::optional<Bytes> inflated(
    [[maybe_unused]] std::span<const std::uint8_t> file, [[maybe_unused]] std::size_t limit,
    [[maybe_unused]] int window_bits, const std::string& kind, Fault& fault) {
#if ANGKA_HAS_ZLIB
  constexpr std::size_t piece = 1u << 30;  // zlib counts in 32 bits
  struct Stream : z_stream {
    ~Stream() { inflateEnd(this); }
  } stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) return fail(fault, "memory for zlib", "none");
  Bytes bytes;
  std::size_t read = 0;
  std::size_t written = 0;
  int state = Z_OK;
  while (written < limit && !(state == Z_STREAM_END && read == file.size())) {
    if (state == Z_STREAM_END) inflateReset(&stream);  // the next member
    if (written == bytes.size())
      bytes.resize(std::min(limit, std::max<std::size_t>(2 * written, 1u << 16)));
    const std::size_t input = std::min(piece, file.size() - read);
    const std::size_t output = std::min(piece, bytes.size() - written);
    stream.next_in = const_cast<Bytef*>(file.data() + read);
    stream.avail_in = static_cast<uInt>(input);
    stream.next_out = bytes.data() + written;
    stream.avail_out = static_cast<uInt>(output);
    state = inflate(&stream, Z_NO_FLUSH);
    read += input - stream.avail_in;
    written += output - stream.avail_out;
    if (state != Z_OK && state != Z_STREAM_END) break;
  }
  if (state == Z_MEM_ERROR) return fail(fault, "memory for zlib", "none");
  if (written < limit && state != Z_STREAM_END)
    return fail(fault, "a whole and sound " + kind,
                state == Z_BUF_ERROR ? "one that breaks off"
                : stream.msg         ? stream.msg
                                     : "damage");
  bytes.resize(written);
  return bytes;
#else
  return fail(fault, "a plain file, since this program was built without zlib", "a " + kind);
#endif
}

/// The first `limit` bytes of what a gzip file (RFC 1952, several members allowed) holds; see
/// inflated.
[[gnu::cold]] inline std::optional<Bytes> gunzip(std::span<const std::uint8_t> file,
                                                 std::size_t limit, Fault& fault) {
  return inflated(file, limit, 16 + 15, "gzip file", fault);
}

#if ANGKA_HAS_ZLIB
/// Packed as zlib does (RFC 1950), in memory of malloc; null where there is none.
[[gnu::cold]] inline unsigned char* deflated(const unsigned char* data, int size, int* packed) {
  uLongf length = compressBound(static_cast<uLong>(size));
  auto* result = static_cast<unsigned char*>(std::malloc(length));
  if (!result) return nullptr;
  if (compress(result, &length, data, static_cast<uLong>(size)) != Z_OK) {
    std::free(result);
    return nullptr;
  }
  *packed = static_cast<int>(length);
  return result;
}
#endif

}  // namespace angka::inline ANGKA_ISA::detail
