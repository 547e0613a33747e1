#pragma once

#include <filesystem>
#include <functional>

#include "console/options.hpp"

/// The file of the data's card, or that of MNIST's if the data has none but is recognised, or "".
std::filesystem::path card_file(const std::filesystem::path& place,
                                const std::function<bool()>& is_mnist);

/// `digits inspect --card`: shows the card of the data, or that of MNIST if the data has none but
/// is recognised.
int show_card(const Options& options);

/// `digits inspect --new-card`: puts a card to be filled in beside the data. Raises FileError if
/// there is anything under its name.
int new_card(const Options& options);
