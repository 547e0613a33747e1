// Predicts from static storage an image whose size the compiler doesn't know; the object file may
// need neither a heap nor files. examples/embedded/sizes.sh looks.
#include <angka/network/static_network.hpp>

namespace {

using namespace angka;
using Net = StaticNetwork<Network<Input<1, 4, 4>, Conv2D<2, 3>, ReLU, Dense<2>>>;
constexpr float weights[Net::trained_size]{}, state[Net::state_size]{};
constexpr Net net(weights, state);
Net::Workspace workspace;

}  // namespace

float predict(const unsigned char* pixels, std::size_t size) {
  return net.predict({pixels, size}, workspace)[0];
}
