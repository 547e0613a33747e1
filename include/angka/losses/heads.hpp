#pragma once

#include <angka/core/errors.hpp>
#include <angka/losses/loss.hpp>
#include <string>
#include <tuple>

namespace angka::inline ANGKA_ISA {

/// A head of a network: the next `Outputs` of its outputs, and the loss that they are trained with.
/// Example: `Head<2, MeanSquaredError> head{.weight = 0.5f}; head.outputs == 2`
template <int Outputs, class LossType>
struct Head {
  static_assert(Outputs > 0, "angka: a Head needs at least one output");
  static_assert(
      !requires { LossType::pixel_classes; },
      "angka: EachPixel is the loss of a whole network, not of a Head");
  static constexpr int outputs = Outputs;
  LossType loss{};
  float weight = 1;  ///< 0 or above: how much this loss counts beside the others
};

/// The loss of a network with several heads: l = sum over heads h of weight[h] l[h], each of its
/// own outputs. The network ends in `Branches<Concat, ...>` of the heads, in their order; its
/// outputs, and the target values of an image, are those of all heads, one behind the other.
///
/// `Each`: a Head for each. Targets of a classifying head are 1 at the class and 0 elsewhere;
/// `predict` reports what each loss makes of its outputs, `evaluate` how near they are to the
/// targets. Errors: SettingError where the heads' outputs aren't as many as the network's, for a
/// weight or a loss that can't be used and for data that has labels, which would be of all outputs
/// at once. Example: `Heads<Head<10, CrossEntropy>, Head<2, MeanSquaredError>> loss;
/// loss.head<1>().weight = 0.1f; loss.check(12);`
template <class... Each>
struct Heads {
  static constexpr bool regression = true;
  static constexpr const char* name = "Heads";
  static constexpr int outputs = (Each::outputs + ...);
  std::tuple<Each...> heads{};

  template <int I>
  constexpr auto& head() {
    return std::get<checked<I>()>(heads);
  }
  template <int I>
  constexpr const auto& head() const {
    return std::get<checked<I>()>(heads);
  }

  void check(int of_network) const {
    expect_setting(of_network == outputs, name, "outputs of all heads",
                   std::to_string(of_network).c_str(), outputs);
    for_each([](const auto& head, int) {
      expect_setting(head.weight >= 0, name, "weight", "0 or above", double{head.weight});
      head.loss.check(head.outputs);
    });
  }
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int, const Truth<T>& truth, T scale, Lanes<T>* to) const {
    if (truth.labels || !truth.targets)
      raise(SettingError("Heads: wants target values for the outputs of all heads, and no labels"));
    double sum = 0;
    for_each([&](const auto& head, int first) {
      const Truth<T> its{.targets = truth.targets + first, .count = truth.count};
      sum += double{head.weight} * head.loss.gradient(output + first, head.outputs, its,
                                                      scale * T(head.weight),
                                                      to ? to + first : nullptr);
    });
    return sum;
  }

  template <class T>
  void activate(Lanes<T>* output, int) const {
    for_each(
        [&](const auto& head, int first) { head.loss.activate(output + first, head.outputs); });
  }

 private:
  template <int I>
  static constexpr int checked() {
    constexpr bool known = I >= 0 && I < static_cast<int>(sizeof...(Each));
    static_assert(known, "angka: Heads has no head<I>: they are numbered from 0");
    return known ? I : 0;
  }
  /// Calls visit(head, number of its first output) for each.
  template <class Visit>
  void for_each(Visit&& visit) const {
    int first = 0;
    std::apply([&](const auto&... head) { ((visit(head, first), first += head.outputs), ...); },
               heads);
  }
};

}  // namespace angka::inline ANGKA_ISA
