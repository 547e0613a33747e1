#include <angka/io/safetensors.hpp>

#include <cmath>
#include <numeric>
#include <sstream>

#include "program.hpp"

// Every number of the report's worked example is computed again, from its model and images alone.

namespace {

using Values = std::vector<double>;

struct Tensors {
  std::vector<angka::NamedTensor> all;
  const angka::NamedTensor& operator[](const std::string& name) const {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto& tensor) { return tensor.name == name; });
    REQUIRE_MESSAGE(found != all.end(), name);
    return *found;
  }
};

/// What a convolution of PyTorch's layout makes of an image of channels x side x side.
Values convolve(const Values& in, int side, int padding, const angka::NamedTensor& weight,
                const angka::NamedTensor& bias) {
  const int filters = static_cast<int>(weight.shape[0]),
            channels = static_cast<int>(weight.shape[1]);
  const int kernel = static_cast<int>(weight.shape[2]), to = side + 2 * padding - kernel + 1;
  Values out;
  for (int o = 0; o < filters; ++o)
    for (int r = 0; r < to; ++r)
      for (int c = 0; c < to; ++c) {
        double sum = bias.values[static_cast<std::size_t>(o)];
        for (int i = 0; i < channels; ++i)
          for (int u = 0; u < kernel; ++u)
            for (int v = 0; v < kernel; ++v) {
              const int y = r + u - padding, x = c + v - padding;
              if (y < 0 || x < 0 || y >= side || x >= side) continue;
              const int w = ((o * channels + i) * kernel + u) * kernel + v;
              sum += double{weight.values[static_cast<std::size_t>(w)]} *
                     in[static_cast<std::size_t>((i * side + y) * side + x)];
            }
        out.push_back(sum);
      }
  return out;
}

void rectify(Values& values) {
  for (double& value : values) value = std::max(value, 0.0);
}

Values pool(const Values& in, int side) {
  Values out;
  const int planes = static_cast<int>(in.size()) / (side * side);
  for (int p = 0; p < planes; ++p)
    for (int r = 0; r + 1 < side; r += 2)
      for (int c = 0; c + 1 < side; c += 2) {
        const auto at = [&](int y, int x) {
          return in[static_cast<std::size_t>((p * side + y) * side + x)];
        };
        out.push_back(std::max({at(r, c), at(r, c + 1), at(r + 1, c), at(r + 1, c + 1)}));
      }
  return out;
}

Values connect(const Values& in, const angka::NamedTensor& weight, const angka::NamedTensor& bias) {
  Values out;
  for (std::size_t o = 0; o < bias.values.size(); ++o) {
    out.push_back(double{bias.values[o]});
    for (std::size_t i = 0; i < in.size(); ++i)
      out[o] += double{weight.values[o * in.size() + i]} * in[i];
  }
  return out;
}

/// The gradient before a layer that `connect`s what was rectified, from that behind it.
Values connect_back(const Values& gradient, const angka::NamedTensor& weight,
                    const Values& rectified) {
  Values back(rectified.size(), 0);
  for (std::size_t o = 0; o < gradient.size(); ++o)
    for (std::size_t i = 0; i < back.size(); ++i)
      if (rectified[i] > 0) back[i] += gradient[o] * double{weight.values[o * back.size() + i]};
  return back;
}

std::string four(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return std::string(text) == "-0.0000" ? "0.0000" : text;
}

/// The cells of a file of tables/, whose numbers stand without quotes.
std::vector<std::vector<std::string>> cells_of(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(content(file));
  for (std::string line; std::getline(lines, line);) {
    line.resize(line.find('\r'));
    rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

}  // namespace

TEST_CASE("digits report: every number of the worked example, computed again") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 300, bar, turn);
  write_idx(folder / "others", "train", 40, bar, turn);
  const Call call =
      digits(folder, {"report", "bars", "--test", "others", "--out", "out", "--epochs", "3",
                      "--seeds", "0", "--net", "lenet5", "--json", "j"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const auto report = read_json(folder / "j");
  const auto& worked = report["worked_example"];
  CHECK(worked == read_json(folder / "out" / "worked-example.json"));
  const Tensors tensors{
      angka::read_safetensors((folder / "out" / "model.safetensors").string()).tensors};

  const int image = worked["image"];
  CHECK(worked["label"] == turn(image));
  const auto& normalise = report["training"]["steps"][4];
  REQUIRE(normalise["name"] == "normalise");
  const double mean = normalise["mean"], deviation = normalise["standard_deviation"];
  Values input;
  for (int p = 0; p < 28 * 28; ++p)
    input.push_back((bar(image, p / 28, p % 28) / 255.0 - mean) / deviation);

  Values map = convolve(input, 28, 2, tensors["0.weight"], tensors["0.bias"]);
  const auto& patch = worked["patch"];
  const int filter = patch["filter"], top = patch["top"], left = patch["left"];
  CHECK(patch["kernel"] == 5);
  CHECK(patch["row"] == top + 2);  // of the convolution's output, with a margin of 2
  CHECK(patch["column"] == left + 2);
  REQUIRE(patch["products"].size() == 25);
  double sum = 0;
  for (int i = 0; i < 25; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const int row = top + i / 5, column = left + i % 5;
    const double x = input[static_cast<std::size_t>(28 * row + column)];
    const double w = double{tensors["0.weight"].values[static_cast<std::size_t>(25 * filter + i)]};
    CHECK(patch["pixels"][at] == bar(image, row, column));
    CHECK(patch["inputs"][at].get<double>() == doctest::Approx(x).epsilon(1e-6));
    CHECK(patch["weights"][at].get<double>() == w);
    CHECK(patch["products"][at].get<double>() == doctest::Approx(x * w).epsilon(1e-6));
    sum += x * w;
  }
  const double bias = double{tensors["0.bias"].values[static_cast<std::size_t>(filter)]};
  CHECK(patch["sum"].get<double>() == doctest::Approx(sum).epsilon(1e-6));
  CHECK(patch["bias"].get<double>() == bias);
  CHECK(patch["output"].get<double>() == doctest::Approx(sum + bias).epsilon(1e-6));
  CHECK(patch["activation"] == "relu");
  CHECK(patch["activated"].get<double>() ==
        doctest::Approx(std::max(0.0, sum + bias)).epsilon(1e-6));

  rectify(map);
  const auto& window = worked["pool"];
  const int y = window["top"], x = window["left"];
  CHECK((y <= patch["row"] && patch["row"] < y + 2 && x <= patch["column"] &&
         patch["column"] < x + 2));
  REQUIRE(window["values"].size() == 4);
  double largest = 0;
  for (int i = 0; i < 4; ++i) {
    const double value = map[static_cast<std::size_t>((filter * 28 + y + i / 2) * 28 + x + i % 2)];
    CHECK(window["values"][static_cast<std::size_t>(i)].get<double>() ==
          doctest::Approx(value).epsilon(1e-6));
    largest = std::max(largest, value);
  }
  CHECK(window["output"].get<double>() == doctest::Approx(largest).epsilon(1e-6));

  map = pool(map, 28);
  map = convolve(map, 14, 0, tensors["3.weight"], tensors["3.bias"]);
  rectify(map);
  const Values features = map, flat = pool(map, 10);
  map = connect(flat, tensors["6.weight"], tensors["6.bias"]);
  rectify(map);
  const Values first = map;
  map = connect(map, tensors["8.weight"], tensors["8.bias"]);
  rectify(map);
  const Values second = map;
  map = connect(map, tensors["10.weight"], tensors["10.bias"]);

  // Grad-CAM by the chain rule: a pooling hands the gradient on to one pixel of each window.
  Values gradient(10, 0);
  gradient[static_cast<std::size_t>(std::max_element(map.begin(), map.end()) - map.begin())] = 1;
  gradient = connect_back(gradient, tensors["10.weight"], second);
  gradient = connect_back(gradient, tensors["8.weight"], first);
  gradient = connect_back(gradient, tensors["6.weight"], Values(flat.size(), 1));
  Values heat(100, 0);
  for (std::size_t k = 0; k < 16; ++k) {
    const auto of_map = gradient.begin() + static_cast<std::ptrdiff_t>(25 * k);
    const double of_output = std::accumulate(of_map, of_map + 25, 0.0) / 100;
    for (std::size_t i = 0; i < 100; ++i) heat[i] += of_output * features[100 * k + i];
  }
  rectify(heat);
  CHECK(worked["grad_cam"]["height"] == 10);
  REQUIRE(worked["grad_cam"]["heat"].size() == 100);
  CHECK(*std::max_element(heat.begin(), heat.end()) > 0);
  for (std::size_t i = 0; i < 100; ++i)
    CHECK(worked["grad_cam"]["heat"][i].get<double>() == doctest::Approx(heat[i]).epsilon(1e-4));
  const double most = *std::max_element(map.begin(), map.end());
  double powers = 0;
  for (const double logit : map) powers += std::exp(logit - most);
  REQUIRE(worked["logits"].size() == 10);
  for (std::size_t c = 0; c < 10; ++c) {
    CHECK(worked["logits"][c].get<double>() == doctest::Approx(map[c]).epsilon(1e-5));
    CHECK(worked["exponentials"][c].get<double>() ==
          doctest::Approx(std::exp(map[c] - most)).epsilon(1e-5));
    CHECK(worked["probabilities"][c].get<double>() ==
          doctest::Approx(std::exp(map[c] - most) / powers).epsilon(1e-5));
    // What the library's own prediction says.
    CHECK(worked["predicted"][c].get<double>() ==
          doctest::Approx(std::exp(map[c] - most) / powers).epsilon(1e-4));
  }

  // What is printed are these numbers, rounded.
  const auto rows = cells_of(folder / "out" / "tables" / "worked-patch.csv");
  REQUIRE(rows.size() == 27);
  for (std::size_t i = 0; i < 25; ++i)
    CHECK(rows[i + 1] ==
          std::vector<std::string>{std::to_string(i / 5 + 1), std::to_string(i % 5 + 1),
                                   patch["pixels"][i].dump(), four(patch["inputs"][i]),
                                   four(patch["weights"][i]), four(patch["products"][i])});
  CHECK(rows[26].back() == four(sum));
  const auto softmax = cells_of(folder / "out" / "tables" / "worked-softmax.csv");
  REQUIRE(softmax.size() == 12);
  for (std::size_t c = 0; c < 10; ++c)
    CHECK(softmax[c + 1] == std::vector<std::string>{std::to_string(c), four(worked["logits"][c]),
                                                     four(worked["exponentials"][c]),
                                                     four(worked["probabilities"][c])});
  const auto pooled = cells_of(folder / "out" / "tables" / "worked-pool.csv");
  REQUIRE(pooled.size() == 3);
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(pooled[i / 2 + 1][i % 2 + 1] == four(window["values"][i]));
  const std::string text = content(folder / "out" / "report.md");
  CHECK(text.find(four(sum) + (bias < 0 ? " − " : " + ") + four(std::abs(bias)) + " = " +
                  four(sum + bias)) != text.npos);
}
