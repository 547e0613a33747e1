// usage: replay FOLDER [--damage]
//
// Loads each file of FOLDER/accepted and FOLDER/refused, which must be at most 1 KB and meet that
// fate, in at most 64 MB. With --damage also all that become of the accepted ones when they are cut
// off anywhere or have any one bit changed: what breaks off, and damage in a format with a
// checksum, must be refused or make no difference. ANGKA_DAMAGE=N: one in N of these alone.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "surface.hpp"

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t most_bytes = 1024;
constexpr long most_kilobytes = 64 * 1024;

// A sanitizer's or an emulator's own memory says nothing.
#if defined(ANGKA_EMULATED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool counts_memory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool counts_memory = false;
#else
constexpr bool counts_memory = true;
#endif
#else
constexpr bool counts_memory = true;
#endif

/// The most memory that this process ever had, in kilobytes.
long peak() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

class Replay {
 public:
  int failures = 0;
  long damaged = 0, unnoticed = 0;
  double slowest = 0;

  void complain(const std::string& what) {
    std::cerr << what << '\n';
    ++failures;
  }

  Loaded attempt(const Bytes& file, const std::string& name) {
    ::alarm(60);  // a hang is a crash
    const auto begin = std::chrono::steady_clock::now();
    Loaded loaded = load(file);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    slowest = std::max(slowest, time.count());
    if (counts_memory && growth() > most_kilobytes && !too_much_) {
      too_much_ = true;
      complain(name + ": takes " + std::to_string(growth()) + " KB");
    }
    return loaded;
  }

  /// `changed` is `whole` with something wrong. Refused, or the same; else a complaint if it
  /// should.
  void check_damage(const Bytes& changed, const Loaded& whole, bool guarded,
                    const std::string& name) {
    ++damaged;
    const Loaded loaded = attempt(changed, name);
    if (!loaded || *loaded == *whole) return;
    ++unnoticed;
    if (guarded) complain(name + ": accepted, as something else");
  }

  long growth() const { return peak() - before_; }

 private:
  const long before_ = peak();
  bool too_much_ = false;
};

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const fs::path folder = argv[1];
  const bool damage = argc > 2 && std::string_view(argv[2]) == "--damage";
  const char* sparse = std::getenv("ANGKA_DAMAGE");
  const std::size_t step = sparse ? std::max(std::stoul(sparse), 1ul) : 1;
  std::ostream out(std::cout.rdbuf());  // a surface may silence the other
  Replay replay;
  int count[2] = {};
  for (const bool accepted : {true, false})
    for (const fs::path& path : files_in(folder / (accepted ? "accepted" : "refused"))) {
      std::ifstream file(path, std::ios::binary);
      Bytes bytes{std::istreambuf_iterator<char>(file), {}};
      ++count[accepted];
      if (bytes.size() > most_bytes) replay.complain(path.string() + ": over 1 KB");
      const Loaded whole = replay.attempt(bytes, path.string());
      if (whole.has_value() != accepted)
        replay.complain(path.string() + (accepted ? ": refused" : ": accepted"));
      if (!damage || !accepted || !whole) continue;
      for (std::size_t size = 0; size < bytes.size(); size += step)
        replay.check_damage(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)),
                            whole, true, path.string() + ", cut to " + std::to_string(size));
      Bytes copy = bytes;
      const bool sealed = seal(copy);
      if (copy != bytes) replay.complain(path.string() + ": a checksum that isn't right");
      for (std::size_t bit = 0; bit < 8 * bytes.size(); bit += step) {
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        replay.check_damage(bytes, whole, sealed,
                            path.string() + ", bit " + std::to_string(bit) + " changed");
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
      }
    }
  out << folder.filename().string() << ": " << count[1] << " files accepted, " << count[0]
      << " refused; " << replay.damaged << " damaged, of which " << replay.unnoticed
      << " read as something else; at most " << replay.growth() / 1024 << " MB and "
      << static_cast<int>(1000 * replay.slowest) << " ms\n";
  if (!count[0] || !count[1]) replay.complain("files of both kinds are missing");
  return replay.failures ? 1 : 0;
}
