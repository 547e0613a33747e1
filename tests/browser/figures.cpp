// What the library makes of drawings and of digits, for the demo page to be compared with.
// usage: browser_figures MODEL

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/data/sheet.hpp>
#include <angka/io/model.hpp>
#include <angka/reading/centring.hpp>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../../examples/digits/nets/nets.hpp"

using nlohmann::json;

namespace {

constexpr std::size_t digits = 100;

#include "every_layer.hpp"

template <class Net>
json logits(const std::string& model) {
  Net net;
  angka::load_model(model, net);
  const angka::Dataset data =
      angka::load_sheet(ANGKA_SOURCE_DIR "/examples/digits/data/digits.png");
  const angka::DataView view = data;
  typename Net::Workspace workspace;
  json list = json::array();
  for (std::size_t i = 0; i < digits; ++i) {
    const auto image = view.image(i * view.size() / digits);
    const auto outputs = net.predict(image, workspace);
    list.push_back({{"pixels", std::vector(image.begin(), image.end())},
                    {"logits", std::vector(outputs.begin(), outputs.end())}});
  }
  return list;
}

/// Strokes along random arcs, soft at their border.
json drawing(int number) {
  angka::Random random(angka::seed(1), angka::Purpose::test, 0, static_cast<std::uint32_t>(number));
  const int width = 3 + static_cast<int>(random.below(300));
  const int height = 3 + static_cast<int>(random.below(300));
  angka::reading::Plane ink(width, height);
  const double pen = 0.02 * std::max(width, height) + 1;
  for (int stroke = 0; stroke < 3; ++stroke) {
    const double x = double(random.uniform()) * width, y = double(random.uniform()) * height;
    const double radius = double(random.uniform(0.1f, 0.5f)) * std::min(width, height);
    for (int row = 0; row < height; ++row)
      for (int column = 0; column < width; ++column) {
        const double away = std::abs(std::hypot(column - x, row - y) - radius);
        float& value = ink.row(row)[column];
        value = std::max(value, static_cast<float>(std::clamp(pen + 1 - away, 0.0, 1.0)));
      }
  }
  return {{"width", width},
          {"height", height},
          {"ink", ink.values},
          {"pixels", angka::reading::centred(ink)}};
}

}  // namespace

int main(int, char** words) {
  const std::string model = words[1];
  const std::string net = angka::read_safetensors(model).metadata.at("net");
  json figures{{"digits", net == "lenet5"     ? logits<LeNet5>(model)
                          : net == "small"    ? logits<Small>(model)
                          : net == "residual" ? logits<ResidualNet>(model)
                                              : logits<EveryLayer>(model)},
               {"drawings", json::array()}};
  for (int number = 0; number < 20; ++number) figures["drawings"].push_back(drawing(number));
  std::cout << figures << '\n';
}
