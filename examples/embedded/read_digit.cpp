// Reads digits without heap, exceptions, files or a runtime: the weights are constants, which a
// linker may leave in flash, and the workspace is a static array.
#include "read_digit.hpp"

#include <algorithm>

#include "lenet5.hpp"  // written by: digits export --model MODEL --out lenet5.hpp

namespace {
lenet5::Network::Workspace workspace;
}

int read_digit(const unsigned char* pixels, float* outputs) {
  const auto logits = lenet5::network.predict({pixels, 28 * 28}, workspace);
  if (outputs) std::copy(logits.begin(), logits.end(), outputs);
  return static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}
