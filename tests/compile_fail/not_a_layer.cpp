// expect: angka: this is not a layer
// expect: NotALayer<angka::At<1>, angka::Same>
#include <angka/angka.hpp>

#ifdef FAIL
using Activation = angka::Same;
#else
using Activation = angka::ReLU;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3>, Activation, Dense<10>> network;
