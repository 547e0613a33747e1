// Writes a network that is given as text as a type of C++.
// usage: write_net FILE.txt FILE.hpp

#include <fstream>

#include "../../examples/digits/nets/architecture.hpp"

int main(int, char** words) {
  const Architecture net = read_architecture(words[1], english);
  std::ofstream(words[2]) << "using EveryLayer = angka::Network<angka::Input<1, 28, 28>, "
                          << net.layers << ", angka::Dense<10>>;\n"
                          << "static_assert(EveryLayer::parameter_count == "
                          << net.parameters + (net.last_size + 1) * 10 << ");\n";
}
