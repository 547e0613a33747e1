// expect: angka: modifiers are .*P, S, D and E are one number or two
// expect: angka::Stride<1, 2, 3>
#include <angka/angka.hpp>

#ifdef FAIL
using OneThenTwo = angka::Stride<1, 2, 3>;
#else
using OneThenTwo = angka::Stride<1, 2>;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, Kernel{3, 1}, OneThenTwo>, Dense<10>> network;
