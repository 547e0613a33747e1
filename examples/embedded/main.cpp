// Stands for the device's program: reads images of 784 bytes from standard input and prints, a line
// each, the digit and the network's ten outputs.
#include <cstdio>

#include "read_digit.hpp"

int main() {
  static unsigned char pixels[28 * 28];
  static float outputs[10];
  while (std::fread(pixels, 1, sizeof pixels, stdin) == sizeof pixels) {
    std::printf("%d", read_digit(pixels, outputs));
    for (const float output : outputs) std::printf(" %a", static_cast<double>(output));
    std::printf("\n");
  }
}
