#pragma once

// stb_image and stb_image_write for the library alone: inside a namespace, with C++ names, without
// the file and callback formats that are not used, and with every macro of theirs put back as it
// was. So a program may include and compile stb itself, before or after, with other settings.

// What stb includes, first, so that it does not land in the namespace.
#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <cstddef>

#include <angka/core/isa.hpp>
#if defined(ANGKA_GZIP)  // the part angka::gzip: zlib is linked
#include <angka/data/gzip.hpp>
#endif

namespace angka::inline ANGKA_ISA::detail {

/// The largest block that stb may ask for on this thread; set before each decoding, so that a file
/// whose data unpacks to more than its header says is refused.
inline std::size_t& stb_limit() {
  static thread_local std::size_t limit = 0;
  return limit;
}
/// Zeroed, so that pixels which a damaged file leaves out are not whatever lay in memory.
inline void* stb_allocate(std::size_t size) {
  return size <= stb_limit() ? ::calloc(1, size) : nullptr;
}
inline void* stb_reallocate(void* block, std::size_t size) {
  return size <= stb_limit() ? ::realloc(block, size) : nullptr;
}

}  // namespace angka::inline ANGKA_ISA::detail

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

#pragma push_macro("STBI_INCLUDE_STB_IMAGE_H")
#undef STBI_INCLUDE_STB_IMAGE_H
#pragma push_macro("STB_IMAGE_IMPLEMENTATION")
#undef STB_IMAGE_IMPLEMENTATION
#pragma push_macro("STBIDEF")
#undef STBIDEF
#pragma push_macro("STBI_NO_STDIO")
#undef STBI_NO_STDIO
#pragma push_macro("STBI_NO_LINEAR")
#undef STBI_NO_LINEAR
#pragma push_macro("STBI_NO_JPEG")
#undef STBI_NO_JPEG
#pragma push_macro("STBI_NO_PNG")
#undef STBI_NO_PNG
#pragma push_macro("STBI_NO_ZLIB")
#undef STBI_NO_ZLIB
#pragma push_macro("STBI_NO_BMP")
#undef STBI_NO_BMP
#pragma push_macro("STBI_NO_PSD")
#undef STBI_NO_PSD
#pragma push_macro("STBI_NO_TGA")
#undef STBI_NO_TGA
#pragma push_macro("STBI_NO_GIF")
#undef STBI_NO_GIF
#pragma push_macro("STBI_NO_HDR")
#undef STBI_NO_HDR
#pragma push_macro("STBI_NO_PIC")
#undef STBI_NO_PIC
#pragma push_macro("STBI_NO_PNM")
#undef STBI_NO_PNM
#pragma push_macro("STBI_ONLY_JPEG")
#undef STBI_ONLY_JPEG
#pragma push_macro("STBI_ONLY_PNG")
#undef STBI_ONLY_PNG
#pragma push_macro("STBI_NO_FAILURE_STRINGS")
#undef STBI_NO_FAILURE_STRINGS
#pragma push_macro("STBI_MALLOC")
#undef STBI_MALLOC
#pragma push_macro("STBI_REALLOC")
#undef STBI_REALLOC
#pragma push_macro("STBI_REALLOC_SIZED")
#undef STBI_REALLOC_SIZED
#pragma push_macro("STBI_FREE")
#undef STBI_FREE
#pragma push_macro("stbi__err")
#undef stbi__err
#pragma push_macro("INCLUDE_STB_IMAGE_WRITE_H")
#undef INCLUDE_STB_IMAGE_WRITE_H
#pragma push_macro("STB_IMAGE_WRITE_IMPLEMENTATION")
#undef STB_IMAGE_WRITE_IMPLEMENTATION
#pragma push_macro("STB_IMAGE_WRITE_STATIC")
#undef STB_IMAGE_WRITE_STATIC
#pragma push_macro("STBIWDEF")
#undef STBIWDEF
#pragma push_macro("STBI_WRITE_NO_STDIO")
#undef STBI_WRITE_NO_STDIO
#pragma push_macro("STBIW_ZLIB_COMPRESS")
#undef STBIW_ZLIB_COMPRESS
#pragma push_macro("STBIW_CRC32")
#undef STBIW_CRC32

#define STB_IMAGE_IMPLEMENTATION
#define STBIDEF extern "C++" inline  // else g++ gives our functions and a program's one name
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_MALLOC(size) ::angka::detail::stb_allocate(size)
#define STBI_REALLOC(block, size) ::angka::detail::stb_reallocate(block, size)
#define STBI_FREE(block) ::free(block)
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#if defined(ANGKA_GZIP) && ANGKA_HAS_ZLIB
#define STBIW_ZLIB_COMPRESS(data, size, packed, quality) \
  ::angka::detail::deflated(data, size, packed)
#endif

// For its size: images are decoded as fast, and what includes them compiles a tenth sooner
// (bench/compile_time/).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC optimize("Os")
#endif

namespace angka::inline ANGKA_ISA::detail::stb {
#if __has_include(<stb/stb_image.h>)
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#else
#include <stb_image.h>
#include <stb_image_write.h>
#endif

/// PNG's filter "up": files as small as with the one that stb picks for each row, in half the time.
static const int png_filter = stbi_write_force_png_filter = 2;
}  // namespace angka::inline ANGKA_ISA::detail::stb

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC pop_options
#endif

#undef STBI_INCLUDE_STB_IMAGE_H
#pragma pop_macro("STBI_INCLUDE_STB_IMAGE_H")
#undef STB_IMAGE_IMPLEMENTATION
#pragma pop_macro("STB_IMAGE_IMPLEMENTATION")
#undef STBIDEF
#pragma pop_macro("STBIDEF")
#undef STBI_NO_STDIO
#pragma pop_macro("STBI_NO_STDIO")
#undef STBI_NO_LINEAR
#pragma pop_macro("STBI_NO_LINEAR")
#undef STBI_NO_JPEG
#pragma pop_macro("STBI_NO_JPEG")
#undef STBI_NO_PNG
#pragma pop_macro("STBI_NO_PNG")
#undef STBI_NO_ZLIB
#pragma pop_macro("STBI_NO_ZLIB")
#undef STBI_NO_BMP
#pragma pop_macro("STBI_NO_BMP")
#undef STBI_NO_PSD
#pragma pop_macro("STBI_NO_PSD")
#undef STBI_NO_TGA
#pragma pop_macro("STBI_NO_TGA")
#undef STBI_NO_GIF
#pragma pop_macro("STBI_NO_GIF")
#undef STBI_NO_HDR
#pragma pop_macro("STBI_NO_HDR")
#undef STBI_NO_PIC
#pragma pop_macro("STBI_NO_PIC")
#undef STBI_NO_PNM
#pragma pop_macro("STBI_NO_PNM")
#undef STBI_ONLY_JPEG
#pragma pop_macro("STBI_ONLY_JPEG")
#undef STBI_ONLY_PNG
#pragma pop_macro("STBI_ONLY_PNG")
#undef STBI_NO_FAILURE_STRINGS
#pragma pop_macro("STBI_NO_FAILURE_STRINGS")
#undef STBI_MALLOC
#pragma pop_macro("STBI_MALLOC")
#undef STBI_REALLOC
#pragma pop_macro("STBI_REALLOC")
#undef STBI_REALLOC_SIZED
#pragma pop_macro("STBI_REALLOC_SIZED")
#undef STBI_FREE
#pragma pop_macro("STBI_FREE")
#undef stbi__err
#pragma pop_macro("stbi__err")
#undef INCLUDE_STB_IMAGE_WRITE_H
#pragma pop_macro("INCLUDE_STB_IMAGE_WRITE_H")
#undef STB_IMAGE_WRITE_IMPLEMENTATION
#pragma pop_macro("STB_IMAGE_WRITE_IMPLEMENTATION")
#undef STB_IMAGE_WRITE_STATIC
#pragma pop_macro("STB_IMAGE_WRITE_STATIC")
#undef STBIWDEF
#pragma pop_macro("STBIWDEF")
#undef STBI_WRITE_NO_STDIO
#pragma pop_macro("STBI_WRITE_NO_STDIO")
#undef STBIW_ZLIB_COMPRESS
#pragma pop_macro("STBIW_ZLIB_COMPRESS")
#undef STBIW_CRC32
#pragma pop_macro("STBIW_CRC32")

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
