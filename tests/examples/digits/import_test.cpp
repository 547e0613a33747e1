#include "program.hpp"

namespace {

const std::string recorded_models = ANGKA_SOURCE_DIR "/tests/recorded/onnx/";

}  // namespace

TEST_CASE("digits import: a header of the type, the weights beside it, and figures") {
  const TemporaryFolder folder;
  const Call call = digits(
      folder, {"import", recorded_models + "lenet.onnx", "--out", "net.hpp", "--json", "net.json"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.out ==
        "wrote net.hpp and net.safetensors: Lenet, 9 layers, 5,986 weights, 1 x 28 x 28 to 10\n"
        "It reads numbers, normalised as in its training: see `normalization`.\n"
        "Softmax at the end is left out, since losses take what it reads: outputs are logits.\n");
  const std::string header = content(folder / "net.hpp"),
                    wanted = content(recorded_models + "lenet.hpp");
  const auto code = [](const std::string& text) { return text.substr(text.find("\nusing ")); };
  CHECK(code(header) == code(wanted));
  CHECK(header.find("angka::load_model(\"net.safetensors\", net);") != header.npos);
  CHECK(std::filesystem::exists(folder / "net.safetensors"));
  const auto json = nlohmann::json::parse(content(folder / "net.json"));
  CHECK(json["name"] == "Lenet");
  CHECK(json["parameters"] == 5986);
  CHECK(json["input"] == nlohmann::json{1, 28, 28});
  CHECK(json["notes"].size() == 1);

  const Call quiet =
      digits(folder, {"import", recorded_models + "vgg.onnx", "--out", "a.hpp", "--quiet"});
  CHECK(quiet.status == 0);
  CHECK(quiet.out == "");
  const Call other =
      digits(folder, {"import", recorded_models + "vgg.onnx", "--out", "a.hpp", "--lang", "id"});
  CHECK(other.out.find("Masukannya piksel 0 sampai 255") != other.out.npos);
  CHECK(other.out.find("LogSoftmax di akhir tidak disertakan") != other.out.npos);
}

TEST_CASE("digits import: what can't be a network is refused, and nothing is left") {
  const TemporaryFolder folder;
  std::string bytes = content(recorded_models + "lenet.onnx");
  const std::size_t at = bytes.find("\"\x04Tanh");
  REQUIRE(at != bytes.npos);
  bytes.replace(at + 2, 4, "Sinh");
  put(folder / "sinh.onnx", bytes);
  put(folder / "half.onnx", bytes.substr(0, 3000));
  const auto entries = folder.entries();
  const Call sinh = digits(folder, {"import", "sinh.onnx", "--out", "net.hpp"});
  CHECK(sinh.status == 1);
  CHECK(sinh.err.find("node \"/1/Tanh\" (Sinh)") != sinh.err.npos);
  const Call half = digits(folder, {"import", "half.onnx", "--out", "net.hpp"});
  CHECK(half.status == 1);
  CHECK(half.error_lines() == 1);
  for (const Arguments& words :
       {Arguments{"import", "sinh.onnx"},
        {"import", "--out", "net.hpp"},
        {"import", "sinh.onnx", "--out", "net.txt"},
        {"import", "sinh.onnx", "--out", "net.hpp", "--json", "net.safetensors"},
        {"import", "sinh.onnx", "--out", "net.hpp", "--json", "sinh.onnx"}}) {
    const Call call = digits(folder, words);
    CHECK(call.status == 2);
    CHECK(call.error_lines() == 1);
  }
  CHECK(digits(folder, {"import", "absent.onnx", "--out", "net.hpp"}).status == 1);
  CHECK(digits(folder, {"import", "sinh.onnx", "--out", "a/net.hpp"}).status == 1);
  CHECK(folder.entries() == entries);
}
