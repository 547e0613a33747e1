#include <doctest/doctest.h>

#include "io/recorded_network.hpp"
#include "recorded/onnx/outputs.hpp"
#include "recorded/onnx/resnet20.hpp"
#include "recorded/onnx/two_inputs.hpp"

TEST_CASE("import_onnx: a whole ResNet-20 for CIFAR-10") {
  check_recorded<Resnet20>("resnet20", 8, recorded::resnet20_outputs);
}

TEST_CASE("import_onnx: a network of two inputs and two outputs") {
  check_recorded<TwoInputs>("two_inputs", 9, recorded::two_inputs_outputs);
  const auto imported = import_recorded("two_inputs");
  CHECK(imported.notes ==
        std::vector<std::string>{
            "Inputs lie in one row, one behind the other: picture (1 x 8 x 8), numbers (5).",
            "Outputs lie in one row, one behind the other: linear_2 (10), linear_3 (2)."});
}
