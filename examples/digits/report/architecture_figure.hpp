#pragma once

#include <string>

#include <angka/network/summary.hpp>

#include "document.hpp"
#include "figures_text.hpp"

/// Blocks from left to right, in rows: each is as high as its maps and as thick as there are many;
/// below it stand what computes it and its size; arrows over them are the shortcuts of residual
/// blocks.
Figure architecture_figure(const char* name, const std::string& caption,
                           const angka::Summary& summary, const FigureTexts& texts);
