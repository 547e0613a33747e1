// expect: angka: Conv2D's groups must divide its filters
// expect: angka::Conv2D<6, 3, angka::Groups<4> ?>
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int groups = 4;
#else
constexpr int groups = 2;
#endif

using namespace angka;
Network<Input<4, 8, 8>, Conv2D<6, 3, Groups<groups>>, Dense<10>> network;
