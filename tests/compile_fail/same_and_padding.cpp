// expect: angka: two modifiers say the same thing differently
#include <angka/angka.hpp>

#ifdef FAIL
using Modifier = angka::Same;
#else
using Modifier = angka::NoBias;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3, angka::Padding<1>, Modifier>> network;
