#include <angka/angka.hpp>
#include <vector>

#include "isas.hpp"

std::vector<float> outputs_b() { return outputs(); }
int lanes_b() { return angka::Lanes<float>::count; }
