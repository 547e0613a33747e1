#pragma once

#include <string>
#include <vector>

#include <angka/data/card.hpp>
#include <angka/metrics/calibration.hpp>
#include <angka/report/contact_sheet.hpp>

#include "console/options.hpp"
#include "document.hpp"
#include "experiments/comparison.hpp"
#include "experiments/inspection.hpp"
#include "experiments/trained_model.hpp"
#include "experiments/tuning.hpp"
#include "experiments/unseen.hpp"
#include "pictures.hpp"
#include "worked_example.hpp"

/// What a report is made of: what was found in the data, the trained net, and what else was tried.
struct ReportFacts {
  const Options& options;
  const ExperimentData& data;
  const Inspection& inspection;
  const angka::DataCard& card;
  const angka::DigitAugmentation& augment;  ///< of the model, or else compared with
  const angka::ContactSheet& augmentation;  ///< images before and after it; without rows: none
  const TrainedModel& trained;
  const angka::Calibration& calibration;
  const std::vector<float>& probabilities;  ///< of each class, test image by test image
  const std::vector<Mistake>& mistakes;     ///< the surest first
  const std::vector<bool>& right;           ///< which test images are read rightly
  const Comparison* comparison;             ///< nullptr: not made
  const Tuning* tuning;                     ///< nullptr: not made
  const Json* experiment;                   ///< of `digits experiment`; nullptr: none was named
  const WorkedExample& worked;              ///< of a test image
};

struct ReportDocuments {
  Document page{};      ///< the report, in sections
  Document chapters{};  ///< the same as a chapter on the method (3) and one on the results (4)
};

ReportDocuments report_documents(const ReportFacts& facts);
