#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <angka/metrics/accuracy.hpp>
#include <angka/report/plot.hpp>

#include "console/options.hpp"
#include "console/output.hpp"
#include "search.hpp"
#include "trained_model.hpp"
#include "unseen.hpp"

/// What a search has found.
struct Tuning {
  std::deque<Trial> trials;
  Trial winner;
  Json asked;  ///< what the command line asks for
  std::size_t judging_images = 0;
  bool folds = false;  ///< which judged, not validation images
  double seconds = 0;
  Options options;                    ///< of the command that trains the winner
  angka::Plot plot;  ///< of the trials' accuracies

  /// Of the winner's accuracy, by the images that judged.
  angka::Interval interval() const;
  /// Of the other trials trained with all their epochs, how many there are and how many of them
  /// have an accuracy within that interval.
  std::size_t rivals() const;
  std::size_t alike() const;
};

/// The furthest first, among them the best.
std::vector<const Trial*> ranked(const std::deque<Trial>& trials);

/// Of a search that has a winner, which is to be trained with `validation` held out of its images.
Tuning tuning_of(const Search& search, const Options& options, double validation);

/// What was asked for, with a trial's settings.
Options with_settings(Options asked, const Trial& trial);

/// Whether the images that judged can tell the winner from the others, for a person.
std::string certainty(const Tuning& tuning, const Texts& texts);

/// `trained`: the winner.
Json to_json(const Tuning& tuning, const TrainedModel& trained, const ExperimentData& data);
