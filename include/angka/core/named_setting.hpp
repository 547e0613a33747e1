#pragma once

#include <string>
#include <vector>

#include <angka/core/isa.hpp>
#include <angka/core/normalization.hpp>

namespace angka::inline ANGKA_ISA {

/// One setting of a layer as files hold it: "2.negative_slope".
/// Example: `net.import_settings(std::vector{NamedSetting{"1.negative_slope", 0.2}});`
struct NamedSetting {
  std::string name{};
  double value = 0;
};

/// What a network's predictions depend on besides its weights.
struct NetworkSettings {
  Normalization normalization{};
  std::vector<NamedSetting> layers{};
  std::vector<std::string> kinds{};  ///< what each layer is, "conv kernel=5", and the optimizer
};

}  // namespace angka::inline ANGKA_ISA
