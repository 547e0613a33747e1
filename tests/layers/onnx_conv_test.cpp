#include <doctest/doctest.h>

#include <layers/onnx_node.hpp>

TEST_CASE("convolutions do as ONNX says") {
  int cases = 0;
  recorded::onnx_layers::convolutions(Predict{cases});
  CHECK(cases == 37);
}
