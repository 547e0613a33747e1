// expect: angka: this layer does not fit the shape that reaches it
// expect: At<2>, angka::MaxPool2D<5>, (angka::Shape)?\{4, 4, 6\}, (angka::Shape)?\{4, 5, 5\}
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int window = 5;
#else
constexpr int window = 4;
#endif

using namespace angka;
Network<Input<1, 6, 8>, Conv2D<4, 3>, ReLU, MaxPool2D<window>, Dense<10>> network;
