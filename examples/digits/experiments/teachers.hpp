#pragma once

#include <string>
#include <vector>

#include "console/options.hpp"
#include "console/output.hpp"
#include "console/progress.hpp"
#include "data.hpp"
#include "nets/model_file.hpp"
#include "unseen.hpp"

/// The models that a net is trained by, beside the labels; see CrossEntropy.
class Teachers {
 public:
  Teachers() = default;
  /// Those of --teacher. Raises FileError for one of other classes than the data's, or that has
  /// seen images to test on, or was trained on images to validate on.
  Teachers(const Options& options, const ExperimentData& data, const Parts& parts);

  bool empty() const { return models_.empty(); }
  /// The mean of what they say of the images to train on, as they are, evened out by `temperature`:
  /// a number a class, at the image's place in the data.
  std::vector<float> targets(const angka::Dataset& data, const std::vector<std::uint32_t>& train,
                             double temperature, int threads) const;
  /// Tells a person who they are.
  void tell(const Say& say, const Texts& texts) const;
  Json to_json() const;

 private:
  struct Teacher {
    std::string path;
    SavedModel model;
    bool same_data;
  };
  std::vector<Teacher> models_{};
};
