#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <angka/metrics/evaluation.hpp>
#include <angka/metrics/mean.hpp>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "data.hpp"
#include "nets/classifier.hpp"
#include "trained_model.hpp"

/// A net trained once, and what it says of the test images.
struct Run {
  angka::History history{};
  std::vector<float> probabilities{};
  angka::Evaluation evaluation{2};
  std::vector<bool> right{};  ///< image by image

  double accuracy() const { return evaluation.accuracy(); }
};

/// Counts what probabilities, image by image, say of `data`.
void judge(const angka::DataView& data, Run& run);

/// The same images read with and without augmentation.
struct Pair {
  Run without{}, with{};

  std::int64_t only_without() const;
  std::int64_t only_with() const;
  /// Of McNemar's test, on all images or on those of a label.
  double p() const;
  double p(const angka::DataView& data, int label) const;
};

/// A figure of several seeds, without and with augmentation.
template <class Figure>
angka::Mean mean_of(const std::vector<Pair>& pairs, Figure&& figure) {
  std::vector<double> values;
  for (const Pair& pair : pairs) values.push_back(figure(pair));
  return angka::Mean(values);
}

/// Trains the same net on the same images again and again, with other seeds and augmentations.
class Study {
 public:
  Study(const Options& options, const Net& net, const Digits& digits, const Parts& parts,
        const angka::DataView& test, const Say& say);

  /// For so many training images; with or without augmentation, a net takes the same steps.
  TrainingSettings settings(std::size_t images, const angka::DigitAugmentation& augmentation) const;
  /// One pair a seed, measured on the test images.
  std::vector<Pair> pairs(const angka::DataView& images);
  /// The accuracy on the validation images with another augmentation; `name` says which.
  angka::Mean validate(const angka::DataView& images, const angka::DigitAugmentation& augmentation,
                       const std::string& name);

  const angka::DataView& test() const { return test_; }
  const angka::DataView& validation() const { return validation_; }

  int total = 0;                        ///< how many runs there will be
  const TrainedModel* known = nullptr;  ///< one of them, if it was trained before

 private:
  bool is_known(std::size_t images, const angka::DigitAugmentation& augmentation, int nth) const;
  /// Trains with the nth seed.
  std::unique_ptr<Classifier> fit(const angka::DataView& images,
                                  const angka::DigitAugmentation& augmentation, int nth,
                                  angka::History& history);
  Run measure_run(const angka::DataView& images, const angka::DigitAugmentation& augmentation,
                  int nth, const char* name);
  void report(std::size_t images, int nth, const std::string& name, double accuracy);

  const Options& options_;
  const Net& net_;
  angka::DataView validation_, test_;
  int done_ = 0;
  Say say_;
  InterruptGuard interrupt_{};
};
