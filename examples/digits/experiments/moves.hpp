#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "data.hpp"

/// What is to become of the images: those of the training set, then those of the test set.
struct Moves {
  std::vector<bool> removed{};
  std::vector<int> labels{};
  std::size_t removals = 0, relabelled = 0;
};

/// Reads a table with the columns that `inspect --csv` writes, of which `action` says what to do:
/// nothing or keep, remove, or label, which gives the image its `new_label`. Commas, semicolons or
/// tabs stand between the fields. Raises Error that names the line.
Moves read_moves(const std::filesystem::path& path, const Digits& digits, const Texts& texts);
