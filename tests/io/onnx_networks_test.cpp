#include <doctest/doctest.h>

#include "io/recorded_network.hpp"
#include "recorded/onnx/outputs.hpp"
#include "recorded/onnx/resnet20.hpp"

TEST_CASE("import_onnx: a whole ResNet-20 for CIFAR-10") {
  check_recorded<Resnet20>("resnet20", 8, recorded::resnet20_outputs);
}
