#include "nets.hpp"

#include "recipes.hpp"

namespace {

// The same layers as the types of nets.hpp, for other numbers of classes.

constexpr const char* lenet5_text = R"(conv 6 5x5 same
relu
max pool 2
conv 16 5x5
relu
max pool 2
dense 120
relu
dense 84
relu
)";

constexpr const char* compact_text = R"(conv 8 5x5
relu
max pool 2
conv 16 3x3
relu
max pool 2
dense 64
relu
)";

constexpr const char* small_text = R"(conv 32 3x3 same
relu
max pool 2
conv 64 3x3 same
relu
max pool 2
dense 128
relu
dropout 0.5
)";

constexpr const char* residual_text = R"(conv 32 5x5 same stride 2 no bias
batch norm
relu
residual
  conv 32 3x3 same no bias
  batch norm
  relu
  conv 32 3x3 same no bias
  batch norm
end
relu
conv 64 3x3 same stride 2 no bias
batch norm
relu
residual
  conv 64 3x3 same no bias
  batch norm
  relu
  conv 64 3x3 same no bias
  batch norm
end
relu
global average pool
flatten
dropout 0.2
)";

constexpr const char* vgg_text = R"(conv 24 3x3 same no bias
batch norm
relu
conv 24 3x3 same no bias
batch norm
relu
max pool 2
conv 48 3x3 same no bias
batch norm
relu
conv 48 3x3 same no bias
batch norm
relu
max pool 2
conv 96 3x3 same no bias
batch norm
relu
conv 96 3x3 same no bias
batch norm
relu
global average pool
)";

}  // namespace

std::span<const Net> nets() {
  static const Net all[] = {
      {"lenet5", LeNet5::parameter_count, false, lenet5_few, lenet5_many, make_lenet5, lenet5_text},
      {"compact", Compact::parameter_count, false, lenet5_few, lenet5_many, make_compact,
       compact_text},
      {"small", Small::parameter_count, true, small_few, small_many, make_small, small_text},
      {"residual", ResidualNet::parameter_count, true, residual_few, residual_many, make_residual,
       residual_text},
      {"vgg", VGG::parameter_count, false, vgg_few, vgg_many, make_vgg, vgg_text},
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
