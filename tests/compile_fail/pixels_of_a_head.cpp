// A head has a target for each of its outputs; EachPixel has one for each pixel.
// expect: EachPixel is the loss of a whole network, not of a Head
#include <angka/angka.hpp>
#include <angka/losses/each_pixel.hpp>
#include <angka/losses/heads.hpp>

using namespace angka;

#ifdef FAIL
using Chosen = EachPixel<2, CrossEntropy>;
#else
using Chosen = CrossEntropy;
#endif

static_assert(Heads<Head<8, Chosen>>::outputs == 8);
