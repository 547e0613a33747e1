#include "nets.hpp"

#include "recipes.hpp"

std::span<const Net> nets() {
  static constexpr Net all[] = {
      {"lenet5", LeNet5::parameter_count, false, lenet5_few, lenet5_many, make_lenet5},
      {"small", Small::parameter_count, true, small_few, small_many, make_small},
      {"residual", ResidualNet::parameter_count, true, residual_few, residual_many, make_residual},
  };
  return all;
}

const Net* find_net(const std::string& name) {
  for (const Net& net : nets())
    if (net.name == name) return &net;
  return nullptr;
}

std::vector<std::string> net_names() {
  std::vector<std::string> names;
  for (const Net& net : nets()) names.emplace_back(net.name);
  return names;
}
