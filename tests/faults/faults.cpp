// The linker sends the calls of this program to __wrap_NAME (see ../CMakeLists.txt); `read`, which
// the C++ library calls, is replaced.
#undef _FORTIFY_SOURCE  // which makes some of them inline functions

#include "faults.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::atomic<faults::Kind> armed{faults::Kind::none};
std::atomic<long> calls_left{0}, blocks{0};
std::atomic<bool> lasts{false}, struck{false};

bool strikes(faults::Kind kind) {
  if (armed != kind) return false;
  const long left = --calls_left;
  if (left > 0 || (left < 0 && !lasts)) return false;
  return struck = true;
}

int failed(int code) {
  errno = code;
  return -1;
}

void* counted(void* block) {
  if (block) ++blocks;
  return block;
}

}  // namespace

namespace faults {

void arm(Kind kind, long nth, bool lasting) {
  calls_left = nth;
  lasts = lasting;
  struck = false;
  armed = kind;
}
bool disarm() {
  armed = Kind::none;
  return struck;
}
long live_blocks() { return blocks; }

}  // namespace faults

using faults::Kind;

extern "C" {

void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* block, std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
void __real_free(void* block);
int __real_inflateInit2_(z_stream* stream, int bits, const char* version, int size);
int __real_inflate(z_stream* stream, int flush);
int __real_open(const char* path, int flags, ...);
ssize_t __real_write(int file, const void* bytes, std::size_t size);
int __real_fsync(int file);
int __real_close(int file);
int __real_rename(const char* from, const char* to);

void* __wrap_malloc(std::size_t size) {
  return strikes(Kind::memory) ? nullptr : counted(__real_malloc(size));
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  return strikes(Kind::memory) ? nullptr : counted(__real_calloc(count, size));
}
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  return strikes(Kind::memory) ? nullptr : counted(__real_aligned_alloc(alignment, size));
}
void* __wrap_realloc(void* block, std::size_t size) {
  if (strikes(Kind::memory)) return nullptr;
  void* const moved = __real_realloc(block, size);
  return block ? moved : counted(moved);
}
void __wrap_free(void* block) {
  if (block) --blocks;
  __real_free(block);
}

// What zlib allocates, it allocates in these.
int __wrap_inflateInit2_(z_stream* stream, int bits, const char* version, int size) {
  return strikes(Kind::memory) ? Z_MEM_ERROR : __real_inflateInit2_(stream, bits, version, size);
}
int __wrap_inflate(z_stream* stream, int flush) {
  return strikes(Kind::memory) ? Z_MEM_ERROR : __real_inflate(stream, flush);
}

int __wrap_open(const char* path, int flags, ...) {
  if (strikes(Kind::open)) return failed(EMFILE);
  va_list more;
  va_start(more, flags);
  const int mode = flags & O_CREAT ? va_arg(more, int) : 0;
  va_end(more);
  return __real_open(path, flags, mode);
}
/// Every second one that doesn't fail writes a part only, as it may.
ssize_t __wrap_write(int file, const void* bytes, std::size_t size) {
  if (strikes(Kind::write)) return failed(ENOSPC);
  if (armed == Kind::write && calls_left % 2 == 0) size = std::max<std::size_t>(1, size / 3);
  return __real_write(file, bytes, size);
}
int __wrap_fsync(int file) { return strikes(Kind::fsync) ? failed(EIO) : __real_fsync(file); }
int __wrap_close(int file) {
  const int result = __real_close(file);  // what fails to close is closed nevertheless
  return strikes(Kind::close) ? failed(EIO) : result;
}
int __wrap_rename(const char* from, const char* to) {
  return strikes(Kind::rename) ? failed(EACCES) : __real_rename(from, to);
}

ssize_t read(int file, void* to, std::size_t size) {
  if (strikes(Kind::read)) return failed(EIO);
  return syscall(SYS_read, file, to, size);
}

}  // extern "C"

// Not inlined: g++ would take `free` for the mate of the usual `new`.
void* operator new(std::size_t size) {
  if (void* block = std::malloc(std::max<std::size_t>(1, size))) return block;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  if (void* block =
          std::aligned_alloc(unit, (std::max<std::size_t>(1, size) + unit - 1) / unit * unit))
    return block;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(std::max<std::size_t>(1, size));
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::align_val_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  std::free(block);
}
