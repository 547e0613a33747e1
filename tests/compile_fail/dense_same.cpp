// expect: angka: this modifier does nothing here .* Dense NoBias
// expect: CheckModifier<16u?, angka::Same>
#include <angka/angka.hpp>

#ifdef FAIL
using Modifier = angka::Same;
#else
using Modifier = angka::NoBias;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Dense<10, Modifier>> network;
