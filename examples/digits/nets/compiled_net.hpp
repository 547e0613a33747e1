#pragma once

#include <string>

#include "architecture.hpp"
#include "classifier.hpp"

/// How a net that isn't built in may be had.
struct Compiling {
  const Texts& texts;
  bool quiet = false;   ///< says nothing of it
  bool allowed = true;  ///< false: only if it was compiled before
};

/// The net of an architecture with an output for each of `classes` classes, compiled with the
/// compiler and the flags of this program and loaded. What was compiled once lies in the folder
/// angka/nets of the user's cache, for them alone, as long as text, headers, compiler, flags and
/// processor are the same.
///
/// Raises Error where there is no compiler, or it fails or takes more than ten minutes or 8 GB;
/// SettingError where it isn't allowed.
Net compiled_net(const Architecture& architecture, int classes, const Compiling& how);

/// The net that --net names, a built-in one or a file of layers, with so many outputs.
const Net& choose_net(const std::string& name, int classes, const Compiling& how);
/// Whether it has a layer of dropout; reads a file, compiles nothing.
bool net_has_dropout(const std::string& name, const Texts& texts);
/// The net of a saved model.
const Net& saved_net(const std::string& name, const std::string& text, int classes,
                     const Compiling& how);
