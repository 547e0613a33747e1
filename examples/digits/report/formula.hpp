#pragma once

#include <string>
#include <string_view>

/// A formula in LaTeX as MathML, which browsers show by themselves. `block`: on a line of its own.
///
/// Of LaTeX it knows what the report writes: scripts, \frac, \sqrt, \hat, \text, \mathrm, \sum,
/// \left and \right, cases, Greek letters, functions and the usual signs. Raises
/// std::invalid_argument, with the word, for any other.
/// Example: `to_mathml("x_i^2", false)`
std::string to_mathml(std::string_view latex, bool block);
