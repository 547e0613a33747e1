#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "console/fingerprint.hpp"

/// Tells the headers of a folder, with those below it, from others by their contents.
inline std::string headers_fingerprint(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".hpp") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return fingerprint(all);
}

/// The same of the two folders that a compiled net takes its headers from.
inline std::string headers_fingerprint(const std::filesystem::path& angka,
                                       const std::filesystem::path& nets) {
  return headers_fingerprint(angka) + ' ' + headers_fingerprint(nets);
}
