// expect: angka: Branches needs a join and two branches at least
#include <angka/angka.hpp>

using namespace angka;
#ifdef FAIL
using Block = Branches<Concat, Sequence<Conv2D<4, 3>>>;
#else
using Block = Branches<Concat, Conv2D<4, 3>, Conv2D<4, 3>>;
#endif

Network<Input<1, 8, 8>, Block, Dense<10>> network;
