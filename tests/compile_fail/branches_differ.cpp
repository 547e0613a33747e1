// expect: angka: the two branches of this Residual end in different shapes
// expect: At<1>, angka::Residual<.*>, (angka::Shape)?\{6, 8, 8\}, (angka::Shape)?\{4, 8, 8\}
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int filters = 6;
#else
constexpr int filters = 4;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3, Same>, Residual<Conv2D<filters, 3, Same>, ReLU>, Dense<10>>
    network;
