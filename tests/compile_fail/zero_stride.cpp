// expect: angka: Conv2D needs positive filters, kernel, stride, dilation and groups
// expect: angka::Conv2D<4, 3, angka::Stride<0> ?>
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int stride = 0;
#else
constexpr int stride = 1;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3, Stride<stride>>, Dense<10>> network;
