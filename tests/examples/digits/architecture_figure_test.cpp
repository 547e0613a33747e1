#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

// Words and places alone: what a text of a network becomes is tested elsewhere.
#include "report/architecture_figure.cpp"

namespace {

angka::Summary summary_of(const std::vector<angka::LayerSummary>& layers) {
  return {.input = {1, 28, 28}, .layers = layers};
}

}  // namespace

TEST_CASE("an architecture: layers that keep a shape join what they follow") {
  const auto found =
      volumes_of(summary_of({{"0", "Conv2D<8, 5, Same, Stride<2>, NoBias>", {8, 14, 14}},
                             {"1", "BatchNorm", {8, 14, 14}},
                             {"2", "ReLU", {8, 14, 14}},
                             {"3", "MaxPool2D<2>", {8, 7, 7}},
                             {"4", "Flatten", {392, 1, 1}},
                             {"5", "Dense<10>", {10, 1, 1}}}),
                 indonesian_figures);
  using Words = std::vector<std::string>;
  REQUIRE(found.size() == 4);
  CHECK(found[0].words == Words{"Masukan", "1×28×28"});
  CHECK(found[1].words == Words{"Konvolusi", "5×5", "stride 2", "Batch norm", "ReLU", "8×14×14"});
  CHECK(found[2].words == Words{"Max pooling", "2×2", "8×7×7"});
  CHECK(found[3].words == Words{"Dense (FC)", "10"});
}

TEST_CASE("an architecture: a residual block's sum adds what came before it") {
  const std::vector<angka::LayerSummary> layers{
      {"0", "Conv2D<8, 3, Same>", {8, 28, 28}},
      {"1.main.0", "BatchNorm", {8, 28, 28}},
      {"1.main.1", "ReLU", {8, 28, 28}},
      {"1.main.2", "Conv2D<16, 3, Same, Stride<2>>", {16, 14, 14}},
      {"1.main.3.main.0", "Conv2D<16, 3, Same>", {16, 14, 14}},
      {"1.main.3", "sum", {16, 14, 14}},
      {"1.skip.0", "Conv2D<16, 1, Stride<2>>", {16, 14, 14}},
      {"1", "sum", {16, 14, 14}},
      {"2", "ReLU", {16, 14, 14}},
      {"3", "GlobalAveragePool2D", {16, 1, 1}},
      {"4", "Dense<10>", {10, 1, 1}}};
  const auto found = volumes_of(summary_of(layers), english_figures);
  REQUIRE(found.size() == 9);
  CHECK(found[2].words == std::vector<std::string>{"Batch norm", "ReLU", "8×28×28"});
  CHECK(found[5].kind == Volume::Kind::sum);
  CHECK(found[5].skipped_from == 3);  // what the inner block adds
  CHECK(found[5].skip.empty());
  CHECK(found[6].skipped_from == 1);  // the first convolution
  CHECK(found[6].skip == std::vector<std::string>{"Conv", "1×1", "stride 2"});
  CHECK(found[6].words == std::vector<std::string>{"Sum", "ReLU", "16×14×14"});

  const Figure figure = architecture_figure("a", "b", summary_of(layers), english_figures);
  CHECK(figure.svg.find(">Conv 1×1 stride 2<") != std::string::npos);
  CHECK(figure.png.substr(37, 4) == "pHYs");
}

TEST_CASE("an architecture: a block of branches is drawn as one, with a line for each") {
  const auto found = volumes_of(summary_of({{"0", "Conv2D<8, 3, Same>", {8, 28, 28}},
                                            {"1.0", "Conv2D<4, 1>", {4, 28, 28}},
                                            {"1.2.0", "MaxPool2D<3, Stride<1>, Same>", {8, 28, 28}},
                                            {"1.2.1.1.0", "Sigmoid", {8, 28, 28}},
                                            {"1.2.1", "multiply", {8, 28, 28}},
                                            {"1", "concat", {20, 28, 28}},
                                            {"2", "ReLU", {20, 28, 28}},
                                            {"3.1", "Tanh", {20, 28, 28}},
                                            {"3", "sum", {20, 28, 28}}}),
                                english_figures);
  using Words = std::vector<std::string>;
  REQUIRE(found.size() == 4);
  CHECK(found[2].words == Words{"Concatenation", "Conv 1×1",
                                "Max pool 3×3 stride 1 Sigmoid Product", "ReLU", "20×28×28"});
  CHECK(found[3].words == Words{"Sum", "Tanh", "20×28×28"});
}

TEST_CASE("an architecture of a hundred layers stays within a page's width") {
  std::vector<angka::LayerSummary> layers;
  for (int i = 0; i < 100; ++i)
    layers.push_back({std::to_string(i), "Conv2D<64, 3, Same>", {64, 28, 28}});
  const Figure figure = architecture_figure("a", "b", summary_of(layers), english_figures);
  const std::string box = figure.svg.substr(figure.svg.find("viewBox=\"0 0 ") + 13, 8);
  CHECK(std::stoi(box) <= print_width);
}
