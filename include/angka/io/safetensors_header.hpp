#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <angka/core/bytes.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA::detail::safetensors {

/// `text` as a JSON string, control characters as \u00NN.
ANGKA_INLINE std::string json_string(std::string_view text);

/// `name` for a message: on one line, and short.
ANGKA_INLINE std::string shown(std::string_view name);

/// "[6, 1, 5, 5]".
template <class Integer>
std::string json_list(const std::vector<Integer>& values) {
  std::string out = "[";
  for (const Integer value : values) {
    if (out.size() > 1) out += ", ";
    out += std::to_string(value);
  }
  return out + ']';
}

/// What the header says of one tensor: its data is data_offsets[0] <= byte < data_offsets[1].
struct TensorHeader {
  std::string name, dtype;
  std::vector<std::uint64_t> shape, data_offsets;
};

/// Bytes of an element; 0 for types that aren't read.
ANGKA_INLINE std::size_t element_size(std::string_view dtype);

/// A header that was checked, and the data that it describes.
struct CheckedFile {
  std::vector<TensorHeader> tensors;
  std::map<std::string, std::string> metadata;
  std::span<const std::uint8_t> data;
};

/// All checks but those of the values: in the order of their data the tensors must fill the file
/// without holes or overlaps, and each must be as large as its type and shape say.
ANGKA_INLINE CheckedFile check(std::span<const std::uint8_t> bytes, const std::string& file,
                               std::uint64_t longest);

}  // namespace angka::inline ANGKA_ISA::detail::safetensors

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace angka::inline ANGKA_ISA::detail::safetensors {

/// Takes the parser's events and refuses whatever isn't a safetensors header, so that the nesting
/// is at most three deep and each key is there once.
class HeaderReader {
 public:
  explicit HeaderReader(const std::string& file) : file_(file) {}

  std::vector<TensorHeader> tensors;
  std::map<std::string, std::string> metadata;

  bool start_object(std::size_t) {
    if (place_ == Place::outside) {
      place_ = Place::file;
    } else if (place_ == Place::file && key_ == "__metadata__") {
      place_ = Place::metadata;
    } else if (place_ == Place::file) {
      place_ = Place::tensor;
      tensors.push_back({.name = key_, .dtype = {}, .shape = {}, .data_offsets = {}});
    } else {
      refuse("an object");
    }
    keys_.emplace_back();
    return true;
  }
  bool key(std::string& name) {
    if (place_ == Place::tensor && name != "dtype" && name != "shape" && name != "data_offsets")
      refuse("the key " + shown(name));
    if (!keys_.back().insert(name).second)
      raise(FileError(file_, "each key once in the header", shown(name) + " twice"));
    key_ = std::move(name);
    return true;
  }
  bool end_object() {
    if (place_ == Place::tensor && keys_.back().size() != 3) refuse("fewer keys");
    keys_.pop_back();
    place_ = place_ == Place::file ? Place::outside : Place::file;
    return true;
  }
  bool start_array(std::size_t) {
    if (place_ != Place::tensor || key_ == "dtype") refuse("a list");
    place_ = key_ == "shape" ? Place::shape : Place::data_offsets;
    return true;
  }
  bool end_array() {
    if (place_ == Place::data_offsets && tensors.back().data_offsets.size() != 2)
      refuse(std::to_string(tensors.back().data_offsets.size()) + " of them");
    place_ = Place::tensor;
    return true;
  }
  bool string(std::string& text) {
    if (place_ == Place::metadata)
      metadata[key_] = std::move(text);
    else if (place_ == Place::tensor && key_ == "dtype")
      tensors.back().dtype = std::move(text);
    else
      refuse("a string");
    return true;
  }
  bool number_unsigned(std::uint64_t value) {
    if (place_ == Place::shape && tensors.back().shape.size() < most_dimensions)
      tensors.back().shape.push_back(value);
    else if (place_ == Place::data_offsets && tensors.back().data_offsets.size() < 2)
      tensors.back().data_offsets.push_back(value);
    else
      refuse("the number " + std::to_string(value));
    return true;
  }
  bool number_integer(std::int64_t) { return refuse("a negative number"); }
  bool number_float(double, const std::string& text) { return refuse("the number " + shown(text)); }
  bool boolean(bool) { return refuse("a boolean"); }
  bool null() { return refuse("null"); }
  template <class Binary>
  bool binary(Binary&) {
    return refuse("binary data");
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    raise(FileError(file_, "a header in JSON and UTF-8",
                    "a mistake at its byte " + std::to_string(position)));
  }

 private:
  static constexpr std::size_t most_dimensions = 64;  // as in PyTorch
  enum class Place { outside, file, metadata, tensor, shape, data_offsets };

  [[noreturn]] bool refuse(const std::string& found) const {
    std::string expected = "an object as header";
    if (place_ == Place::file) expected = "an object as value of " + shown(key_);
    if (place_ == Place::metadata) expected = "a string as metadata " + shown(key_);
    if (place_ == Place::tensor || place_ == Place::shape || place_ == Place::data_offsets)
      expected =
          "dtype (a string), shape (at most 64 sizes) and data_offsets (2 integers) of tensor " +
          shown(tensors.back().name);
    raise(FileError(file_, expected, found));
  }

  const std::string& file_;
  Place place_ = Place::outside;
  std::string key_;
  std::vector<std::set<std::string>> keys_;
};

ANGKA_INLINE std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      constexpr char digits[] = "0123456789abcdef";
      out += std::string("\\u00") + digits[c >> 4] + digits[c & 15];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

ANGKA_INLINE std::string shown(std::string_view name) {
  std::size_t length = 80;
  if (name.size() <= length) return json_string(name);
  while (length > 0 && (name[length] & 0xC0) == 0x80) --length;  // not within a character
  return json_string(name.substr(0, length)) + "...";
}

ANGKA_INLINE std::size_t element_size(std::string_view dtype) {
  if (dtype == "F64" || dtype == "I64") return 8;
  if (dtype == "F32") return 4;
  return dtype == "F16" || dtype == "BF16" ? 2 : 0;
}

/// Bytes that a tensor's type and shape make; raises if it has no such type or doesn't fit memory.
inline std::uint64_t tensor_bytes(const TensorHeader& tensor, const std::string& file) {
  std::uint64_t bytes = element_size(tensor.dtype);
  if (bytes == 0)
    raise(FileError(file, "type F32, F64, F16, BF16 or I64 for tensor " + shown(tensor.name),
                    shown(tensor.dtype)));
  bool empty = false;
  for (const std::uint64_t size : tensor.shape) {
    empty |= size == 0;
    if (size > std::numeric_limits<std::size_t>::max() / bytes)
      raise(FileError(file, "a shape that fits memory for tensor " + shown(tensor.name),
                      json_list(tensor.shape)));
    if (size > 0) bytes *= size;
  }
  return empty ? 0 : bytes;
}

ANGKA_INLINE CheckedFile check(std::span<const std::uint8_t> bytes, const std::string& file,
                               std::uint64_t longest) {
  if (bytes.size() < 8)
    raise(FileError(file, "a safetensors file of at least 8 bytes",
                    std::to_string(bytes.size()) + " bytes"));
  const auto length = little_endian<std::uint64_t>(bytes);
  if (const std::uint64_t most = std::min<std::uint64_t>(longest, bytes.size() - 8); length > most)
    raise(FileError(file, "a safetensors header of at most " + std::to_string(most) + " bytes",
                    "a length of " + std::to_string(length)));
  const auto header = bytes.subspan(8, static_cast<std::size_t>(length));
  // The parser would take a byte of 0 for the header's end.
  if (header.empty() || header[0] != '{' ||
      std::find(header.begin(), header.end(), 0) != header.end())
    raise(FileError(file, "a safetensors header that begins with { and holds no byte of 0",
                    header.empty() ? "no header" : "another header"));

  HeaderReader reader(file);
  nlohmann::json::sax_parse(header.data(), header.data() + header.size(), &reader);
  CheckedFile out{.tensors = std::move(reader.tensors),
                  .metadata = std::move(reader.metadata),
                  .data = bytes.subspan(8 + header.size())};

  std::vector<const TensorHeader*> order;
  for (const TensorHeader& tensor : out.tensors) order.push_back(&tensor);
  std::sort(order.begin(), order.end(), [](const TensorHeader* a, const TensorHeader* b) {
    return a->data_offsets < b->data_offsets;
  });
  std::uint64_t end = 0;
  for (const TensorHeader* tensor : order) {
    const std::uint64_t size = tensor_bytes(*tensor, file);
    const std::string what = "tensor " + shown(tensor->name) + " of type " + tensor->dtype +
                             " and shape " + json_list(tensor->shape);
    if (const std::uint64_t left = out.data.size() - end; size > left)
      raise(FileError(file, std::to_string(size) + " bytes of data for " + what,
                      std::to_string(left)));
    if (const std::vector offsets{end, end + size}; tensor->data_offsets != offsets)
      raise(FileError(file, "data_offsets " + json_list(offsets) + " for " + what,
                      json_list(tensor->data_offsets)));
    end += size;
  }
  if (end != out.data.size())
    raise(FileError(file, std::to_string(end) + " bytes of data", std::to_string(out.data.size())));
  return out;
}

}  // namespace angka::inline ANGKA_ISA::detail::safetensors

#endif
