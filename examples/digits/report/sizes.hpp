#pragma once

#include <vector>

#include "document.hpp"

inline constexpr double text_width = 14;  ///< of a printed page, in centimetres

/// How wide a figure is printed, in centimetres.
double printed_width(const Figure& figure);

/// The part of a page's width that each column of a table takes, by what it holds; empty: as wide
/// as their longest words, since there is room.
std::vector<double> column_widths(const Table& table);
