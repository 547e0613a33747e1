// expect: this loss has the softmax or sigmoid in it and takes logits
#include <angka/angka.hpp>

using namespace angka;

#ifdef FAIL
using Criterion = CrossEntropy;
#else
struct Criterion : CrossEntropy {
  static constexpr bool takes_logits = false;
};
#endif

Model<Network<Input<1, 4, 4>, Dense<2>, Softmax>, Criterion, Adam> model;
Model<Network<Input<1, 4, 4>, Dense<2>, Sigmoid>, MeanSquaredError, Adam> squared;
