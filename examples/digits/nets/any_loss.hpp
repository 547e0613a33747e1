#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>
#include <variant>

#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/focal.hpp>
#include <angka/losses/hinge.hpp>
#include <angka/losses/loss.hpp>

/// A loss that is chosen while the program runs, so that each net is compiled only once.
struct AnyLoss {
  std::variant<angka::CrossEntropy, angka::Focal, angka::Hinge> chosen{};

  static constexpr bool takes_logits = true;
  void check(int outputs) const {
    std::visit([&](const auto& loss) { loss.check(outputs); }, chosen);
  }
  double weight(int label) const {
    return std::visit([&](const auto& loss) { return loss.weight(label); }, chosen);
  }
  template <class T>
  double gradient(const angka::Lanes<T>* output, int outputs, const angka::Truth<T>& truth, T scale,
                  angka::Lanes<T>* to) const {
    return std::visit(
        [&](const auto& loss) { return loss.gradient(output, outputs, truth, scale, to); }, chosen);
  }
  template <class T>
  void activate(angka::Lanes<T>* output, int outputs) const {
    angka::CrossEntropy{}.activate(output, outputs);  // softmax, of each of them
  }
};
static_assert(angka::Loss<AnyLoss>);

struct OfferedLoss {
  const char* name;  ///< on the command line
  AnyLoss loss;
};
inline const OfferedLoss offered_losses[] = {{"cross-entropy", {angka::CrossEntropy{}}},
                                             {"focal", {angka::Focal{}}},
                                             {"hinge", {angka::Hinge{}}}};

inline const AnyLoss& find_loss(std::string_view name) {
  return std::find_if(std::begin(offered_losses), std::end(offered_losses),
                      [&](const OfferedLoss& its) { return name == its.name; })
      ->loss;
}
