// What an edit of the network compiles in a project that keeps the data in another file.
#include <angka/angka.hpp>
#include <angka/data/normalization.hpp>
#include <iostream>

using namespace angka;

using LeNet5 = Network<Input<1, 28, 28>, Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>,  //
                       Conv2D<16, 5>, ReLU, MaxPool2D<2>,                         //
                       Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>;

Dataset read_digits(const char* path);  // in the other file

int main(int, char** argv) {
  const Dataset train = read_digits(argv[1]), test = read_digits(argv[2]);
  Model<LeNet5, CrossEntropy, Adam> model{seed(42), {}, {.learning_rate = 2e-3f}};
  model.network.normalization = measure(train);
  model.fit(train, {.epochs = 10, .batch_size = 32, .schedule = OneCycle{}},
            [](const EpochResult& e) { std::cout << e << '\n'; });
  std::cout << model.evaluate(test);
}
