#pragma once

// What an ONNX file holds, as far as networks go.

#include <angka/core/definitions.hpp>
#include <angka/data/file.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// Numbers that a model holds, as they lie in its file.
struct StoredTensor {
  std::vector<std::int64_t> dims{};
  int element = 0;
  std::span<const std::uint8_t> bytes{};
  std::vector<double> values{};                   ///< if there are no bytes
  std::map<std::string, std::string> external{};  ///< where in another file they lie

  /// Of an element in `bytes`; 0 where it is none that is read.
  std::size_t element_size() const;
};

struct StoredAttribute {
  float number = 0;
  std::int64_t integer = 0;
  std::string text{};
  std::vector<float> numbers{};
  std::vector<std::int64_t> integers{};
  std::optional<StoredTensor> tensor{};
};

struct StoredNode {
  std::string name{}, type{}, domain{};
  std::vector<std::string> inputs{}, outputs{};
  std::map<std::string, StoredAttribute> attributes{};
};

struct StoredInput {
  std::string name{};
  std::vector<std::int64_t> dims{};  ///< 0 where a size is free
};

struct StoredModel {
  std::string producer{};  ///< "pytorch 2.1"
  std::int64_t opset = 0;
  std::vector<StoredNode> nodes{};
  std::map<std::string, StoredTensor> tensors{};
  std::vector<StoredInput> inputs{};
  std::vector<std::string> outputs{};
};

/// Reads a model, whose tensors then point into `bytes`. Memory is bounded by the bytes given:
/// a model has at most 65,536 nodes, of 4,096 inputs each.
/// Raises FileError, with `name` as the file's, for what breaks off or isn't ONNX.
ANGKA_INLINE StoredModel read_model(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#if ANGKA_DEFINITIONS

#include <angka/core/bytes.hpp>
#include <angka/core/errors.hpp>
#include <angka/io/onnx_fields.hpp>
#include <bit>
#include <utility>

namespace angka::inline ANGKA_ISA::detail::onnx {

inline constexpr std::size_t most_nodes = 65536, most_inputs = 4096;

/// The fields of a message in Protocol Buffers' wire format, one after the other.
class Fields {
 public:
  Fields(std::span<const std::uint8_t> bytes, const std::string& file)
      : bytes_(bytes), file_(file) {}

  /// Goes to the next field, if there is one.
  bool next() {
    if (bytes_.empty()) return false;
    const std::uint64_t tag = varint();
    tag_ = static_cast<int>(tag >> 3 & 0x1FFFFFFF);
    wire_ = static_cast<int>(tag & 7);
    if (wire_ == 0)
      number_ = varint();
    else if (wire_ == 2)
      content_ = take(varint());
    else if (wire_ == 1 || wire_ == 5)
      content_ = take(wire_ == 1 ? 8 : 4);
    else
      damaged();
    return true;
  }
  int tag() const { return tag_; }

  std::int64_t integer() const {
    if (wire_ != 0) damaged();
    return static_cast<std::int64_t>(number_);
  }
  std::span<const std::uint8_t> content() const {
    if (wire_ != 2) damaged();
    return content_;
  }
  std::string text() const {
    const auto bytes = content();
    return {bytes.begin(), bytes.end()};
  }
  Fields message() const { return {content(), file_}; }
  float number() const {
    if (wire_ != 5) damaged();
    return std::bit_cast<float>(little_endian(content_));
  }
  /// One or several, as a repeated field may have them.
  void add_to(std::vector<std::int64_t>& list) const {
    if (wire_ == 0) return list.push_back(integer());
    Fields packed = message();
    while (!packed.bytes_.empty()) list.push_back(static_cast<std::int64_t>(packed.varint()));
  }
  template <class Real, class Number>
  void add_to(std::vector<Number>& list) const {
    if (wire_ == 0 || content_.size() % sizeof(Real) != 0) damaged();
    using Bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;
    for (std::size_t at = 0; at < content_.size(); at += sizeof(Real))
      list.push_back(Number{std::bit_cast<Real>(little_endian<Bits>(content_, at))});
  }

  [[noreturn, gnu::cold]] void too_many(const char* most) const {
    raise(FileError(file_, std::string("at most ") + most, "more"));
  }
  [[noreturn, gnu::cold]] void damaged() const {
    raise(FileError(file_, "an ONNX model", "one that breaks off or is damaged"));
  }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = take(1)[0];
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    damaged();
  }
  std::span<const std::uint8_t> take(std::uint64_t count) {
    if (count > bytes_.size()) damaged();
    const auto taken = bytes_.first(static_cast<std::size_t>(count));
    bytes_ = bytes_.subspan(taken.size());
    return taken;
  }

  std::span<const std::uint8_t> bytes_, content_{};
  const std::string& file_;
  std::uint64_t number_ = 0;
  int tag_ = 0, wire_ = 0;
};

inline std::size_t StoredTensor::element_size() const {
  switch (element) {
    case element_float:
    case element_int32:
      return 4;
    case element_int64:
    case element_double:
      return 8;
    case element_bool:
      return 1;
    case element_half:
    case element_bfloat16:
      return 2;
    default:
      return 0;
  }
}

inline std::pair<std::string, std::string> read_pair(Fields fields) {
  std::pair<std::string, std::string> pair;
  while (fields.next())
    if (fields.tag() == property_key)
      pair.first = fields.text();
    else if (fields.tag() == property_value)
      pair.second = fields.text();
  return pair;
}

inline std::pair<std::string, StoredTensor> read_tensor(Fields fields) {
  StoredTensor tensor;
  std::string name;
  std::vector<std::int64_t> integers;
  bool elsewhere = false;
  while (fields.next()) {
    switch (fields.tag()) {
      case tensor_dims:
        fields.add_to(tensor.dims);
        break;
      case tensor_element:
        tensor.element = static_cast<int>(fields.integer());
        break;
      case tensor_floats:
        fields.add_to<float>(tensor.values);
        break;
      case tensor_doubles:
        fields.add_to<double>(tensor.values);
        break;
      case tensor_int32s:
      case tensor_int64s:
        fields.add_to(integers);
        break;
      case tensor_name:
        name = fields.text();
        break;
      case tensor_data:
        tensor.bytes = fields.content();
        break;
      case tensor_external:
        tensor.external.insert(read_pair(fields.message()));
        break;
      case tensor_location:
        elsewhere = fields.integer() == 1;
        break;
      default:
        break;
    }
  }
  if (!elsewhere) tensor.external.clear();
  if (elsewhere && !tensor.external.count("location")) fields.damaged();
  // Numbers of 16 bits lie in 32 as bits, not as numbers: nobody writes them so.
  if (!integers.empty() && tensor.element_size() == 2) fields.damaged();
  for (const std::int64_t integer : integers) tensor.values.push_back(static_cast<double>(integer));
  return {std::move(name), std::move(tensor)};
}

inline std::pair<std::string, StoredAttribute> read_attribute(Fields fields) {
  std::pair<std::string, StoredAttribute> result;
  StoredAttribute& attribute = result.second;
  while (fields.next()) switch (fields.tag()) {
      case attribute_name:
        result.first = fields.text();
        break;
      case attribute_float:
        attribute.number = fields.number();
        break;
      case attribute_int:
        attribute.integer = fields.integer();
        break;
      case attribute_string:
        attribute.text = fields.text();
        break;
      case attribute_tensor:
        attribute.tensor = read_tensor(fields.message()).second;
        break;
      case attribute_floats:
        fields.add_to<float>(attribute.numbers);
        break;
      case attribute_ints:
        fields.add_to(attribute.integers);
        break;
      default:
        break;
    }
  return result;
}

inline StoredNode read_node(Fields fields) {
  StoredNode result;
  while (fields.next()) switch (fields.tag()) {
      case node_input:
        result.inputs.push_back(fields.text());
        break;
      case node_output:
        result.outputs.push_back(fields.text());
        break;
      case node_name:
        result.name = fields.text();
        break;
      case node_type:
        result.type = fields.text();
        break;
      case node_attribute:
        result.attributes.insert(read_attribute(fields.message()));
        break;
      case node_domain:
        result.domain = fields.text();
        break;
      default:
        break;
    }
  return result;
}

/// A value's name and sizes.
inline StoredInput read_value(Fields fields) {
  StoredInput input;
  while (fields.next()) {
    if (fields.tag() == value_name) input.name = fields.text();
    if (fields.tag() != value_type) continue;
    for (Fields type = fields.message(); type.next();) {
      if (type.tag() != type_tensor) continue;
      for (Fields tensor = type.message(); tensor.next();) {
        if (tensor.tag() != type_shape) continue;
        for (Fields shape = tensor.message(); shape.next();) {
          if (shape.tag() != shape_dimension) continue;
          input.dims.push_back(0);
          for (Fields size = shape.message(); size.next();)
            if (size.tag() == dimension_size) input.dims.back() = size.integer();
        }
      }
    }
  }
  return input;
}

inline void read_graph(Fields fields, StoredModel& model) {
  while (fields.next()) switch (fields.tag()) {
      case node:
        if (model.nodes.size() >= most_nodes) fields.too_many("65536 nodes");
        model.nodes.push_back(read_node(fields.message()));
        if (model.nodes.back().inputs.size() > most_inputs)
          fields.too_many("4096 inputs of a node");
        break;
      case initializer:
        model.tensors.insert(read_tensor(fields.message()));
        break;
      case graph_input:
        model.inputs.push_back(read_value(fields.message()));
        break;
      case graph_output:
        model.outputs.push_back(read_value(fields.message()).name);
        break;
      default:
        break;
    }
}

ANGKA_INLINE StoredModel read_model(std::span<const std::uint8_t> bytes, const std::string& name) {
  StoredModel model;
  std::string version;
  bool has_graph = false;
  Fields fields(bytes, name);
  while (fields.next()) switch (fields.tag()) {
      case producer_name:
        model.producer = fields.text();
        break;
      case producer_version:
        version = fields.text();
        break;
      case graph:
        has_graph = true;
        read_graph(fields.message(), model);
        break;
      case opset_import: {
        std::string domain;
        std::int64_t number = 0;
        for (Fields opset = fields.message(); opset.next();)
          if (opset.tag() == opset_domain)
            domain = opset.text();
          else if (opset.tag() == opset_version)
            number = opset.integer();
        if (domain.empty() || domain == "ai.onnx") model.opset = number;
        break;
      }
      default:
        break;
    }
  if (!version.empty()) model.producer += ' ' + version;
  if (!has_graph || model.opset < 1) fields.damaged();
  return model;
}

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
