#pragma once

#include <string>
#include <vector>

/// An option of which a command line lists several values: "--net lenet5,small".
struct ListedOption {
  std::string name;  ///< "--net"
  std::vector<std::string> values{};
};

/// A command line with lists, as command lines without.
struct Combinations {
  std::vector<ListedOption> listed{};
  std::vector<std::vector<std::string>> lines{};  ///< the last listed option changes fastest
};

/// Takes the lists of settings in a command line apart. Where a list of augmentations has commas of
/// its own, a part begins with none, light or strong, or where the operation was named before.
Combinations combine(const std::vector<std::string>& line);
