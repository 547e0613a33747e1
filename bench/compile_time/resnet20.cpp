// `fit` of ResNet-20 (He et al. 2015).
#include <angka/angka.hpp>

using namespace angka;

template <int Filters, class... Modifiers>
using Conv = Conv2D<Filters, 3, Same, NoBias, Modifiers...>;
template <int Filters>
using Block = Residual<Conv<Filters>, BatchNorm, ReLU, Conv<Filters>, BatchNorm>;
template <int Filters>
using Down = Residual<Sequence<Conv<Filters, Stride<2>>, BatchNorm, ReLU, Conv<Filters>, BatchNorm>,
                      Sequence<Conv2D<Filters, 1, NoBias, Stride<2>>, BatchNorm>>;
using ResNet20 = Network<Input<3, 32, 32>, Conv<16>, BatchNorm, ReLU,        //
                         Block<16>, ReLU, Block<16>, ReLU, Block<16>, ReLU,  //
                         Down<32>, ReLU, Block<32>, ReLU, Block<32>, ReLU,   //
                         Down<64>, ReLU, Block<64>, ReLU, Block<64>, ReLU,   //
                         GlobalAveragePool2D, Dense<10>>;

int main() {
  const Dataset data;
  Model<ResNet20, CrossEntropy, SGD> model;
  model.fit(data);
}
