// expect: angka: Dense needs a positive number of units
// expect: angka::Dense<0>
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int units = 0;
#else
constexpr int units = 1;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Dense<units>> network;
