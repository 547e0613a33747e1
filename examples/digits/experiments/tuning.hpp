#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <vector>

#include "console/options.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "search.hpp"
#include "trained_model.hpp"
#include "unseen.hpp"

/// What a search has found, and the net trained with the settings that won.
struct Tuning {
  std::deque<Trial> trials;
  Trial winner;
  Json asked;  ///< what the command line asks for
  std::size_t train_images = 0, judging_images = 0;
  double seconds = 0;
  Options options;                    ///< of the command that trains the winner again
  TrainedModel trained;               ///< by it, on all images that aren't for the test
  std::vector<std::uint8_t> picture;  ///< of the trials' accuracies, as PNG
};

/// The furthest first, among them the best.
std::vector<const Trial*> ranked(const std::deque<Trial>& trials);

/// Trains the winner of a search that has one. Raises Error where it is interrupted.
Tuning train_winner(const Search& search, const ExperimentData& data, const Options& options);

Json to_json(const Tuning& tuning, const ExperimentData& data);
/// Writes the search, a picture of it and the model into `folder`, within `out`.
void write(const Tuning& tuning, const ExperimentData& data, OutputFolder& out,
           const std::filesystem::path& folder);
