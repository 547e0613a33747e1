#include <doctest/doctest.h>

#include <stdio.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <map>
#include <new>
#include <string>
#include <vector>

#include <angka/io/safetensors.hpp>
#include <recorded/safetensors.hpp>

#include "files.hpp"

using namespace angka;

// Memory is counted, to see that no file asks for more than its size allows.
namespace {
std::atomic<std::size_t> allocated{0};
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  allocated += size;
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A file of this header, as it is, and so many bytes of data.
Bytes file_of(const std::string& header, std::size_t data, std::uint64_t length) {
  Bytes bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(length >> 8 * i));
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.resize(bytes.size() + data, 0x3F);
  return bytes;
}
Bytes file_of(const std::string& header, std::size_t data) {
  return file_of(header, data, header.size());
}

std::string tensor(const std::string& name, const std::string& shape, const std::string& offsets,
                   const std::string& dtype = "F32") {
  return '"' + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" +
         offsets + '}';
}

/// The error's text; empty when the file was read.
std::string refusal(const Bytes& bytes, const SafetensorsLimits& limits = {}) {
  try {
    parse_safetensors(bytes, "some.safetensors", limits);
  } catch (const FileError& error) {
    const std::string text = error.what();
    CHECK(error.file() == "some.safetensors");
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text.size() < 1500);
    return text;
  }
  return "";
}

#define CHECK_REFUSED(bytes, part) \
  CHECK_MESSAGE(refusal(bytes).find(part) != std::string::npos, refusal(bytes))

std::vector<std::uint32_t> bits_of(const std::vector<float>& values) {
  std::vector<std::uint32_t> bits;
  for (const float value : values) bits.push_back(std::bit_cast<std::uint32_t>(value));
  return bits;
}

std::string string_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

/// One number in [0, 1), from the element's place.
float ramp(std::size_t i) { return static_cast<float>(i * 2654435761u % 65536) / 65536; }

std::vector<NamedTensor> example_tensors() {
  std::vector<NamedTensor> tensors{{"conv1.weight", {2, 1, 3, 3}, std::vector<float>(18)},
                                   {"conv1.bias", {2}, std::vector<float>(2)},
                                   {"steps", {}, {3}},
                                   {"nothing", {0, 4}, {}}};
  for (std::size_t i = 0; i < 18; ++i) tensors[0].values[i] = ramp(i) - 0.5f;
  return tensors;
}

}  // namespace

TEST_CASE("files made by Python") {
  for (const recorded::StoredFile& stored : recorded::safetensors) {
    CAPTURE(stored.what);
    const Safetensors file = parse_safetensors(bytes_of(from_hex(stored.hex)), stored.what);
    CHECK(file.metadata == stored.metadata);
    REQUIRE(file.tensors.size() == stored.tensors.size());
    for (std::size_t i = 0; i < file.tensors.size(); ++i) {
      CHECK(file.tensors[i].name == stored.tensors[i].name);
      CHECK(file.tensors[i].shape == stored.tensors[i].shape);
      CHECK(bits_of(file.tensors[i].values) == stored.tensors[i].bits);
      CHECK(file.find(stored.tensors[i].name) == &file.tensors[i]);
    }
    CHECK(file.find("no such tensor") == nullptr);
  }
}

TEST_CASE("every half is converted exactly") {
  Bytes bytes = file_of('{' + tensor("halves", "[65536]", "[0,131072]", "F16") + '}', 0);
  for (unsigned half = 0; half < 65536; ++half) {
    bytes.push_back(static_cast<std::uint8_t>(half & 255));
    bytes.push_back(static_cast<std::uint8_t>(half >> 8));
  }
  const std::vector<std::uint32_t> found =
      bits_of(parse_safetensors(bytes, "halves").tensors.at(0).values);
  int wrong = 0;
  for (int half = 0; half < 65536; ++half) {
    const int exponent = half >> 10 & 31, mantissa = half & 1023;
    const double size =
        exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    std::uint32_t expected = std::bit_cast<std::uint32_t>(static_cast<float>(size));
    if (exponent == 31) expected = 0x7F800000u + static_cast<std::uint32_t>(mantissa) * 8192;
    if (half >= 32768) expected |= 0x80000000u;
    wrong += found.at(static_cast<std::size_t>(half)) != expected;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a double beyond the range of float is refused, infinity isn't") {
  const auto with = [](std::uint64_t bits) {
    Bytes bytes = file_of('{' + tensor("wide", "[1]", "[0,8]", "F64") + '}', 0);
    for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(bits >> 8 * i));
    return bytes;
  };
  const auto converted = [&](std::uint64_t bits) {
    return bits_of(parse_safetensors(with(bits), "wide").tensors.at(0).values).at(0);
  };
  CHECK_REFUSED(with(std::bit_cast<std::uint64_t>(1e39)), "range of float");
  CHECK_REFUSED(with(std::bit_cast<std::uint64_t>(-1e308)), "\"wide\"");
  CHECK_REFUSED(with(0x47EFFFFFE0000001u), "range of float");  // just above the largest float
  CHECK(converted(0x47EFFFFFE0000000u) == 0x7F7FFFFFu);
  CHECK(converted(0xC7EFFFFFE0000000u) == 0xFF7FFFFFu);
  CHECK(converted(0x7FF0000000000000u) == 0x7F800000u);
  CHECK(converted(0xFFF0000000000000u) == 0xFF800000u);
  CHECK(converted(0x7FF8000000000000u) == 0x7FC00000u);
}

TEST_CASE("what is written is read again, bit by bit") {
  const TemporaryFolder folder;
  std::vector<NamedTensor> tensors = example_tensors();
  tensors[0].name =
      "quoted \" and \\, control \x01\n, UTF-8 \xC3\xA9, zero " + std::string(1, '\0');
  NamedTensor odd{"odd", {10}, {}};
  for (const std::uint32_t bits : {0x80000000u, 0x7FC00000u, 0xFFC12345u, 0x7F800001u, 0xFFBFFFFFu,
                                   0x7F800000u, 0xFF800000u, 1u, 0x007FFFFFu, 0x7F7FFFFFu})
    odd.values.push_back(std::bit_cast<float>(bits));
  tensors.push_back(odd);
  const std::map<std::string, std::string> metadata{{"net", "lenet5"}, {"", "\t\"\\"}};
  write_safetensors(folder / "model.safetensors", tensors, metadata);
  const Safetensors file = read_safetensors(folder / "model.safetensors");
  CHECK(file.metadata == metadata);
  REQUIRE(file.tensors.size() == tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    CHECK(file.tensors[i].name == tensors[i].name);
    CHECK(file.tensors[i].shape == tensors[i].shape);
    CHECK(bits_of(file.tensors[i].values) == bits_of(tensors[i].values));
  }
  CHECK(folder.entries() == 1);
  write_safetensors(folder / "again", tensors, metadata);
  CHECK(content(folder / "again") == content(folder / "model.safetensors"));
}

TEST_CASE("the bytes are those of the format") {
  const TemporaryFolder folder;
  const std::vector<NamedTensor> tensors{{"a", {2}, {1, -2}}, {"b", {}, {0.5f}}};
  write_safetensors(folder / "model", tensors, {{"k", "v"}});
  const std::string header =
      R"({"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
      R"("b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}})";
  const std::string padded = header + std::string((8 - header.size() % 8) % 8, ' ');
  const std::string data("\0\0\x80\x3F\0\0\0\xC0\0\0\0\x3F", 12);
  CHECK(content(folder / "model") == string_of(file_of(padded, 0)) + data);
  write_safetensors(folder / "empty", {}, {});
  CHECK(content(folder / "empty") == string_of(file_of("{}      ", 0)));
}

TEST_CASE("Python reads what is written") {
  const std::string script = std::string(ANGKA_SOURCE_DIR) + "/tests/record/safetensors.py";
  if (std::system("python3 -c pass 2>/dev/null") != 0) {
    MESSAGE("skipped: python3 not found");
    return;
  }
  const TemporaryFolder folder;
  const std::vector<NamedTensor> tensors{{"conv \"1\"", {1, 2, 1}, {1, -0.f}},
                                         {"empty", {2, 0}, {}},
                                         {"\xC3\xA9", {}, {std::bit_cast<float>(0xFFC12345u)}}};
  write_safetensors(folder / "model", tensors, {{"net", "lenet5"}, {"lines", "1\n2"}});
  FILE* pipe =
      ::popen(("python3 '" + script + "' read '" + (folder / "model").string() + "'").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  for (int c; (c = std::fgetc(pipe)) != EOF;) text += static_cast<char>(c);
  CHECK(::pclose(pipe) == 0);
  CHECK(text ==
        "metadata [\"lines\", \"1\\n2\"]\n"
        "metadata [\"net\", \"lenet5\"]\n"
        "tensor [\"conv \\\"1\\\"\", [1, 2, 1], [\"3f800000\", \"80000000\"]]\n"
        "tensor [\"empty\", [2, 0], []]\n"
        "tensor [\"\\u00e9\", [], [\"ffc12345\"]]\n");
}

TEST_CASE("the writer refuses what couldn't be read, and leaves an existing file") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::vector<NamedTensor>& tensors,
                           const std::map<std::string, std::string>& metadata = {}) {
    put(folder / "model", "old");
    std::string text;
    try {
      write_safetensors(folder / "model", tensors, metadata);
    } catch (const FileError& error) {
      text = error.what();
      CHECK(error.file() == (folder / "model").string());
    }
    CHECK(content(folder / "model") == "old");
    CHECK(folder.entries() == 1);
    return text;
  };
  const auto has = [](const std::string& text, const char* part) {
    CAPTURE(text);
    CHECK(text.find(part) != std::string::npos);
  };
  has(refused({{"a", {1}, {1}}, {"a", {1}, {1}}}), "\"a\" twice");
  has(refused({{"a", {3}, {1, 2}}}), "12 bytes of data for tensor \"a\"");
  has(refused({{"a", {2}, {1, 2, 3}}}), "[0, 8]");
  has(refused({{"\xFF", {1}, {1}}}), "UTF-8");
  has(refused({{"__metadata__", {1}, {1}}}), "metadata \"shape\", found a list");
  has(refused({{"__metadata__", {1}, {1}}}, {{"a", "b"}}), "\"__metadata__\" twice");
  has(refused({}, {{"a", "\xC3"}}), "UTF-8");
  has(refused({}, {{"a", std::string(1 << 20, 'b')}}), "at most 1048576 bytes");
}

TEST_CASE("accepted: any order, scalars, empty tensors, padding") {
  const std::string scalar = tensor("s", "[]", "[8,12]");
  const std::string pair = tensor("p", "[2]", "[0,8]");
  const std::string empty = tensor("e", "[7,0]", "[8,8]");
  const std::string last = tensor("l", "[0]", "[12,12]");
  CHECK(refusal(file_of('{' + scalar + ',' + pair + ',' + last + ',' + empty + "}   ", 12)) == "");
  CHECK(refusal(file_of('{' + empty + ',' + last + ',' + pair + ',' + scalar + "} \r\n\t", 12)) ==
        "");
  CHECK(refusal(file_of("{}", 0)) == "");
  CHECK(refusal(file_of(R"({ "__metadata__" : { } })", 0)) == "");
  const std::string ones = "[1" + [] {
    std::string text;
    for (int i = 1; i < 64; ++i) text += ",1";
    return text;
  }();
  CHECK(refusal(file_of('{' + tensor("a", ones + ']', "[0,4]") + '}', 4)) == "");
  CHECK_REFUSED(file_of('{' + tensor("a", ones + ",1]", "[0,4]") + '}', 4), "at most 64 sizes");
}

TEST_CASE("refused: lengths of the header") {
  for (std::size_t size = 0; size < 8; ++size)
    CHECK_REFUSED(Bytes(size), "at least 8 bytes, found " + std::to_string(size));
  CHECK_REFUSED(file_of("{}", 0, 0), "no header");
  CHECK_REFUSED(file_of("{}", 0, 1), "in JSON");
  CHECK_REFUSED(file_of("{}", 0, 3), "at most 2 bytes, found a length of 3");
  CHECK_REFUSED(file_of("{}", 0, std::uint64_t{1} << 63), "9223372036854775808");
  for (std::uint64_t below = 1; below <= 9; ++below)
    CHECK_REFUSED(file_of("{}", 0, 0 - below), "at most 2 bytes");
  const std::string padded = "{}" + std::string(2'000'000, ' ');
  CHECK_REFUSED(file_of(padded, 0), "at most 1048576 bytes, found a length of 2000002");
  CHECK(refusal(file_of(padded, 0), {.header_bytes = 2'000'002}) == "");
  CHECK(refusal(file_of(padded, 0), {.header_bytes = 2'000'001}) != "");
}

TEST_CASE("refused: what isn't JSON in UTF-8") {
  const std::string good = tensor("a", "[1]", "[0,4]");
  CHECK_REFUSED(file_of("", 0), "begins with {");
  for (const char* text : {" {}", "[]", "null", "\"a\"", "1", "\xEF\xBB\xBF{}"})
    CHECK_REFUSED(file_of(text, 0), "begins with {");
  CHECK_REFUSED(file_of(std::string("{}\0", 3), 0), "no byte of 0");
  CHECK_REFUSED(file_of('{' + good + std::string("}\0}", 3), 4), "no byte of 0");
  for (const char* text :
       {"{", "{}}", "{} {}", "{}x", "{,}", "{\"a\"}", "{'a':1}", "{}\xFF", "{//\n}"})
    CHECK_REFUSED(file_of(text, 0), "in JSON and UTF-8");
  CHECK_REFUSED(file_of('{' + good + ",}", 4), "in JSON");
  for (const char* name :
       {"\xFF", "\xC0\x80", "\xC3", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\\ud800", "\n", "\\x"})
    CHECK_REFUSED(file_of('{' + tensor(name, "[1]", "[0,4]") + '}', 4), "in JSON and UTF-8");
}

TEST_CASE("refused: deep nesting, without recursion") {
  const std::size_t depth = 300'000;
  const std::string lists(depth, '[');
  CHECK_REFUSED(file_of("{\"a\":" + lists, 0), "an object as value of \"a\", found a list");
  CHECK_REFUSED(file_of("{\"__metadata__\":{\"k\":" + lists, 0), "metadata \"k\", found a list");
  CHECK_REFUSED(file_of('{' + tensor("a", lists, "[0,4]"), 0), "found a list");
  std::string objects;
  for (std::size_t i = 0; i < depth / 2; ++i) objects += "{\"a\":";
  CHECK_REFUSED(file_of(objects, 0), "tensor \"a\", found the key \"a\"");
}

TEST_CASE("refused: a key that is there twice, unknown or missing") {
  const std::string good = tensor("a", "[1]", "[0,4]");
  CHECK_REFUSED(file_of('{' + good + ',' + good + '}', 4), "\"a\" twice");
  CHECK_REFUSED(file_of('{' + good + ',' + tensor("\\u0061", "[1]", "[4,8]") + '}', 8),
                "\"a\" twice");
  CHECK_REFUSED(file_of(R"({"__metadata__":{},"__metadata__":{}})", 0), "twice");
  CHECK_REFUSED(file_of(R"({"__metadata__":{"k":"1","k":"2"}})", 0), "\"k\" twice");
  CHECK_REFUSED(
      file_of(R"({"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4),
      "\"dtype\" twice");
  CHECK_REFUSED(file_of(R"({"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}})", 4),
                "\"shape\" twice");
  CHECK_REFUSED(
      file_of(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"offsets":[0,4]}})", 4),
      "the key \"offsets\"");
  for (const char* header : {R"({"a":{}})", R"({"a":{"dtype":"F32","shape":[1]}})",
                             R"({"a":{"dtype":"F32","data_offsets":[0,4]}})",
                             R"({"a":{"shape":[1],"data_offsets":[0,4]}})"})
    CHECK_REFUSED(file_of(header, 4), "fewer keys");
}

TEST_CASE("refused: values of another type") {
  for (const char* value : {"1", "-1", "1.5", "true", "null", "\"F32\"", "[]"})
    CHECK_REFUSED(file_of("{\"a\":" + std::string(value) + '}', 4), "an object as value of \"a\"");
  CHECK(refusal(file_of("{\"a\":1e999}", 4)) != "");
  for (const char* value : {"1", "false", "null", "[]", "{}"})
    CHECK_REFUSED(file_of(R"({"__metadata__":{"k":)" + std::string(value) + "}}", 4),
                  "a string as metadata \"k\"");
  for (const char* value : {"1", "\"1\"", "null", "{}", "[-1]", "[1.0]", "[1e0]", "[-0]", "[\"1\"]",
                            "[[1]]", "[{}]", "[true]", "[18446744073709551616]"})
    CHECK_REFUSED(file_of('{' + tensor("a", value, "[0,4]") + '}', 4), "of tensor \"a\"");
  for (const char* value : {"0", "\"0\"", "[]", "[0]", "[0,4,4]", "[0.0,4]", "[0,-4]", "[[0,4]]",
                            "[null,4]", "[0,18446744073709551616]", "{\"0\":4}"})
    CHECK_REFUSED(file_of('{' + tensor("a", "[1]", value) + '}', 4), "of tensor \"a\"");
  for (const char* dtype : {"", "f32", "F32 ", "i64", "I32", "U8", "BOOL", "F8_E4M3", "C64"})
    CHECK_REFUSED(
        file_of('{' + tensor("a", "[0]", "[0,0]", dtype) + '}', 0),
        "F32, F64, F16, BF16 or I64 for tensor \"a\", found \"" + std::string(dtype) + "\"");
  CHECK_REFUSED(file_of(R"({"a":{"dtype":["F32"],"shape":[1],"data_offsets":[0,4]}})", 4),
                "found a list");
}

TEST_CASE("refused: offsets reversed, overlapping, with holes, beyond the file") {
  const auto two = [](const std::string& a, const std::string& b, std::size_t data) {
    return file_of('{' + tensor("a", "[2]", a) + ',' + tensor("b", "[2]", b) + '}', data);
  };
  CHECK(refusal(two("[0,8]", "[8,16]", 16)) == "");
  CHECK(refusal(two("[8,16]", "[0,8]", 16)) == "");
  CHECK_REFUSED(two("[8,0]", "[8,16]", 16), "[0, 8] for tensor \"a\"");
  CHECK_REFUSED(two("[0,8]", "[16,8]", 16), "[8, 16] for tensor \"b\"");
  CHECK_REFUSED(two("[0,8]", "[0,8]", 8), "8 bytes of data for tensor \"b\"");
  CHECK_REFUSED(two("[0,8]", "[0,8]", 16), "found [0, 8]");
  CHECK_REFUSED(two("[0,8]", "[4,12]", 16), "found [4, 12]");
  CHECK_REFUSED(two("[0,8]", "[12,20]", 20), "found [12, 20]");
  CHECK_REFUSED(two("[4,12]", "[12,20]", 20), "found [4, 12]");
  CHECK_REFUSED(two("[0,8]", "[8,16]", 15), "found 7");
  CHECK_REFUSED(two("[0,8]", "[8,16]", 0), "found 0");
  CHECK_REFUSED(two("[0,8]", "[8,18446744073709551615]", 16), "found [8, 18446744073709551615]");
  CHECK_REFUSED(two("[0,8]", "[18446744073709551608,0]", 16), "found [18446744073709551608, 0]");
  for (const std::size_t tail : {1u, 4u, 100'000u})
    CHECK_REFUSED(two("[0,8]", "[8,16]", 16 + tail), "expected 16 bytes of data");
  CHECK_REFUSED(file_of("{}", 1), "expected 0 bytes of data");
  CHECK_REFUSED(file_of('{' + tensor("e", "[0]", "[4,4]") + '}', 4), "found [4, 4]");
  CHECK_REFUSED(file_of('{' + tensor("a", "[1]", "[0,4]", "F16") + '}', 4), "found [0, 4]");
}

TEST_CASE("refused: shapes whose product wraps, at the cost of nothing") {
  const char* shapes[] = {"[18446744073709551615]",
                          "[4611686018427387904]",
                          "[4294967296,4294967296]",
                          "[4294967296,1073741824]",
                          "[18446744073709551615,18446744073709551615]",
                          "[9223372036854775808,2]",
                          "[0,4294967296,4294967296]",
                          "[4294967296,4294967296,0]",
                          "[2147483648,2147483648,2,0]"};
  for (const char* shape : shapes)
    for (const char* offsets : {"[0,0]", "[0,4]", "[0,18446744073709551612]"})
      CHECK_REFUSED(file_of('{' + tensor("a", shape, offsets) + '}', 4), "fits memory");
  // Sizes that fit 64 bits alone and wrap when added.
  const std::string first = tensor("a", "[2]", "[0,8]");
  CHECK_REFUSED(
      file_of('{' + first + ',' + tensor("b", "[2305843009213693951]", "[8,0]", "F64") + '}', 8),
      "18446744073709551608 bytes of data for tensor \"b\"");
  CHECK_REFUSED(
      file_of('{' + first + ',' + tensor("b", "[2305843009213693951]", "[8,0]", "F64") + '}', 0),
      "8 bytes of data for tensor \"a\"");
  CHECK_REFUSED(file_of('{' + tensor("a", "[1000000000000]", "[0,4000000000000]") + '}', 4),
                "4000000000000 bytes of data");
}

TEST_CASE("NaN and infinity are refused only on request") {
  for (const std::uint32_t bits : {0x7FC00000u, 0xFF800001u, 0x7F800000u, 0xFF800000u}) {
    Bytes bytes = file_of('{' + tensor("a", "[2]", "[0,8]") + '}', 4);
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(bits >> 8 * i));
    CHECK(refusal(bytes) == "");
    CHECK(refusal(bytes, {.finite_only = true}).find("finite values in tensor \"a\"") !=
          std::string::npos);
  }
  CHECK(refusal(file_of('{' + tensor("a", "[2]", "[0,8]") + '}', 8), {.finite_only = true}) == "");
}

TEST_CASE("long names and names with control characters make short messages of one line") {
  std::string name(5000, 'n');
  CHECK_REFUSED(file_of('{' + tensor(name, "[2]", "[0,4]") + '}', 8), "nnn\"...");
  name = "ab";
  while (name.size() < 200) name += "\xE0\xA4\xAA";
  const std::string text = refusal(file_of('{' + tensor(name, "[2]", "[0,4]") + '}', 8));
  CHECK(text.find("\xAA\"...") != std::string::npos);
  CHECK_REFUSED(file_of('{' + tensor("a\\nb", "[2]", "[0,4]") + '}', 8), "\"a\\u000ab\"");
  CHECK_REFUSED(file_of('{' + tensor("a\x7F", "[2]", "[0,4]") + '}', 8), "\"a\\u007f\"");
}

TEST_CASE("every truncation is refused") {
  const TemporaryFolder folder;
  write_safetensors(folder / "model", example_tensors(), {{"net", "lenet5"}});
  const Bytes whole = bytes_of(content(folder / "model"));
  REQUIRE(refusal(whole) == "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CAPTURE(size);
    CHECK(refusal(cut) != "");
  }
  Bytes longer = whole;
  longer.push_back(0);
  CHECK(refusal(longer) != "");
}

TEST_CASE("a flipped bit is an error or another file, in bounded memory") {
  const TemporaryFolder folder;
  write_safetensors(folder / "model", example_tensors(), {{"net", "lenet5"}});
  const Bytes whole = bytes_of(content(folder / "model"));
  const std::size_t header = 8 + whole[0] + 256u * whole[1];
  int refused = 0, accepted = 0;
  std::size_t most = 0, values = 0;
  for (std::size_t bit = 0; bit < 8 * header; ++bit) {
    Bytes bytes = whole;
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1 << bit % 8);
    const std::size_t before = allocated;
    try {
      const Safetensors file = parse_safetensors(bytes, "flipped");
      most = std::max<std::size_t>(most, allocated - before);
      ++accepted;
      std::size_t count = 0;
      for (const NamedTensor& tensor : file.tensors) count += tensor.values.size();
      values = std::max(values, count);
      CHECK(file.tensors.size() == 4);
    } catch (const FileError&) {
      most = std::max<std::size_t>(most, allocated - before);
      ++refused;
    }
  }
  CHECK(refused > 1000);  // most of the header is structure
  CHECK(accepted > 100);  // names and metadata are anybody's
  CHECK(values == 21);    // all the data is used, once
  CHECK(most < 64 * whole.size());
}

TEST_CASE("no header asks for more memory than the file's size allows") {
  std::string many = "{";
  for (int i = 0; i < 20'000; ++i)
    many += tensor(std::to_string(i), "[0]", "[0,0]") + (i < 19'999 ? ',' : '}');
  const Bytes tensors = file_of(many, 0);
  std::string text = R"({"__metadata__":{)";
  for (int i = 0; i < 50'000; ++i) text += (i ? ",\"" : "\"") + std::to_string(i) + "\":\"\"";
  const Bytes metadata = file_of(text + "}}", 0);
  const Bytes length = file_of("{}", 0, std::uint64_t{1} << 20);
  for (const Bytes* bytes : {&tensors, &metadata, &length}) {
    const std::size_t before = allocated;
    refusal(*bytes, {.header_bytes = std::uint64_t{1} << 24});
    CHECK(allocated - before < 64 * bytes->size() + 4096);
  }
}

TEST_CASE("reading: what isn't a readable file of a sensible size") {
  const TemporaryFolder folder;
  const auto failure = [](const std::filesystem::path& path, const SafetensorsLimits& limits = {}) {
    try {
      read_safetensors(path, limits);
    } catch (const FileError& error) {
      CHECK(error.file() == path.string());
      return error.found();
    }
    return std::string();
  };
  CHECK(failure(folder / "missing") == "no file");
  CHECK(failure(folder.path()) == "a folder");
  CHECK(failure("/dev/zero") == "a device");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(failure(folder / "pipe") == "a pipe");
  std::filesystem::create_symlink("loop", folder / "loop");
  CHECK(failure(folder / "loop") == "Too many levels of symbolic links");
  put(folder / "empty", "");
  CHECK(failure(folder / "empty") == "0 bytes");

  write_safetensors(folder / "model", example_tensors());
  CHECK(failure(folder / "model") == "");
  const auto size = std::filesystem::file_size(folder / "model");
  CHECK(failure(folder / "model", {.file_bytes = size}) == "");
  CHECK(failure(folder / "model", {.file_bytes = size - 1}) == std::to_string(size));
  // A sparse file of a terabyte.
  put(folder / "sparse", "");
  std::filesystem::resize_file(folder / "sparse", std::uintmax_t{1} << 40);
  CHECK(failure(folder / "sparse") == "1099511627776");

  REQUIRE(::chmod((folder / "model").c_str(), 0) == 0);
  const WithoutPrivileges user;
  CHECK(failure(folder / "model") == "Permission denied");
}
