// expect: angka: a Network needs at least one layer
#include <angka/angka.hpp>

using namespace angka;
#ifdef FAIL
Network<Input<1, 8, 8>> network;
#else
Network<Input<1, 8, 8>, Flatten> network;
#endif
