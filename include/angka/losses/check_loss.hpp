#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/packing.hpp>
#include <angka/core/random.hpp>
#include <angka/core/survives.hpp>
#include <angka/losses/loss.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What `check_loss` found.
struct LossCheck {
  double error = 0;       ///< largest |a - n| / max(1e-3, |a|, |n|) of the gradient
  std::string message{};  ///< what is wrong; empty where nothing is

  explicit operator bool() const { return message.empty(); }
};

/// What the images of `check_loss` have: labels, or as many target values as outputs, in [0, 1] and
/// with the sum 1.
enum class TruthKind { labels, targets };

namespace detail {

/// A loss of one pack of random outputs, the first `count` of its lanes in use.
template <class L>
class LossTrial {
  using Pack = Lanes<double>;
  static constexpr int lanes = Pack::count;
  static constexpr double scale = 0.5, step = 0x1p-15, guard = 12345;

 public:
  LossTrial(const L& loss, int outputs, TruthKind kind, int count)
      : loss_(loss), outputs_(outputs), truth_{.count = count} {
    Random random(seed(1), Purpose::test, static_cast<std::uint32_t>(count));
    const auto size = static_cast<std::size_t>(outputs);
    output_ = gradient_ = targets_ = AlignedArray<Pack>(size + 1);
    for (int lane = 0; lane < lanes; ++lane) {
      labels_[lane] =
          static_cast<int>(random.below(static_cast<std::uint32_t>(std::max(2, outputs))));
      double sum = 0;
      for (std::size_t o = 0; o < size; ++o) {
        output_[o].set(lane, double(random.uniform(-2, 2)));
        targets_[o].set(lane, double(random.uniform(0.1f, 1)));
        sum += targets_[o][lane];
      }
      for (std::size_t o = 0; o < size && outputs > 1; ++o)
        targets_[o].set(lane, targets_[o][lane] / sum);
      if constexpr (is_of_pixels<L>)  // a class, or -1: not known
        for (std::size_t o = 0; o < size; ++o)
          targets_[o].set(lane, double(random.below(L::pixel_classes + 1)) - 1);
    }
    output_[size] = Pack(guard);
    if (kind == TruthKind::labels)
      truth_.labels = labels_;
    else
      truth_.targets = targets_.data();
  }

  void run(LossCheck& found) {
    const auto fail = [&](const std::string& message) {
      if (found.message.empty()) found.message = message;
    };
    const auto size = static_cast<std::size_t>(outputs_);
    std::fill(gradient_.begin(), gradient_.end(), Pack(guard));
    const double whole = loss_.gradient(output_.data(), outputs_, truth_, scale, gradient_.data());
    if (!finite(whole)) fail("the loss is not finite");
    if (!survives([&] { value(); })) return fail("gradient crashes where `to` is null");
    if (value() != whole) fail("gradient returns another loss where `to` is null");
    for (int lane = 0; lane < lanes; ++lane) {
      if (gradient_[size][lane] != guard) fail("gradient writes beyond the outputs");
      for (std::size_t o = 0; o < size; ++o) {
        const std::string what =
            "the gradient by output " + std::to_string(o) + " of image " + std::to_string(lane);
        const double a = gradient_[o][lane];
        if (lane >= truth_.count) {
          if (a != 0) fail(what + " is not 0, but the lane has no image");
          const double before = output_[o][lane];
          output_[o].set(lane, before + 3);
          if (value() != whole) fail("the loss counts lanes without an image");
          output_[o].set(lane, before);
          continue;
        }
        const double n = scale * slope(o, lane);
        const double error = std::abs(a - n) / std::max({1e-3, std::abs(a), std::abs(n)});
        if (!(error < 1e-6))
          fail(what + " is " + std::to_string(a) + ", by differences it is " + std::to_string(n));
        if (!(error <= found.error)) found.error = error;
      }
    }
    loss_.activate(output_.data(), outputs_);
    if (output_[size][0] != guard) fail("activate writes beyond the outputs");
    for (std::size_t o = 0; o < size; ++o)
      for (int lane = 0; lane < truth_.count; ++lane)
        if (!finite(output_[o][lane])) fail("activate makes of an output what is not finite");
  }

 private:
  double value() { return loss_.gradient(output_.data(), outputs_, truth_, scale, nowhere_); }
  double slope(std::size_t o, int lane) {
    const double before = output_[o][lane];
    output_[o].set(lane, before + step);
    const double up = value();
    output_[o].set(lane, before - step);
    const double down = value();
    output_[o].set(lane, before);
    return (up - down) / (2 * step);
  }

  const L& loss_;
  int outputs_;
  Truth<double> truth_;
  int labels_[lanes]{};
  AlignedArray<Pack> output_, gradient_, targets_;
  Pack* volatile nowhere_ = nullptr;  ///< of which the compiler knows nothing
};

}  // namespace detail

/// Checks a loss of your own: its gradient against central differences in double, times `scale`,
/// 0 in lanes without an image, which the loss doesn't count either; and that it does without `to`.
///
/// Errors: SettingError where the loss refuses so many outputs.
/// Example: `REQUIRE(check_loss(MyLoss{.delta = 2}).message == "");`
template <class L>
LossCheck check_loss(const L& loss = {}, int outputs = 3, TruthKind kind = TruthKind::labels) {
  static_assert(Loss<L, double>, "angka: this is no Loss: see angka/losses/loss.hpp");
  loss.check(outputs);
  LossCheck found;
  for (const int count : {Lanes<double>::count, (Lanes<double>::count + 1) / 2})
    detail::LossTrial<L>(loss, outputs, kind, count).run(found);
  return found;
}

}  // namespace angka::inline ANGKA_ISA
