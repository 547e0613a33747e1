// expect: angka: these branches end in shapes that don't go together
// expect: At<1>, angka::Concat, (angka::Shape)?\{4, 8, 8\}, (angka::Shape)?\{6, 6, 6\}
#include <angka/angka.hpp>

#ifdef FAIL
using Border = angka::Padding<0>;
#else
using Border = angka::Same;
#endif

using namespace angka;
Network<Input<1, 8, 8>, Conv2D<4, 3, Same>, Branches<Concat, Sequence<>, Conv2D<6, 3, Border>>,
        Dense<10>>
    network;
