// `fit` and `predict` alone.
#include <angka/angka.hpp>

using namespace angka;

using LeNet5 = Network<Input<1, 28, 28>, Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>,  //
                       Conv2D<16, 5>, ReLU, MaxPool2D<2>,                         //
                       Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>;

int main() {
  const Dataset data;
  Model<LeNet5, CrossEntropy, Adam> model;
  model.fit(data);
  return model.predict(data.image(0)).label;
}
