#pragma once

#include <filesystem>
#include <string>

#include "console/text.hpp"
#include "document.hpp"

/// Raises Error, which says how to get it, where pandoc isn't found.
void check_pandoc(const Texts& texts);

/// Makes a Word document with pandoc: Times New Roman of 12 points, a thesis' margins and headings,
/// contents and lists of figures and tables. Figures are taken from the folder `figures` beside
/// `file`. Raises Error, with what pandoc says, where it fails.
void write_docx(const Document& document, const std::filesystem::path& file, const Texts& texts);
