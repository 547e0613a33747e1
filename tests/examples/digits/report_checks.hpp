#pragma once

#include <filesystem>
#include <string>

#include "program.hpp"

/// Checks that an Indonesian report, whose JSON is `report`, tells one figure of one thing.
void check_one_set_of_figures(const std::filesystem::path& out, const nlohmann::json& report);

/// Checks that there are no English words in what `of` wrote.
void check_indonesian(const std::string& text, const std::string& of);
