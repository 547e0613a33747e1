// expect: angka: Inputs has no Part<I>: they are numbered from 0
#include <angka/angka.hpp>

#ifdef FAIL
constexpr int wanted = 2;
#else
constexpr int wanted = 1;
#endif

using namespace angka;
using Both = Inputs<Input<1, 8, 8>, Input<5, 1, 1>>;
using Net = Network<Both, Both::Part<wanted>, Dense<10>>;
static_assert(Net::outputs == 10);
