// expect: angka: this modifier does nothing here .* pooling Same, Valid, Padding<P>, Stride<S> and
// Dilation<D> expect: CheckModifier<263u?, angka::Groups<2> ?>
#include <angka/angka.hpp>

#ifdef FAIL
using Modifier = angka::Groups<2>;
#else
using Modifier = angka::Stride<2>;
#endif

using namespace angka;
Network<Input<2, 8, 8>, AveragePool2D<2, Modifier>> network;
