#pragma once

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA::detail::onnx {

// Numbers of the fields and types that are written or read, by message; see onnx.proto3.
enum Model {
  ir_version = 1,
  producer_name,
  producer_version,
  graph = 7,
  opset_import,
  metadata = 14
};
enum Opset { opset_domain = 1, opset_version };
enum Property { property_key = 1, property_value };
enum Graph { node = 1, graph_name, initializer = 5, graph_input = 11, graph_output };
enum Node { node_input = 1, node_output, node_name, node_type, node_attribute, node_domain = 7 };
enum Attributes {
  attribute_name = 1,
  attribute_float,
  attribute_int,
  attribute_string,
  attribute_tensor,
  attribute_floats = 7,
  attribute_ints,
  attribute_type = 20
};
enum AttributeType { is_float = 1, is_int = 2, is_string = 3, is_ints = 7 };
enum Tensor {
  tensor_dims = 1,
  tensor_element,
  tensor_floats = 4,
  tensor_int32s,
  tensor_int64s = 7,
  tensor_name,
  tensor_data,
  tensor_doubles,
  tensor_external = 13,
  tensor_location
};
enum Element {
  element_float = 1,
  element_int32 = 6,
  element_int64,
  element_bool = 9,
  element_half,
  element_double,
  element_bfloat16 = 16
};
enum Value { value_name = 1, value_type };
enum Type { type_tensor = 1 };
enum TensorType { type_element = 1, type_shape };
enum TensorShape { shape_dimension = 1 };
enum Dimension { dimension_size = 1, dimension_name };

}  // namespace angka::inline ANGKA_ISA::detail::onnx
