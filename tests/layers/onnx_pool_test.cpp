#include <doctest/doctest.h>

#include <layers/onnx_node.hpp>

TEST_CASE("pools do as ONNX says") {
  int cases = 0;
  recorded::onnx_layers::pools(Predict{cases});
  CHECK(cases == 31);
}
