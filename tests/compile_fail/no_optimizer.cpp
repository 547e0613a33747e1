// expect: angka: the third of Model<Network, Loss, Optimizer> is no Optimizer
// expect: angka::OneCycle
#include <angka/angka.hpp>

#ifdef FAIL
using Way = angka::OneCycle;
#else
using Way = angka::SGD;
#endif

using namespace angka;
Model<Network<Input<1, 8, 8>, Dense<10>>, CrossEntropy, Way> model;
