// expect: angka: more than ANGKA_MOST_LAYERS layers, .* -ftemplate-depth=.* -fconstexpr-ops-limit=.* -fconstexpr-steps=
#ifdef FAIL
#define ANGKA_MOST_LAYERS 5
#else
#define ANGKA_MOST_LAYERS 6
#endif
#include <angka/angka.hpp>

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3>, Residual<ReLU, Conv2D<4, 1>>, ReLU, Dense<10>> network;
