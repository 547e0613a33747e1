// expect: angka: this layer does not fit the shape that reaches it
// expect: At<1, -1, 2>, angka::Conv2D<4, 7>, (angka::Shape)?\{4, 6, 6\}, (angka::Shape)?\{4, 7, 7\}
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int kernel = 7;
#else
constexpr int kernel = 1;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3>,
        Residual<Conv2D<4, 1>, ReLU, Conv2D<4, kernel>>, Dense<10>>
    network;
