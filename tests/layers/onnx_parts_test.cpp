#include <doctest/doctest.h>

#include <layers/onnx_node.hpp>

TEST_CASE("joins, parts of images, and layers of several do as ONNX says") {
  int cases = 0;
  recorded::onnx_layers::parts(Predict{cases});
  CHECK(cases == 82);
}
