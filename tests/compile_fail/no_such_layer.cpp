// expect: angka: the network has no such layer in its list
// expect: angka::Dropout
// lines: 40
#include <angka/angka.hpp>

#ifdef FAIL
using Wanted = angka::Dropout;
#else
using Wanted = angka::ReLU;
#endif

using namespace angka;
using Net = Network<Input<1, 8, 8>, ReLU, Dense<10>>;
Wanted& layer(Net& network) { return network.layer<Wanted>(); }
