#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/io/description.hpp>

#include "console/output.hpp"
#include "grad_cam.hpp"

/// How a network reads one image, to be followed with pencil and paper. Rows, columns and filters
/// count from 0.
struct WorkedExample {
  std::size_t image = 0;
  int label = 0;

  /// One patch of the image times one filter of the first convolution: where that answers most.
  struct Patch {
    int filter = 0, kernel = 0;
    int row = 0, column = 0;  ///< of the convolution's output
    int top = 0, left = 0;    ///< of the patch in the image
    std::vector<int> pixels{};
    std::vector<double> inputs{}, weights{}, products{};
    double sum = 0, bias = 0, output = 0;
    std::optional<double> normalised{};  ///< by batch normalisation, if that follows
    std::string activation{};            ///< "": none follows
    double activated = 0;
  };
  std::optional<Patch> patch{};

  /// The pooling window that this number falls into.
  struct Pool {
    bool largest = true;  ///< else the mean
    int size = 0, top = 0, left = 0;
    std::vector<double> values{};
    double output = 0;
  };
  std::optional<Pool> pool{};

  GradCam grad_cam{};  ///< for the largest output

  std::vector<double> logits{}, exponentials{}, probabilities{};
  std::vector<float> predicted{};  ///< what the network itself says, to compare with
};

/// Raises SettingError for a network with a step that can't be computed by hand.
WorkedExample work_example(const angka::NetworkDescription& net, const angka::DataView& data,
                           std::size_t image);

Json to_json(const WorkedExample& example);
