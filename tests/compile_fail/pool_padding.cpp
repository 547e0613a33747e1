// expect: angka: MaxPool2D needs
// expect: angka::MaxPool2D<2, angka::Padding<2> ?>
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int padding = 2;
#else
constexpr int padding = 1;
#endif

using namespace angka;
Network<Input<1, 8, 8>, MaxPool2D<2, Padding<padding>>, Dense<10>> network;
