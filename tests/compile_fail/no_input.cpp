// expect: angka: a Network begins with the shape of its images: Network<Input<channels, height, width>
// expect: angka::Conv2D<4, 3>
#include <angka/angka.hpp>

using namespace angka;
#ifdef FAIL
Network<Conv2D<4, 3>, ReLU, Dense<10>> network;
#else
Network<Input<1, 8, 8>, ReLU, Dense<10>> network;
#endif
