#pragma once

#include <cstdint>
#include <vector>

#include <angka/metrics/accuracy.hpp>

#include "page.hpp"

/// What the figures of a report say, and whether it is more than chance.
struct Discussion {
  enum class Verdict { below, chance, above };

  // Training against validation, of the last epoch
  std::int64_t validated = 0, validated_right = 0;
  double training_accuracy = 0;
  Verdict training = Verdict::chance;  ///< where it lies to the interval of the validation

  // The class that is recognised least
  int weakest = 0;
  std::int64_t weakest_right = 0, weakest_total = 0;
  bool weaker_than_chance = false;

  // The pair that is confused most
  std::int64_t mistakes = 0, times = 0;
  int truth = 0, read = 0;

  double mean_probability = 0;
  Verdict confidence = Verdict::chance;  ///< where it lies to the interval of the accuracy

  bool writers_known = false, writers_shared = false;  ///< by training and test images
};

Discussion discuss(const ReportFacts& facts);

Json to_json(const Discussion& discussion, const ReportFacts& facts);
