#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/data/file.hpp>
#include <angka/data/zip.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// What a folder holds, ordered by the bytes of the names, whatever the file system's own order.
[[gnu::cold]] ANGKA_INLINE std::vector<std::filesystem::path> folder_entries(
    const std::filesystem::path& folder);

[[gnu::cold]] ANGKA_INLINE bool is_hidden(const std::filesystem::path& path);

/// Whether that is what a system leaves beside a person's files: in zip files of a Mac, ...
[[gnu::cold]] ANGKA_INLINE bool is_systems(const std::filesystem::path& path);

/// The most bytes that a file of data may have.
inline constexpr std::uintmax_t most_data_bytes =
    std::uintmax_t{1} << 32 < PTRDIFF_MAX ? std::uintmax_t{1} << 32 : PTRDIFF_MAX;

/// A folder and what is in it; or a zip file, which is held in memory and read as if it were
/// unpacked into a folder of its own name.
class FileTree {
 public:
  /// Raises FileError for a file that is no sound zip file.
  ANGKA_INLINE explicit FileTree(const std::filesystem::path& root);

  const std::filesystem::path& root() const { return root_; }
  ANGKA_INLINE std::vector<std::filesystem::path> entries(
      const std::filesystem::path& folder) const;
  ANGKA_INLINE bool is_folder(const std::filesystem::path& path) const;
  /// The whole of a file of at most `limit` bytes.
  ANGKA_INLINE std::optional<Bytes> read(const std::filesystem::path& path, std::uintmax_t limit,
                                         Fault& fault) const;

 private:
  std::filesystem::path root_{};
  bool zip_ = false;
  Bytes file_{};
  std::map<std::string, ZipMember> members_{};  ///< by the path that each would have
};

/// What a person put into a folder.
[[gnu::cold]] ANGKA_INLINE std::vector<std::filesystem::path> own_entries(
    const FileTree& tree, const std::filesystem::path& folder);

}  // namespace angka::inline ANGKA_ISA::detail

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE std::vector<std::filesystem::path> folder_entries(
    const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(folder, error))
    raise(FileError(printable(folder), "a folder", file_kind(folder)));
  std::set<std::string> names;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    names.insert(entry->path().filename().string());
  if (error) raise(FileError(printable(folder), "a readable folder", error.message()));
  std::vector<fs::path> entries;
  for (const std::string& name : names) entries.push_back(folder / name);
  return entries;
}

ANGKA_INLINE bool is_hidden(const std::filesystem::path& path) {
  return path.filename().string().starts_with('.');
}

ANGKA_INLINE bool is_systems(const std::filesystem::path& path) {
  constexpr std::string_view names[] = {"__MACOSX", "@eaDir", "lost+found", "Thumbs.db",
                                        "desktop.ini"};
  return std::find(std::begin(names), std::end(names), path.filename().string()) != std::end(names);
}

ANGKA_INLINE FileTree::FileTree(const std::filesystem::path& root) : root_(root) {
  std::error_code error;
  if (std::filesystem::is_directory(root, error)) return;
  if (!std::filesystem::is_regular_file(root, error))
    raise(FileError(printable(root), "a folder", file_kind(root)));
  zip_ = true;
  file_ = read_file(root, most_data_bytes);
  if (!is_zip(file_)) raise(FileError(printable(root), "a folder", "a file"));
  Fault fault;
  auto members = zip_members(file_, fault);
  if (!members) raise(FileError(printable(root), fault.expected, fault.found));
  for (ZipMember& member : *members) {
    std::string name = std::move(member.name);
    std::replace(name.begin(), name.end(), '\\', '/');  // as some programs write it
    members_.insert_or_assign(root.string() + '/' + name, std::move(member));
  }
}

ANGKA_INLINE std::vector<std::filesystem::path> FileTree::entries(
    const std::filesystem::path& folder) const {
  if (!zip_) return folder_entries(folder);
  const std::string above = folder.string() + '/';
  std::set<std::string> names;
  for (auto member = members_.lower_bound(above);
       member != members_.end() && member->first.starts_with(above); ++member) {
    const std::string name = member->first.substr(above.size());
    names.insert(name.substr(0, name.find('/')));
  }
  std::vector<std::filesystem::path> entries;
  for (const std::string& name : names)
    if (!name.empty()) entries.push_back(folder / name);
  return entries;
}

ANGKA_INLINE bool FileTree::is_folder(const std::filesystem::path& path) const {
  std::error_code error;
  if (!zip_) return std::filesystem::is_directory(path, error);
  const auto member = members_.lower_bound(path.string() + '/');
  return member != members_.end() && member->first.starts_with(path.string() + '/');
}

ANGKA_INLINE std::optional<Bytes> FileTree::read(const std::filesystem::path& path,
                                                 std::uintmax_t limit, Fault& fault) const {
  if (!zip_) return try_read_file(path, limit, fault);
  const auto member = members_.find(path.string());
  if (member == members_.end())
    return fail(fault, "a file", is_folder(path) ? "a folder" : "no file");
  return unzip(file_, member->second, static_cast<std::size_t>(limit), fault);
}

ANGKA_INLINE std::vector<std::filesystem::path> own_entries(const FileTree& tree,
                                                            const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> entries = tree.entries(folder);
  std::erase_if(entries, [](const std::filesystem::path& entry) {
    return is_hidden(entry) || is_systems(entry);
  });
  return entries;
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
