#include <angka/angka.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/sheet.hpp>
#include <angka/data/split.hpp>
#include <iostream>
using namespace angka;

using LeNet5 = Network<Input<1, 28, 28>, Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>,  //
                       Conv2D<16, 5>, ReLU, MaxPool2D<2>,                         //
                       Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>;

int main(int argc, char** argv) {
  const Dataset digits = load_sheet(argc > 1 ? argv[1] : "examples/digits/data/digits.png");
  const Split split = stratified_split(digits, 0.2, seed(42));
  const DataView train = digits.select(split.train), test = digits.select(split.held_out);

  Model<LeNet5, CrossEntropy, Adam> model{seed(42), {}, {.learning_rate = 2e-3f}};
  model.network.normalization = measure(train);
  model.fit(train, {.epochs = 10, .batch_size = 32, .schedule = OneCycle{}},
            [](const EpochResult& e) { std::cout << e << '\n'; });
  std::cout << model.evaluate(test);
}
