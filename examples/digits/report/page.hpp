#pragma once

#include <string>
#include <vector>

#include <angka/metrics/evaluation.hpp>
#include <angka/network/summary.hpp>

#include "console/options.hpp"
#include "console/output.hpp"
#include "document.hpp"
#include "experiments/data.hpp"
#include "experiments/findings.hpp"
#include "nets/classifier.hpp"
#include "pictures.hpp"

/// What a report is made of: the data, the trained net, and the figures of the other commands as
/// their JSON has them.
struct ReportFacts {
  const Options& options;
  const Net& net;
  const Digits& digits;
  const Parts& parts;
  angka::DataView test{};
  angka::Normalization normalization{};
  std::vector<FindingLine> findings{};
  Json data, card, training, evaluation;
  Json comparison;             ///< null: not made
  Json tuning;                 ///< null: not made
  std::string augmentation{};  ///< PNG; "": trained without
  std::string tuning_picture{};
  angka::Summary layers{};
  angka::Evaluation tested{class_count};
  std::vector<Mistake> mistakes{};  ///< the surest first
};

/// The report, in sections.
Document report_page(const ReportFacts& facts);
/// The same as a chapter on the method (3) and one on the results (4).
Document report_chapters(const ReportFacts& facts);
