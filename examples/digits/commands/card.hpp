#pragma once

#include "console/options.hpp"

/// `digits inspect --card`: shows the card of the data, or that of MNIST if the data has none but
/// is recognised.
int show_card(const Options& options);

/// `digits inspect --new-card`: puts a card to be filled in beside the data. Raises FileError if
/// there is anything under its name.
int new_card(const Options& options);
