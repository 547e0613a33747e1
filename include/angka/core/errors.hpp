#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>

#include <angka/core/definitions.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// What every error of the library derives from. `what()` is one line.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A setting that can't be used: a learning rate of 0, a batch larger than the data.
class SettingError : public Error {
 public:
  using Error::Error;
};

/// A file that can't be read or written, or doesn't hold what it should.
class FileError : public Error {
 public:
  FileError(std::string file, std::string expected, std::string found);

  const std::string& file() const { return file_; }
  const std::string& expected() const { return expected_; }
  const std::string& found() const { return found_; }

 private:
  std::string file_, expected_, found_;
};

#if !defined(__cpp_exceptions)
/// Called in place of `throw` where exceptions are off; must not return. Where it is null the text
/// goes to standard error, and the program ends.
using ErrorHandler = void (*)(const char* message);
inline ErrorHandler error_handler = nullptr;
#endif

/// Throws `error`, or hands its text to `error_handler` where exceptions are off.
template <class E>
[[noreturn]] void raise(E error) {
#if defined(__cpp_exceptions)
  throw error;
#else
  if (error_handler)
    error_handler(error.what());
  else
    std::fprintf(stderr, "angka: %s\n", error.what());
  std::abort();
#endif
}

namespace detail {

/// The same for a setting, where exceptions are off without a heap or files: if there is no handler
/// the program ends without a word.
[[noreturn, gnu::cold]] inline void raise_setting(const char* message) {
#if defined(__cpp_exceptions)
  throw SettingError(message);
#else
  if (error_handler) error_handler(message);
#if defined(__GNUC__)
  __builtin_trap();
#else
  std::abort();
#endif
#endif
}

}  // namespace detail

/// Raises a SettingError "Adam: learning_rate must be above 0, not nan" unless `allowed` and
/// finite.
/// Example: `expect_setting(rate > 0, "SGD", "learning_rate", "above 0", rate);`
ANGKA_INLINE void expect_setting(bool allowed, const char* owner, const char* setting,
                                 const char* range, double value);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE FileError::FileError(std::string file, std::string expected, std::string found)
    : Error(file + ": expected " + expected + ", found " + found),
      file_(std::move(file)),
      expected_(std::move(expected)),
      found_(std::move(found)) {}

ANGKA_INLINE void expect_setting(bool allowed, const char* owner, const char* setting,
                                 const char* range, double value) {
  if (allowed && finite(value)) return;
  char message[160];
  std::snprintf(message, sizeof message, "%s: %s must be %s, not %g", owner, setting, range, value);
  raise(SettingError(message));
}

}  // namespace angka::inline ANGKA_ISA

#endif
