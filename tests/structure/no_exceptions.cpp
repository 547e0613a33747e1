// Compiled without exceptions and run-time types: trains, evaluates and predicts all the same.
#include <angka/angka.hpp>
#include <angka/network/static_network.hpp>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <vector>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "This is to be compiled without exceptions and run-time types"
#endif

int main() {
  using namespace angka;
  using Net = Network<Input<1, 4, 4>, Conv2D<4, 3>, Tanh, MaxPool2D<2>, Dense<2>>;

  // Dark images are class 0, bright ones class 1.
  Dataset data;
  data.shape = {1, 4, 4};
  for (int i = 0; i < 40; ++i) {
    data.labels.push_back(i % 2);
    data.pixels.insert(data.pixels.end(), 16, static_cast<std::uint8_t>(i % 2 ? 200 + i : i));
  }

  Model<Net, CrossEntropy, Adam> model{seed(1), {}, Adam{.learning_rate = 0.05f}};
  const History history = model.fit(data, {.epochs = 30, .batch_size = 8});
  const bool trained = history.status == FitStatus::done && model.evaluate(data).accuracy() == 1;
  const DataView view = data;
  if (!trained || model.predict(view.image(1)).label != 1) return 1;

  // An image of another size ends in the handler, in a network that has no heap too.
  using Fixed = StaticNetwork<Net>;
  static float weights[Fixed::trained_size], state[Fixed::state_size];
  static const Fixed fixed(weights, state);
  static Fixed::Workspace workspace;
  error_handler = [](const char* said) {
    if (std::strcmp(said, "predict: an image of 15 values, the network takes 1 x 4 x 4")) return;
    error_handler = [](const char* static_said) {
      if (std::strstr(static_said, "predict: the image is not of the size")) std::_Exit(0);
    };
    fixed.predict(std::span<const std::uint8_t>{}, workspace);
  };
  model.predict(view.image(1).first(15));
  return 1;
}
