// An Inception block, a dense block and squeeze and excitation: blocks whose branches are joined.
#include <angka/angka.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/sheet.hpp>
#include <angka/data/split.hpp>
#include <iostream>
using namespace angka;

/// Szegedy et al. 2014: several views of the same values, their channels one behind the other.
template <int One, int Reduce, int Three, int Pooled>
using Inception = Branches<Concat, Sequence<Conv2D<One, 1>, ReLU>,
                           Sequence<Conv2D<Reduce, 1>, ReLU, Conv2D<Three, 3, Same>, ReLU>,
                           Sequence<MaxPool2D<3, Stride<1>, Same>, Conv2D<Pooled, 1>, ReLU>>;

/// Huang et al. 2016: what was there, and `Growth` new channels behind it.
template <int Growth>
using DenseLayer =
    Branches<Concat, Sequence<>, Sequence<BatchNorm, ReLU, Conv2D<Growth, 3, Same, NoBias>>>;

/// Hu et al. 2017: how much each of `Channels` counts in this image.
template <int Channels>
using Excitation =
    Branches<Multiply, Sequence<>,
             Sequence<GlobalAveragePool2D, Dense<Channels / 4>, ReLU, Dense<Channels>, Sigmoid>>;

using Net = Network<Input<1, 28, 28>, Conv2D<8, 5, Same>, ReLU, MaxPool2D<2>,  //
                    Inception<8, 8, 12, 4>, Excitation<24>, MaxPool2D<2>,      //
                    DenseLayer<8>, DenseLayer<8>, BatchNorm, ReLU, GlobalAveragePool2D, Dense<10>>;

int main(int argc, char** argv) {
  const Dataset digits = load_sheet(argc > 1 ? argv[1] : "examples/digits/data/digits.png");
  const Split split = stratified_split(digits, 0.2, seed(42));
  const DataView train = digits.select(split.train), test = digits.select(split.held_out);
  Model<Net, CrossEntropy, Adam> model{seed(42), {}, {.learning_rate = 5e-3f}};
  model.network.normalization = measure(train);
  model.fit(train, {.epochs = 15, .batch_size = 32, .schedule = OneCycle{}});
  std::cout << summary<Net>() << model.evaluate(test);
}
