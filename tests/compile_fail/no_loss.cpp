// expect: Loss
// expect: angka::ReLU
#include <angka/angka.hpp>

#ifdef FAIL
using Criterion = angka::ReLU;
#else
using Criterion = angka::CrossEntropy;
#endif

using namespace angka;
Model<Network<Input<1, 8, 8>, Dense<10>>, Criterion, Adam> model;
