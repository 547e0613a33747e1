// Compiled without exceptions and run-time types: trains, evaluates and predicts all the same.
#include <angka/angka.hpp>
#include <cstddef>
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
  return trained && model.predict(view.image(1)).label == 1 ? 0 : 1;
}
