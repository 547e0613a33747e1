// NumPy's archives, and so zip files.
#include <algorithm>
#include <angka/data/numpy.hpp>

#include "surface.hpp"

using namespace angka;

namespace {

void add(Content& content, const Dataset& data) {
  require(data.pixels.size() == data.size() * static_cast<std::size_t>(data.shape.size()),
          "as many pixels as the shape says");
  for (const int label : data.labels)
    require(label >= 0 && static_cast<std::size_t>(label) < data.classes.size(),
            "labels of the classes");
  content.add(data.shape.channels).add(data.shape.height).add(data.pixels).add(data.labels);
}

}  // namespace

Loaded load(std::span<const std::uint8_t> file) try {
  static const MemoryFile input;
  const NumpySets sets = load_numpy(input.holding(file));
  Content content;
  add(content, sets.train);
  if (sets.test) add(content, *sets.test);
  return content.loaded();
} catch (const FileError& error) {
  require_reason(error.what());
  return std::nullopt;
}

bool seal(std::span<std::uint8_t> file) {
  detail::Fault fault;
  const auto members = detail::zip_members(file, fault);
  if (!members) return false;
  std::size_t entry = 0;
  for (const detail::ZipMember& member : *members) {
    const std::string& name = member.name;
    auto bytes = detail::unzip(file, member, std::size_t{1} << 20, fault);
    if (bytes || member.method != 0) continue;
    const std::size_t start = member.header + 30 + name.size();
    if (start > file.size() || member.packed > file.size() - start) continue;
    const std::uint32_t sum = detail::crc32(file.subspan(start, member.packed));
    // The directory's entry that has this name: 46 bytes before it begins.
    for (; entry + 46 + name.size() <= file.size(); ++entry)
      if (detail::zip_mark(file, entry, 1, 2) &&
          std::equal(name.begin(), name.end(),
                     file.begin() + static_cast<std::ptrdiff_t>(entry) + 46,
                     [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; })) {
        for (std::size_t i = 0; i < 4; ++i)
          file[entry + 16 + i] = static_cast<std::uint8_t>(sum >> 8 * i);
        break;
      }
  }
  return true;
}
