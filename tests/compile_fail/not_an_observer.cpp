// expect: fit can't tell this observer anything
#include <angka/angka.hpp>

using namespace angka;

void train(Model<Network<Input<1, 4, 4>, Dense<2>>, CrossEntropy, Adam>& model, const Dataset& data,
           const Dataset& validation) {
#ifdef FAIL
  model.fit(data, {.epochs = 1}, validation);
#else
  model.fit(data, {.epochs = 1, .validation = validation});
#endif
}
