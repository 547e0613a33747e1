#pragma once

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <angka/core/errors.hpp>

/// A lock on a file, which ends with the process that holds it, however that ends; also between
/// machines, on a file system that they share (NFS from version 4 on, Lustre mounted with flock).
class FileLock {
 public:
  enum class Kind { shared, exclusive };

  /// Nothing, if a lock of another process stands against it. Raises FileError where there can't be
  /// a lock.
  static std::optional<FileLock> attempt(const std::filesystem::path& file,
                                         Kind kind = Kind::exclusive) {
    FileLock lock(file, ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (lock.file_ < 0) lock.refuse();
    if (lock.change(kind)) return lock;
    return std::nullopt;
  }
  FileLock(FileLock&& other) noexcept
      : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    return *this;
  }
  ~FileLock() {
    if (file_ >= 0) ::close(file_);
  }

  /// Makes it another lock; if that fails, it is none.
  bool change(Kind kind) {
    const int how = (kind == Kind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    while (::flock(file_, how) != 0) {
      if (errno == EWOULDBLOCK) return false;
      if (errno != EINTR) refuse();
    }
    return true;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  FileLock(std::filesystem::path path, int file) : path_(std::move(path)), file_(file) {}
  [[noreturn]] void refuse() const {
    const std::error_code why(errno, std::generic_category());
    angka::raise(angka::FileError(path_.string(), "a file that can be locked", why.message()));
  }

  std::filesystem::path path_;
  int file_ = -1;
};
