// expect: angka: a list of layers has no number I
// lines: 60
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int number = 2;
#else
constexpr int number = 1;
#endif

using namespace angka;
using Net = Network<Input<1, 8, 8>, ReLU, Dense<10>>;
void look(Net& network) { network.layer<number>(); }
