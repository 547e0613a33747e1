#include "prepared_images.hpp"

#include <algorithm>
#include <angka/core/bytes.hpp>
#include <angka/io/atomic_file.hpp>
#include <iostream>
#include <span>
#include <string_view>
#include <system_error>

#include "console/fingerprint.hpp"
#include "console/library_text.hpp"
#include "console/user_cache.hpp"

namespace fs = std::filesystem;

namespace {

using angka::detail::append_little_endian;
using angka::detail::little_endian;

constexpr const char* file_ending = ".photographs";
constexpr std::size_t most_kept = 20;
constexpr std::uintmax_t most_bytes = std::uintmax_t{256} << 20;  // of a file
constexpr std::size_t pixels = 28 * 28;

/// Tells this build of the program from any other.
std::string program_identity() {
  std::error_code error;
  const fs::path program = fs::canonical("/proc/self/exe", error);
  const auto size = fs::file_size(program, error);
  const auto time = fs::last_write_time(program, error).time_since_epoch().count();
  return "angka photographs 1 " + program.string() + ' ' + std::to_string(size) + ' ' +
         std::to_string(time) + '\n';
}

/// Reads numbers and texts, one after another.
struct Reader {
  std::span<const std::uint8_t> bytes;
  bool sound = true;

  std::span<const std::uint8_t> take(std::size_t count) {
    if (!sound || count > bytes.size()) {
      sound = false;
      return {};
    }
    const auto taken = bytes.first(count);
    bytes = bytes.subspan(count);
    return taken;
  }
  template <class Integer>
  Integer number() {
    const auto taken = take(sizeof(Integer));
    return taken.empty() ? Integer{} : little_endian<Integer>(taken);
  }
  std::string text() {
    const auto taken = take(number<std::uint32_t>());
    return {taken.begin(), taken.end()};
  }
};

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void append_text(angka::Bytes& bytes, const std::string& text) {
  append_little_endian(bytes, static_cast<std::uint32_t>(text.size()));
  bytes.insert(bytes.end(), text.begin(), text.end());
}

}  // namespace

PreparedImages::PreparedImages(const Options& options) : options_(options), progress_(options) {}

/// Finds the folder and what lies in it.
void PreparedImages::open() {
  program_ = program_identity();
  try {
    if (options_.cache.empty())
      folder_ = cache_folder("photographs", *options_.texts);
    else
      fs::create_directories(folder_ = options_.cache);
  } catch (const std::exception& problem) {
    folder_.clear();
    no_folder_ = problem.what();
    return;
  }
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == file_ending)
      files.emplace_back(entry->last_write_time(error), entry->path());
  std::sort(files.rbegin(), files.rend());
  for (const auto& [time, file] : files) unread_.push_back(file);
}

/// A photograph that is known, from the file that was used last or from those before.
const PreparedImages::Record* PreparedImages::find(const Key& key) {
  if (program_.empty()) open();
  for (;;) {
    if (const auto found = known_.find(key); found != known_.end()) return &found->second;
    if (unread_.empty()) return nullptr;
    if (auto records = read(unread_.front())) known_.merge(*records);
    unread_.pop_front();
  }
}

std::optional<PreparedImages::Records> PreparedImages::read(const fs::path& file) const {
  angka::detail::Fault fault;
  const auto bytes = angka::detail::try_read_file(file, most_bytes, fault);
  if (!bytes || bytes->size() < 16) return std::nullopt;
  Reader reader{std::span(*bytes).first(bytes->size() - 16)};
  const auto end = std::span(*bytes).last(16);
  if (fingerprint(reader.bytes) != std::string(end.begin(), end.end()) || reader.text() != program_)
    return std::nullopt;
  Records records;
  while (reader.sound && !reader.bytes.empty()) {
    Key key{reader.number<std::uint64_t>(), 0};
    key.second = reader.number<std::uint64_t>();
    Record one;
    const auto flags = reader.number<std::uint8_t>();
    one.image.photograph = (flags & 1) != 0;
    one.cut.dark = (flags & 2) != 0;
    one.cut.coloured = (flags & 4) != 0;
    for (int* side : {&one.cut.shape.channels, &one.cut.shape.height, &one.cut.shape.width})
      *side = reader.number<std::int32_t>();
    if (one.image.photograph) {
      const auto taken = reader.take(pixels);
      one.image.image = {28, 28, 1, {taken.begin(), taken.end()}};
    } else {
      one.image.expected = reader.text();
      one.image.found = reader.text();
    }
    if (reader.sound) records.emplace(key, std::move(one));
  }
  if (!reader.sound) return std::nullopt;
  return records;
}

angka::Remember PreparedImages::remember() {
  return
      [this](const angka::FileOfClass& file, const std::function<angka::PreparedImage()>& prepare) {
        interrupt_.check(*options_.texts);
        const Key key{hash_of(as_bytes(file.class_name), hash_of(file.bytes)), file.bytes.size()};
        Record one;
        std::unique_lock lock(mutex_);
        if (const Record* known = find(key)) {
          one = *known;
        } else {
          progress_.show(file.number, file.count);
          lock.unlock();
          noted_.reset();
          one.image = prepare();
          if (!noted_) return one.image;  // no photograph
          one.cut = *noted_;
          lock.lock();
          any_read_ = true;
        }
        if (one.image.photograph) cuts_.push_back(one.cut);
        return used_.insert_or_assign(key, std::move(one)).first->second.image;
      };
}

void PreparedImages::keep() {
  store();
  interrupt_.check(*options_.texts);
}

PreparedImages::~PreparedImages() {
  if (!kept_) store();
}

void PreparedImages::store() {
  kept_ = true;
  progress_.clear();
  try {
    if (!used_.empty()) write();
  } catch (const std::exception& error) {
    static bool said = false;
    if (!said && !options_.quiet)
      std::cerr << fill(options_.texts->not_kept, translated(error.what(), *options_.texts))
                << '\n';
    said = true;
  }
}

void PreparedImages::write() const {
  if (folder_.empty()) angka::raise(angka::Error(no_folder_));
  angka::Bytes keys;
  for (const auto& [key, one] : used_) {
    append_little_endian(keys, key.first);
    append_little_endian(keys, key.second);
  }
  const fs::path file = folder_ / (fingerprint(keys) + file_ending);
  std::error_code error;
  if (!any_read_ && fs::exists(file, error)) return touch(file);
  angka::write_file_atomically(file, encode());
  keep_newest(folder_, file_ending, most_kept);
}

angka::Bytes PreparedImages::encode() const {
  angka::Bytes bytes;
  append_text(bytes, program_);
  for (const auto& [key, one] : used_) {
    append_little_endian(bytes, key.first);
    append_little_endian(bytes, key.second);
    bytes.push_back(
        static_cast<std::uint8_t>(one.image.photograph + 2 * one.cut.dark + 4 * one.cut.coloured));
    for (const int side : {one.cut.shape.channels, one.cut.shape.height, one.cut.shape.width})
      append_little_endian(bytes, static_cast<std::uint32_t>(side));
    if (one.image.photograph) {
      bytes.insert(bytes.end(), one.image.image.pixels.begin(), one.image.image.pixels.end());
    } else {
      append_text(bytes, one.image.expected);
      append_text(bytes, one.image.found);
    }
  }
  const std::string end = fingerprint(bytes);
  bytes.insert(bytes.end(), end.begin(), end.end());
  return bytes;
}
