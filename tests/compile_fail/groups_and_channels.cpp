// expect: angka: this layer does not fit the shape that reaches it
// expect: At<1>, angka::Conv2D<6, 3, angka::Groups<3> ?>, (angka::Shape)?\{4, 6, 6\}, (angka::Shape)?\{6, 3, 3\}
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int groups = 3;
#else
constexpr int groups = 2;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3>, Conv2D<6, 3, Groups<groups>>, Dense<10>> network;
