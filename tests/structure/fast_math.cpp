// With -ffast-math comparisons may say anything of NaN, and of infinity: settings are refused by
// their bits.
#include <angka/angka.hpp>
#include <bit>
#include <cstdint>
#include <cstdio>

using namespace angka;

namespace {

int failures = 0;

template <class Settings>
void expect_refused(const char* name, const Settings& settings) {
  try {
    if constexpr (requires { settings.check(2); })
      settings.check(2);
    else
      settings.check();
  } catch (const SettingError&) {
    return;
  }
  std::printf("%s is accepted where it isn't finite\n", name);
  ++failures;
}

}  // namespace

int main() {
  volatile std::uint32_t nan_bits = 0x7fc00000, infinity_bits = 0x7f800000;
  for (const std::uint32_t bits : {+nan_bits, +infinity_bits}) {
    const float bad = std::bit_cast<float>(bits);
    expect_refused("LeakyReLU::negative_slope", LeakyReLU{.negative_slope = bad});
    expect_refused("ELU::alpha", ELU{.alpha = bad});
    expect_refused("Dropout::rate", Dropout{.rate = bad});
    expect_refused("BatchNorm::epsilon", BatchNorm{.epsilon = bad});
    expect_refused("BatchNorm::momentum", BatchNorm{.momentum = bad});
    expect_refused("CrossEntropy::label_smoothing", CrossEntropy{.label_smoothing = bad});
    expect_refused("CrossEntropy::class_weights", CrossEntropy{.class_weights = {1, bad}});
    expect_refused("SGD::momentum", SGD{.momentum = bad});
    expect_refused("Adam::learning_rate", Adam{.learning_rate = bad});
  }
  return failures > 0;
}
