#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "classifier.hpp"
#include "console/options.hpp"

/// What `train --recipe` stands for, as far as the command line says nothing else.
struct NamedRecipe {
  const char* name;
  const char* net;
  const char* augment;
  Recipe few, many;  ///< as Net's

  const Recipe& recipe(std::size_t images) const { return images < 20000 ? few : many; }
};
/// The one of that name, or nullptr.
const NamedRecipe* find_recipe(const std::string& name);
/// All of them, as options of the command line.
std::vector<OfferedRecipe> offered_recipes();
