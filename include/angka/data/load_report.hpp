#pragma once

#include <angka/core/isa.hpp>
#include <angka/data/file.hpp>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// A file in the folder of a class that could not be used.
struct LeftOutFile {
  std::string file{};
  std::string why{};
};

/// What a loader took and what it left out.
/// Example: `LoadReport report; report.leave_out("cat/note.txt", "no image"); report.skipped == 1
/// && report.reasons[0] == "cat/note.txt: no image"`
struct LoadReport {
  static constexpr std::size_t most_reasons = 20;

  std::size_t loaded = 0;
  std::size_t skipped = 0;
  std::vector<std::string> files{};  ///< of the loaded, if each is one: training images, then tests
  std::vector<std::string> written_by{};  ///< likewise: the names of who wrote each; "": unknown
  std::size_t photographs = 0;            ///< of the loaded: those in which a digit had to be found
  std::size_t greyed = 0;                 ///< of the loaded: those in colour, which turned grey
  std::size_t transposed = 0;  ///< of the loaded: those that lay transposed, and were set right
  std::vector<std::string>
      reasons{};  ///< "file: why", one line each, of the first that were skipped
  std::vector<LeftOutFile> left_out{};  ///< of the skipped: all that a person put among the images

  void skip(const std::filesystem::path& path, const std::string& why) {
    if (++skipped <= most_reasons) reasons.push_back(detail::printable(path) + ": " + why);
  }
  void leave_out(const std::filesystem::path& path, const std::string& why) {
    skip(path, why);
    left_out.push_back({detail::printable(path), why});
  }
};

}  // namespace angka::inline ANGKA_ISA
