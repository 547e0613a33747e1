// expect: angka: modifiers are Same, Valid, Padding<P>, Stride<S>, Dilation<D>, Groups<G>
// expect: angka::Conv2D<4, 3, angka::ReLU>
#include <angka/angka.hpp>

#ifdef FAIL
using Modifier = angka::ReLU;
#else
using Modifier = angka::Same;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3, Modifier>, Dense<10>> network;
