// expect: angka: loss and optimizer are swapped: Model<Network, Loss, Optimizer>
#include <angka/angka.hpp>

using namespace angka;
using Net = Network<Input<1, 8, 8>, Dense<10>>;
#ifdef FAIL
using Trained = Model<Net, Adam, CrossEntropy>;
#else
using Trained = Model<Net, CrossEntropy, Adam>;
#endif
Trained model;
