#include <angka/io/safetensors.hpp>
#include <cstring>

#include "program.hpp"

namespace {

void train(const TemporaryFolder& folder) {
  write_idx(folder / "bars", "train", 40, bar, turn);
  const Call call =
      digits(folder, {"train", "bars", "--out", "model", "--epochs", "1", "--batch-size", "10"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
}

}  // namespace

TEST_CASE("digits export: a model in each form, by the ending") {
  const TemporaryFolder folder;
  train(folder);
  for (const char* out : {"net.safetensors", "net.onnx", "net.hpp"}) {
    CAPTURE(out);
    const Call call = digits(folder, {"export", "--model", "model", "--out", out});
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    CHECK(call.out == "wrote " + std::string(out) + "\n");
    CHECK(digits(folder, {"export", "--model", "model", "--out", out, "--quiet"}).out == "");
  }
  CHECK(content(folder / "net.safetensors") == content(folder / "model"));
  CHECK(content(folder / "net.hpp").find("\nnamespace lenet5 {\n") != std::string::npos);
  // The weights as they are, one after the other.
  const std::string onnx = content(folder / "net.onnx");
  const auto file = angka::read_safetensors(folder / "model");
  REQUIRE(file.tensors.size() == 10);
  for (const angka::NamedTensor& tensor : file.tensors) {
    std::string bytes(tensor.values.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), tensor.values.data(), bytes.size());
    CHECK(onnx.find(bytes) != onnx.npos);
  }
}

TEST_CASE("digits export: what can't be written is refused, and nothing is left") {
  const TemporaryFolder folder;
  train(folder);
  const auto entries = folder.entries();
  for (const Arguments& more : {Arguments{"--model", "model"},
                                {"--out", "net.onnx"},
                                {"--model", "model", "--out", "net.txt"},
                                {"--model", "model", "--out", "net"},
                                {"--model", "model", "--out", "model"}}) {
    Arguments words{"export"};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    CHECK(call.status == 2);
    CHECK(call.error_lines() == 1);
  }
  const Call absent = digits(folder, {"export", "--model", "absent", "--out", "net.onnx"});
  CHECK(absent.status == 1);
  const Call folderless = digits(folder, {"export", "--model", "model", "--out", "a/net.hpp"});
  CHECK(folderless.status == 1);
  CHECK(folderless.error_lines() == 1);
  CHECK(folder.entries() == entries);
}
