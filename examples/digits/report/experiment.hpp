#pragma once

#include <string>
#include <vector>

#include "console/output.hpp"
#include "console/text.hpp"
#include "document.hpp"

// What an experiment's JSON holds, for people; the command and the report show the same.

/// Raises FileError for a file that holds none.
Json read_experiment(const std::string& path, const Texts& texts);

/// A row a setting.
Table experiment_table(const Json& experiment, const Texts& texts);
/// The same with all digits, the ends of intervals in columns of their own, as a spreadsheet opens
/// it by a click.
std::string experiment_csv(const Json& experiment, const Texts& texts);
/// The accuracies with their intervals.
Figure experiment_figure(const Json& experiment, const Texts& texts);
/// What was measured on what, and what the table doesn't say.
std::vector<std::string> experiment_notes(const Json& experiment, const Texts& texts);

/// A section of a report.
std::vector<Block> experiment_section(const Json& experiment, const Texts& texts);
