#include <angka/angka.hpp>
#include <array>
#include <cstdint>
#include <cstdio>

using Net = angka::Network<angka::Input<1, 4, 4>, angka::Conv2D<2, 3>, angka::ReLU,
                           angka::Dense<3>>;

int main() {
  const angka::Model<Net, angka::CrossEntropy, angka::SGD> model{angka::seed(1)};
  std::array<std::uint8_t, 16> image{};
  for (std::uint8_t i = 0; i < 16; ++i) image[i] = static_cast<std::uint8_t>(16 * i);
  float sum = 0;
  for (const float p : model.predict(image).probabilities) sum += p;
  std::printf("%d parameters, probabilities add up to %.3f\n", Net::parameter_count,
              static_cast<double>(sum));
}
