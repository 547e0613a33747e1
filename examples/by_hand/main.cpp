// Trains LeNet-5 on MNIST with plain loops: see lenet5.hpp.
// usage: by_hand FOLDER [IMAGES] [EPOCHS]
// FOLDER holds MNIST's four files, as examples/digits/fetch_mnist.sh fetches them.

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <string>

#include "lenet5.hpp"

using namespace by_hand;

namespace {

/// The bytes of a file in the format IDX that follow its header, whose length is given.
std::vector<std::uint8_t> read_idx(const std::string& path, std::ptrdiff_t header) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  if (static_cast<std::ptrdiff_t>(bytes.size()) <= header)
    throw std::runtime_error(path + " can't be read");
  return {bytes.begin() + header, bytes.end()};
}

struct Data {
  std::vector<std::uint8_t> pixels, labels;

  Data(const std::string& folder, const std::string& name)
      : pixels(read_idx(folder + "/" + name + "-images-idx3-ubyte", 16)),
        labels(read_idx(folder + "/" + name + "-labels-idx1-ubyte", 8)) {
    if (pixels.size() != labels.size() * 784)
      throw std::runtime_error("not 28 x 28 pixels a label");
  }
  /// Image number i: from 0, black, to 1, white.
  Array image(std::size_t i) const {
    Array image(1, 28, 28);
    for (std::size_t p = 0; p < 784; ++p) image.values[p] = pixels[i * 784 + p] / 255.0;
    return image;
  }
};

double accuracy(const LeNet5& net, const Data& data, std::size_t images) {
  std::size_t correct = 0;
  for (std::size_t i = 0; i < images; ++i) {
    const Array p = net.predict(data.image(i));
    const auto best = std::max_element(p.values.begin(), p.values.end()) - p.values.begin();
    correct += best == data.labels[i];
  }
  return static_cast<double>(correct) / static_cast<double>(images);
}

void train(const std::string& folder, std::size_t images, int epochs) {
  const Data data(folder, "train"), test(folder, "t10k");
  images = std::min(images, data.labels.size());
  std::vector<std::size_t> order(images);
  std::iota(order.begin(), order.end(), std::size_t{0});
  LeNet5 net;
  net.draw(42);
  std::mt19937 random(1);
  constexpr std::size_t batch = 32;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    double loss = 0;
    for (std::size_t first = 0; first < images; first += batch) {
      const std::size_t count = std::min(batch, images - first);
      for (std::size_t i = first; i < first + count; ++i)
        loss += net.add_gradient(data.image(order[i]), data.labels[order[i]],
                                 1.0 / static_cast<double>(count)) *
                static_cast<double>(count);
      net.step(0.01, 0.9);
    }
    std::cout << "epoch " << epoch << ": loss " << loss / static_cast<double>(images)
              << ", accuracy on 1,000 test images " << accuracy(net, test, 1000) << std::endl;
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) throw std::runtime_error("usage: by_hand FOLDER [IMAGES] [EPOCHS]");
    train(argv[1], argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 60000,
          argc > 3 ? std::atoi(argv[3]) : 3);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
