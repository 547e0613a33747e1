#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// How likely it is that two classifiers which are equally good differ as much as this, or more,
/// on the same images: `only_first` images were read rightly by the first alone, `only_second` by
/// the second alone.
///
/// Of up to 25 such images by the binomial distribution, exactly and on both sides; of more by
/// chi-squared = (b - c)^2 / (b + c) with one degree of freedom.
/// Source: McNemar: Note on the sampling error of the difference between correlated proportions or
/// percentages (1947).
/// Example: `mcnemar_p(0, 6) < 0.05 && mcnemar_p(5, 6) == 1`
inline double mcnemar_p(std::int64_t only_first, std::int64_t only_second) {
  const std::int64_t n = only_first + only_second;
  const auto total = static_cast<double>(n);
  if (n > 25) {
    const auto difference = static_cast<double>(only_first - only_second);
    return std::erfc(std::abs(difference) / std::sqrt(2 * total));
  }
  double outcomes = 1, tail = 0;  // n over k; its sum up to the smaller count
  for (std::int64_t k = 0; k <= std::min(only_first, only_second); ++k) {
    tail += outcomes;
    outcomes = outcomes * static_cast<double>(n - k) / static_cast<double>(k + 1);
  }
  return std::min(1.0, 2 * tail / std::exp2(total));
}

}  // namespace angka::inline ANGKA_ISA
