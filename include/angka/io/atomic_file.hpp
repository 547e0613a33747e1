#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA {
/// Writes a whole file or nothing: when `path` exists, it holds either its old bytes or the new
/// ones at every moment, whatever fails and whenever the process ends.
///
/// The bytes go to a temporary file in the same folder, which is synced and then renamed. Links are
/// followed and an existing file keeps its mode; devices and pipes are written to directly.
/// (Without POSIX there is no sync, and they are refused.)
///
/// Errors: FileError, after the temporary file is removed.
/// Example: `write_file_atomically("note.txt", "whole or not at all");`
ANGKA_INLINE void write_file_atomically(const std::filesystem::path& path,
                                        std::span<const std::uint8_t> bytes);

ANGKA_INLINE void write_file_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <system_error>

#if defined(__unix__) || defined(__APPLE__)
#define ANGKA_POSIX_FILES 1
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>
#endif

namespace angka::inline ANGKA_ISA {

namespace detail::files {

#if defined(ANGKA_POSIX_FILES)

inline std::error_code last_error() { return {errno, std::generic_category()}; }

inline std::error_code write_all(int file, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    // Some systems refuse to write more than 2 GiB at once.
    const ssize_t written =
        ::write(file, bytes.data(), std::min(bytes.size(), std::size_t{1} << 30));
    if (written == 0) return std::make_error_code(std::errc::io_error);
    if (written < 0 && errno != EINTR) return last_error();
    if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

/// Writes a temporary file beside `target` and renames it. `existing` is what `target` was.
inline std::error_code replace_file(const std::filesystem::path& target,
                                    std::span<const std::uint8_t> bytes,
                                    const struct stat* existing) {
  static std::atomic<unsigned> count{0};
  const mode_t mode = existing ? existing->st_mode & 0777 : 0666;
  const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
  std::filesystem::path temporary;
  int file = -1;
  do {
    temporary = target.parent_path() /
                (".angka-" + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".tmp");
    file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  } while (file < 0 && errno == EEXIST);
  if (file < 0) return last_error();

  std::error_code error = write_all(file, bytes);
  if (existing) ::fchmod(file, mode);  // what the umask took away; not every file system has modes
  if (!error && ::fsync(file) != 0) error = last_error();
  if (::close(file) != 0 && !error) error = last_error();
  if (!error && ::rename(temporary.c_str(), target.c_str()) != 0) error = last_error();
  if (error) {
    ::unlink(temporary.c_str());
    return error;
  }
  // The new file is in place. Not every file system can sync a folder, so that this may fail.
  if (const int handle = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC); handle >= 0) {
    ::fsync(handle);
    ::close(handle);
  }
  return {};
}

inline std::error_code write_file(const std::filesystem::path& path,
                                  std::span<const std::uint8_t> bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno == ENOENT ? replace_file(path, bytes, nullptr) : last_error();

  struct stat status {};
  std::error_code error;
  if (::fstat(file, &status) != 0) error = last_error();
  const bool regular = S_ISREG(status.st_mode);
  if (!error && !regular) error = write_all(file, bytes);  // a device or a pipe
  if (::close(file) != 0 && !error) error = last_error();
  if (error || !regular) return error;

  const std::filesystem::path target = std::filesystem::canonical(path, error);  // follows links
  return error ? error : replace_file(target, bytes, &status);
}

#else

inline std::error_code write_file(const std::filesystem::path& path,
                                  std::span<const std::uint8_t> bytes) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    return std::make_error_code(std::errc::invalid_argument);
  std::filesystem::path temporary = path;
  temporary += ".tmp";
  std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  error.clear();
  if (!file) error = std::make_error_code(std::errc::io_error);
  if (!error) std::filesystem::rename(temporary, path, error);
  if (std::error_code ignored; error) std::filesystem::remove(temporary, ignored);
  return error;
}

#endif

}  // namespace detail::files

ANGKA_INLINE void write_file_atomically(const std::filesystem::path& path,
                                        std::span<const std::uint8_t> bytes) {
  if (const std::error_code error = detail::files::write_file(path, bytes))
    raise(FileError(detail::printable(path), "a file that can be written", error.message()));
}

ANGKA_INLINE void write_file_atomically(const std::filesystem::path& path, std::string_view text) {
  write_file_atomically(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace angka::inline ANGKA_ISA

#endif
