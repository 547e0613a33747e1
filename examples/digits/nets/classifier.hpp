#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <angka/augment/digit_augmentation.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/random.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/network/summary.hpp>
#include <angka/training/fit.hpp>

#include "any_loss.hpp"
#include "any_optimizer.hpp"

namespace angka::inline ANGKA_ISA {
struct LoadedWeights;
struct NetworkDescription;
}  // namespace angka::inline ANGKA_ISA

/// How a net is trained unless the command line says otherwise.
struct Recipe {
  int epochs = 10;
  int augmented_epochs = 15;  ///< with augmentation, which goes on teaching for longer
  std::size_t least_updates = 2000;  ///< few images are seen more often, for so many of them
  int batch_size = 128;
  const char* optimizer = "adam";
  double learning_rate = 1e-3;
  const char* schedule = "one-cycle";
  double weight_decay = 0;
  std::optional<double> dropout = 0.0;  ///< nothing: each layer keeps its own
  double label_smoothing = 0;
  double ema_decay = 0;
  double swa = 0;  ///< the share of the epochs behind which their weights are averaged; 0: never
  angka::Mixing mixing{};
};

/// What a network is made with.
struct ModelSettings {
  angka::Seed seed{};
  AnyLoss loss{};
  angka::ElasticNet<AnyOptimizer> optimizer{};
  std::optional<double> dropout{};
  angka::Normalization normalization{};
};

using StepObserver = std::function<bool(const angka::StepResult&)>;  ///< false stops the training
using EpochObserver = std::function<void(const angka::EpochResult&)>;

/// One of the nets with its weights, so that the commands needn't know which. Each net is compiled
/// in a file of its own.
class Classifier {
 public:
  virtual ~Classifier() = default;
  virtual angka::History fit(const angka::DataView& train, const angka::FitOptions& options,
                             const angka::DigitAugmentation& augmentation,
                             const StepObserver& on_step, const EpochObserver& on_epoch) = 0;
  /// The loss that it counts is without label smoothing.
  virtual angka::Evaluation evaluate(const angka::DataView& data,
                                     const std::vector<std::string>& classes,
                                     int threads) const = 0;
  /// The probability of each class, image by image.
  virtual std::vector<float> predict(const angka::DataView& data, int threads = 1) const = 0;
  virtual angka::Summary summary() const = 0;
  virtual angka::NetworkDescription describe() const = 0;
  virtual void save_cpp_header(const std::string& path, const std::string& name,
                               const std::string& remark) const = 0;
  virtual angka::Normalization normalization() const = 0;
  /// See angka/io/model.hpp.
  virtual void save_model(const std::string& path, const std::vector<std::string>& classes,
                          const std::map<std::string, std::string>& metadata) = 0;
  virtual angka::LoadedWeights load_model(const std::string& path) = 0;
  virtual void load_weights(const std::string& path) = 0;
  /// All that training goes on from; see angka/io/checkpoint.hpp.
  virtual void save_checkpoint(const std::string& path, const std::string& purpose) const = 0;
  /// Returns the number of epochs that are done.
  virtual std::size_t load_checkpoint(const std::string& path, const std::string& purpose) = 0;
};

/// A net that the program knows, or has compiled.
struct Net {
  std::string name;
  int parameters;
  bool has_dropout;
  Recipe few;   ///< for some thousand images, such as the bundled digits
  Recipe many;  ///< for tens of thousands, such as MNIST
  std::function<std::unique_ptr<Classifier>(const ModelSettings&)> make;
  std::string text;  ///< its layers; see architecture.hpp
  int classes = 10;

  const Recipe& recipe(std::size_t images) const { return images < 20000 ? few : many; }
};

inline constexpr angka::Shape input_shape{.channels = 1, .height = 28, .width = 28};

/// Those that are built in.
std::span<const Net> nets();
/// The built-in net of that name, or nullptr.
const Net* find_net(const std::string& name);
std::vector<std::string> net_names();
