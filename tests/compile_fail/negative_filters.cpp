// expect: angka: Conv2D needs positive filters, kernel, stride, dilation and groups
// expect: angka::Conv2D<-4, 3>
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int filters = -4;
#else
constexpr int filters = 4;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<filters, 3>, Dense<10>> network;
