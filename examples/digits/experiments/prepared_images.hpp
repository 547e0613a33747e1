#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <angka/data/class_folder.hpp>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/progress.hpp"

/// How a digit was cut out of a photograph.
struct Cut {
  bool dark = false, coloured = false;
  angka::Shape shape{};  ///< of the photograph
};

/// What the photographs of a data set became, so that they are read once. It is kept in --cache, or
/// in the user's own cache: a file for each data set, named by all its photographs, and of use for
/// others that have some of them. What became of a photograph depends on the bytes of its file, its
/// class and this build of the program.
class PreparedImages {
 public:
  explicit PreparedImages(const Options& options);
  PreparedImages(const PreparedImages&) = delete;
  PreparedImages& operator=(const PreparedImages&) = delete;
  ~PreparedImages();

  /// For `load_data`, while this lives; any number of threads may ask at once. Each photograph that
  /// is read must be noted by the thread that does it.
  angka::Remember remember();
  void note(const Cut& cut) { noted_ = cut; }
  /// Keeps what became of the photographs that were asked for, or says why it can't. Raises Error
  /// if the program is to end.
  void keep();

  const std::vector<Cut>& cuts() const { return cuts_; }

 private:
  using Key = std::pair<std::uint64_t, std::uint64_t>;
  struct Record {
    angka::PreparedImage image{};
    Cut cut{};
  };
  using Records = std::map<Key, Record>;

  void open();
  const Record* find(const Key& key);
  std::optional<Records> read(const std::filesystem::path& file) const;
  angka::Bytes encode() const;
  void write() const;
  void store();

  const Options& options_;
  InterruptGuard interrupt_{};
  std::string program_{};           ///< empty: nothing was asked yet
  std::filesystem::path folder_{};  ///< empty: there is none
  std::string no_folder_{};         ///< and why
  std::deque<std::filesystem::path> unread_{};
  Records known_{}, used_{};
  bool any_read_ = false, kept_ = false;
  static inline thread_local std::optional<Cut> noted_{};
  std::vector<Cut> cuts_{};
  ReadingProgress progress_;
  std::mutex mutex_{};  ///< of all that files alter
};
