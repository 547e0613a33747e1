// The compiler's own words: a type can't be a template, too.
// expect: Dropout.? is not a template|Dropout<0.5>
// lines: 20
#include <angka/angka.hpp>

using namespace angka;
#ifdef FAIL
Network<Input<1, 8, 8>, Dropout<0.5>, Dense<10>> network;
#else
Network<Input<1, 8, 8>, Dropout, Dense<10>> network;
#endif
