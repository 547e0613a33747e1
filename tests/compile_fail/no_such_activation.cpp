// expect: angka: no layer of the network stands at this Position: At<3> is layer 3
// expect: Position = (angka::)?At<7>|angka::At<7>
// lines: 60
#include <angka/angka.hpp>
#include <angka/training/activations.hpp>
#include <vector>

#ifdef FAIL
constexpr int number = 7;
#else
constexpr int number = 1;
#endif

using namespace angka;
using Net = Network<Input<1, 8, 8>, ReLU, Dense<10>>;
std::vector<float> look(const Net& net, const std::vector<float>& image) {
  return activations<At<number>>(net, image);
}
