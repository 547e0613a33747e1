// expect: angka: Input needs positive channels, height and width
// expect: angka::Input<1, 0, 8>
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int height = 0;
#else
constexpr int height = 8;
#endif

using namespace angka;
Network<Input<1, height, 8>, Dense<10>> network;
