#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "text.hpp"

/// The folder of the user's cache where the program keeps things of a kind; the user's alone. It is
/// made if it isn't there. Raises Error where none can be had, or FileError for a folder of others.
std::filesystem::path cache_folder(const std::string& kind, const Texts& texts);

/// Notes that a file of a cache was used.
void touch(const std::filesystem::path& file);

/// Removes all files of a cache but those that were used last: so many with `ending`, and others of
/// their names.
void keep_newest(const std::filesystem::path& folder, const std::string& ending, std::size_t most);
