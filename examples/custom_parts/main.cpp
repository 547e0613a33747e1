#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <angka/losses/check_loss.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <numeric>
#include <stdexcept>
using namespace angka;

/// The focal loss -(1 - p)^2 log(p), where p is the softmax at the label: images that are read
/// rightly and surely count little. Lin et al. 2017 (arXiv 1708.02002).
struct FocalLoss {
  static constexpr bool takes_logits = true;
  void check(int outputs) const {
    expect_setting(outputs >= 2, "FocalLoss", "outputs", "2 or above", outputs);
  }
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    Lanes<T> top = output[0], sum(T(0)), chosen(T(0));
    for (int c = 1; c < outputs; ++c) top = max(top, output[c]);
    for (int c = 0; c < outputs; ++c) {
      sum += exp(output[c] - top);
      chosen = fma(loss_target(truth, c, outputs), output[c] - top, chosen);
    }
    const Lanes<T> log_p = chosen - log(sum), p = exp(log_p), rest = Lanes<T>(T(1)) - p;
    if (to) {
      const Lanes<T> slope = Lanes<T>(T(2)) * p * rest * log_p - rest * rest;  // by log p
      const Lanes<T> factor = Lanes<T>(scale) * lanes_in_use(truth) * slope;
      for (int c = 0; c < outputs; ++c)
        to[c] = factor * (loss_target(truth, c, outputs) - exp(output[c] - top) / sum);
    }
    return -sum_of_lanes(rest * rest * log_p, truth.count);
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    CrossEntropy{}.activate(output, outputs);  // softmax
  }
};

/// Lion: steps of one length, by the sign of a mixture of gradient and its mean.
/// Chen et al. 2023 (arXiv 2302.06675).
struct Lion {
  float learning_rate = 1e-4f;
  float beta1 = 0.9f, beta2 = 0.99f;

  static constexpr int slots = 1;  // the gradient's mean
  static constexpr const char* name = "Lion";
  void check() const {
    expect_setting(learning_rate > 0, name, "learning_rate", "above 0", learning_rate);
  }

  template <class T>
  void update(std::int64_t, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      T& mean = state[0][i];
      const T mixture = T(beta1) * mean + (T(1) - T(beta1)) * gradients[i];
      parameters[i] -= rate * static_cast<T>((mixture > 0) - (mixture < 0));
      mean = T(beta2) * mean + (T(1) - T(beta2)) * gradients[i];
    }
  }
};

/// The learning rate falls as a line to 0.
struct Linear {
  static constexpr const char* name = "linear";
  void check() const {}
  double factor(const Progress& progress) const { return 1 - progress.part(); }
};

/// Grey becomes black or white: one of three kinds of operations; see augment/operation.hpp.
struct Threshold {
  float at = 0;  ///< brightness, in [0, 1]; 0: never
  float probability = 1;

  static constexpr const char* name = "Threshold";
  bool off() const { return at == 0; }
  void check() const { expect_setting(at >= 0 && at <= 1, name, "at", "in [0, 1]", at); }
  void apply(Random&, Picture& picture) const {
    using Pack = Lanes<float>;
    const Pack limit(at * picture.white), black(0.0f), white(picture.white);
    picture.change([&](Pack value) { return where_less(value, limit, black, white); });
  }
};

/// Digits in a file, 784 bytes of pixels and one of label each, of which a batch lies in memory.
struct Records {
  using Pixel = std::uint8_t;
  std::ifstream file;
  std::vector<std::uint32_t> order;  // in which an epoch sees them

  Shape shape() const { return {1, 28, 28}; }
  std::size_t size() const { return order.size(); }
  void read(const SourceBatch<Pixel>& batch) {
    std::iota(order.begin(), order.end(), 0u);
    Random(seed(1), Purpose::shuffle, batch.epoch).shuffle(std::span(order));
    for (std::size_t i = 0; i < batch.count; ++i) {
      file.seekg(785 * static_cast<std::streamoff>(order[batch.first + i]));
      file.read(reinterpret_cast<char*>(&batch.pixels[784 * i]), 784);
      batch.labels[i] = file.get();
    }
    if (!file) throw std::runtime_error("the records break off");
  }
};

int main(int argc, char** argv) {
  const LossCheck check = check_loss<FocalLoss>();
  std::cout << (check ? "the loss keeps the contract" : check.message) << '\n';

  const Dataset digits = load_data(argc > 1 ? argv[1] : "examples/digits/data/digits.png").train;
  const Split split = stratified_split(digits, 0.2, seed(1));
  const DataView train = digits.select(split.train), test = digits.select(split.held_out);

  std::ofstream written("digits.records", std::ios::binary);
  for (std::size_t i = 0; i < train.size(); ++i) {
    written.write(reinterpret_cast<const char*>(train.image(i).data()), 784);
    written.put(static_cast<char>(train.label(i)));
  }
  written.close();
  Records records{std::ifstream("digits.records", std::ios::binary),
                  std::vector<std::uint32_t>(train.size())};

  using Net = Network<Input<1, 28, 28>, Conv2D<8, 5, Stride<2>>, ReLU, Conv2D<16, 5, Stride<2>>,
                      ReLU, Dense<10>>;
  Model<Net, FocalLoss, Lion> model{seed(1), {}, {.learning_rate = 1e-3f}};
  model.network.normalization = measure(train);
  model.fit_stream(records, {.epochs = 5, .batch_size = 32, .schedule = {Linear{}, 0.5}},
                   augment(Rotate{5}, Threshold{.at = 0.5f, .probability = 0.2f}));
  std::cout << model.evaluate(test);
  return check ? 0 : 1;
}
