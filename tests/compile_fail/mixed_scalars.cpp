// expect: operator\+|invalid operands
#include <angka/core/lanes.hpp>

#ifdef FAIL
using Other = double;
#else
using Other = float;
#endif

angka::Lanes<float> sum(angka::Lanes<float> a, angka::Lanes<Other> b) { return a + b; }
