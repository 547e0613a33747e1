#include <doctest/doctest.h>

#include "io/recorded_network.hpp"
#include "recorded/onnx/mobilenetv2.hpp"
#include "recorded/onnx/outputs.hpp"
#include "recorded/onnx/parts.hpp"
#include "recorded/onnx/resnet20.hpp"
#include "recorded/onnx/resnet20_padded.hpp"
#include "recorded/onnx/shared.hpp"
#include "recorded/onnx/shufflenet.hpp"

TEST_CASE("import_onnx: a whole ResNet-20 for CIFAR-10, of both kinds of shortcuts") {
  check_recorded<Resnet20>("resnet20", 8, recorded::resnet20_outputs);
  check_recorded<Resnet20Padded>("resnet20_padded", 10, recorded::resnet20_padded_outputs);
}

TEST_CASE("import_onnx: MobileNetV2's bottlenecks") {
  check_recorded<Mobilenetv2>("mobilenetv2", 16, recorded::mobilenetv2_outputs);
}

TEST_CASE("import_onnx: parts of images and channels, and channels that are shuffled") {
  check_recorded<Shufflenet>("shufflenet", 12, recorded::shufflenet_outputs);
  check_recorded<Parts>("parts", 14, recorded::parts_outputs);
  check_recorded<Shared>("shared", 17, recorded::shared_outputs);
}

TEST_CASE("import_onnx: the older exporter's words for the same layers") {
  for (const std::string name : {"layers", "resnet20_padded", "shufflenet", "parts"}) {
    CAPTURE(name);
    const angka::ImportedNetwork newer = import_recorded(name),
                                 older = import_recorded(name + "_traced");
    if (name == "layers")  // where it reshapes once more
      CHECK(code(cpp_type_header(older, "")) ==
            code(content(recorded_folder + "layers_traced.hpp")));
    else
      CHECK(older.type == newer.type);
    REQUIRE(older.tensors.size() == newer.tensors.size());
    for (std::size_t i = 0; i < newer.tensors.size(); ++i) {
      const angka::NamedTensor &its = older.tensors[i], &wanted = newer.tensors[i];
      CHECK(its.name == wanted.name);
      CHECK(its.shape == wanted.shape);
      REQUIRE(its.values.size() == wanted.values.size());
      float error = 0;  // each folds a BatchNorm in its own order
      for (std::size_t k = 0; k < its.values.size(); ++k)
        error = std::max(error, std::abs(its.values[k] - wanted.values[k]));
      CHECK(error < 1e-6f);
    }
  }
}
