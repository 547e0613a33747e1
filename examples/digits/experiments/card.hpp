#pragma once

#include <filesystem>
#include <functional>

#include <angka/data/card.hpp>

#include "console/output.hpp"

/// The file of the data's card, or that of MNIST's if the data has none but is recognised, or "".
std::filesystem::path card_file(const std::filesystem::path& place,
                                const std::function<bool()>& is_mnist);

struct FoundCard {
  std::filesystem::path file{};  ///< "": none
  angka::DataCard card{};
};

/// Reads that card, in the reader's language if it is there in it. Raises FileError.
FoundCard find_card(const std::filesystem::path& place, const std::function<bool()>& is_mnist,
                    const Texts& texts);

struct Digits;
struct Options;

/// The card of what is made of a data set: its source's, with what was done ("Augmented", "...").
angka::DataCard derived_card(const Digits& digits, const Options& options, const std::string& made,
                             const std::string& how);

Json to_json(const FoundCard& found);
