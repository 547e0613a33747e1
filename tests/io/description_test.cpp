#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <angka/io/description.hpp>

#include "every_layer.hpp"

using namespace angka;

namespace {

using Values = std::vector<double>;

const std::vector<float>& tensor(const NetworkDescription& net, const StepDescription& step,
                                 std::size_t number) {
  for (const NamedTensor& tensor : net.tensors)
    if (tensor.name == step.tensors.at(number)) return tensor.values;
  FAIL("no tensor " << step.tensors[number]);
  return net.tensors[0].values;
}

/// Calls visit(output, c, tap, input) for each output pixel, channel of the input and tap of the
/// window; input is -1 in the padding.
template <class Visit>
void for_each_tap(const StepDescription& step, Visit&& visit) {
  const Shape in = step.input_shape, out = step.output_shape;
  const auto outputs = [&](std::size_t axis, int size) {
    return (size + step.padding[axis] + step.padding[axis + 2] -
            step.dilation[axis] * (step.kernel[axis] - 1) - 1) /
               step.stride[axis] +
           1;
  };
  if (!step.ceil) {
    REQUIRE(outputs(0, in.height) == out.height);
    REQUIRE(outputs(1, in.width) == out.width);
  }
  for (int o = 0; o < out.size(); ++o)
    for (int c = 0; c < in.channels; ++c)
      for (int tap = 0; tap < step.kernel[0] * step.kernel[1]; ++tap) {
        const int y = o % out.pixels() / out.width * step.stride[0] - step.padding[0] +
                      tap / step.kernel[1] * step.dilation[0];
        const int x = o % out.width * step.stride[1] - step.padding[1] +
                      tap % step.kernel[1] * step.dilation[1];
        const bool inside = y >= 0 && y < in.height && x >= 0 && x < in.width;
        const bool padding = y < in.height + step.padding[2] && x < in.width + step.padding[3];
        if (padding) visit(o, c, tap, inside ? (c * in.height + y) * in.width + x : -1);
      }
}

/// What a step's words say, by the plainest loops.
Values run(const NetworkDescription& net, const StepDescription& step,
           const std::vector<Values>& values) {
  const Values& x = values.at(static_cast<std::size_t>(step.input));
  const std::string& kind = step.kind;
  const int pixels = step.input_shape.pixels(), outputs = step.output_shape.size();
  const auto at = [](int i) { return static_cast<std::size_t>(i); };
  const auto each = [&](auto function) {
    Values y = x;
    for (double& value : y) value = function(value);
    return y;
  };
  const double k = kind.ends_with("_norm") ? step.setting("epsilon")
                   : kind == "leaky_relu"  ? step.setting("negative_slope")
                   : kind == "elu"         ? step.setting("alpha")
                                           : 0;
  if (kind == "relu") return each([](double v) { return std::max(v, 0.0); });
  if (kind == "leaky_relu") return each([k](double v) { return v > 0 ? v : k * v; });
  if (kind == "elu") return each([k](double v) { return v > 0 ? v : k * std::expm1(v); });
  if (kind == "gelu") return each([](double v) { return v / 2 * std::erfc(-v / std::sqrt(2.0)); });
  if (kind == "silu") return each([](double v) { return v / (1 + std::exp(-v)); });
  if (kind == "sigmoid") return each([](double v) { return 1 / (1 + std::exp(-v)); });
  if (kind == "tanh") return each([](double v) { return std::tanh(v); });
  const auto gate = [](double v) { return std::min(std::max(v + 3, 0.0), 6.0) / 6; };
  const auto softplus = [](double v) { return std::log1p(std::exp(v)); };
  if (kind == "relu6") return each([](double v) { return std::min(std::max(v, 0.0), 6.0); });
  if (kind == "hard_sigmoid") return each(gate);
  if (kind == "hard_swish") return each([&](double v) { return v * gate(v); });
  if (kind == "softplus") return each(softplus);
  if (kind == "mish") return each([&](double v) { return v * std::tanh(softplus(v)); });
  if (kind == "flatten" || kind == "reshape" || step.only_trains()) return x;

  Values y(at(outputs));
  if (kind == "add") {
    y = x;
    for (const int other : step.others)
      for (int i = 0; i < outputs; ++i) y[at(i)] += values.at(at(other)).at(at(i));
  } else if (kind == "multiply") {
    std::vector<int> factors = step.others;
    factors.push_back(step.input);
    y.assign(at(outputs), 1);
    for (const int factor : factors)
      for (int i = 0; i < outputs; ++i) {
        const Values& of = values.at(at(factor));
        const bool by_channel = of.size() == at(step.output_shape.channels);
        y[at(i)] *= of.at(at(by_channel ? i / step.output_shape.pixels() : i));
      }
  } else if (kind == "concat") {
    y = x;
    for (const int other : step.others)
      y.insert(y.end(), values.at(at(other)).begin(), values.at(at(other)).end());
  } else if (kind == "softmax") {  // of one pixel
    double sum = 0;
    for (const double value : x) sum += std::exp(value);
    for (int i = 0; i < outputs; ++i) y[at(i)] = std::exp(x[at(i)]) / sum;
  } else if (kind == "dense") {
    for (int o = 0; o < outputs; ++o) {
      if (step.tensors.size() > 1) y[at(o)] = double(tensor(net, step, 1)[at(o)]);
      for (std::size_t i = 0; i < x.size(); ++i)
        y[at(o)] += double(tensor(net, step, 0)[at(o) * x.size() + i]) * x[i];
    }
  } else if (kind == "batch_norm") {
    for (int i = 0; i < outputs; ++i) {
      const auto of = [&](std::size_t n) { return double(tensor(net, step, n)[at(i / pixels)]); };
      y[at(i)] = (x[at(i)] - of(2)) / std::sqrt(of(3) + k) * of(0) + of(1);
    }
  } else if (kind == "conv") {
    const int filters = step.output_shape.channels, per_group = filters / step.groups;
    const int channels = step.input_shape.channels / step.groups;
    const int taps = step.kernel[0] * step.kernel[1];
    if (step.tensors.size() > 1)
      for (int o = 0; o < outputs; ++o)
        y[at(o)] = double(tensor(net, step, 1)[at(o / step.output_shape.pixels())]);
    for_each_tap(step, [&](int o, int c, int tap, int i) {
      const int filter = o / step.output_shape.pixels();
      if (i < 0 || filter / per_group != c / channels) return;
      const int weight = (filter * channels + c % channels) * taps + tap;
      y[at(o)] += double(tensor(net, step, 0)[at(weight)]) * x[at(i)];
    });
  } else if (kind.ends_with("_norm")) {
    const int groups = kind == "instance_norm" ? step.input_shape.channels : step.groups;
    const int size = outputs / groups;
    for (int i = 0; i < outputs; ++i) {
      double mean = 0, variance = 0;
      for (int p = i / size * size; p < (i / size + 1) * size; ++p) mean += x[at(p)] / size;
      for (int p = i / size * size; p < (i / size + 1) * size; ++p)
        variance += (x[at(p)] - mean) * (x[at(p)] - mean) / size;
      const int w = kind == "layer_norm" ? i : i / pixels;
      y[at(i)] = (x[at(i)] - mean) / std::sqrt(variance + k) * double(tensor(net, step, 0)[at(w)]) +
                 double(tensor(net, step, 1)[at(w)]);
    }
  } else if (kind == "prelu") {
    for (int i = 0; i < outputs; ++i)
      y[at(i)] = x[at(i)] > 0 ? x[at(i)] : double(tensor(net, step, 0)[at(i / pixels)]) * x[at(i)];
  } else if (kind == "zero_pad" || kind == "crop") {
    const bool pads = kind == "zero_pad";
    const Shape inner = pads ? step.input_shape : step.output_shape;
    const int wide = (pads ? step.output_shape : step.input_shape).width;
    const int plane = (pads ? step.output_shape : step.input_shape).pixels();
    REQUIRE(step.padding[1] + inner.width + step.padding[3] == wide);
    REQUIRE((step.padding[0] + inner.height + step.padding[2]) * wide == plane);
    for (int i = 0; i < inner.size(); ++i) {
      const int row = i % inner.pixels() / inner.width + step.padding[0];
      const int o = i / inner.pixels() * plane + row * wide + i % inner.width + step.padding[1];
      (pads ? y[at(o)] : y[at(i)]) = x[at(pads ? i : o)];
    }
  } else if (kind == "channel_slice" || kind == "channel_pad") {
    const int begin = step.channels_before * pixels, few = std::min(outputs, int(x.size()));
    const bool pads = kind == "channel_pad";
    for (int i = 0; i < few; ++i) y[at(pads ? begin + i : i)] = x[at(pads ? i : begin + i)];
  } else if (kind == "channel_shuffle") {
    const int each_group = step.input_shape.channels / step.groups;
    for (int i = 0; i < outputs; ++i) {
      const int channel = i / pixels, group = channel / each_group;
      y[at((channel % each_group * step.groups + group) * pixels + i % pixels)] = x[at(i)];
    }
  } else if (kind == "upsample_nearest" || kind == "upsample_bilinear") {
    const Shape in = step.input_shape, out = step.output_shape;
    for (int o = 0; o < outputs; ++o) {
      // Each pixel of the smaller image is a tent, or a box, around its centre.
      const double row = (o % out.pixels() / out.width + 0.5) * in.height / out.height - 0.5;
      const double column = (o % out.width + 0.5) * in.width / out.width - 0.5;
      const auto weight = [&](double place, int pixel, int size) {
        const double distance = std::abs(std::min(std::max(place, 0.0), size - 1.0) - pixel);
        return kind == "upsample_nearest" ? double(distance < 0.5) : std::max(0.0, 1 - distance);
      };
      for (int i = 0; i < in.pixels(); ++i)
        y[at(o)] += weight(row, i / in.width, in.height) * weight(column, i % in.width, in.width) *
                    x[at(o / out.pixels() * in.pixels() + i)];
    }
  } else if (kind == "conv_transpose") {
    const Shape in = step.input_shape, out = step.output_shape;
    const int group = out.channels / step.groups;
    for (std::size_t axis : {0u, 1u}) {
      const int size = axis == 0 ? in.height : in.width;
      REQUIRE((size - 1) * step.stride[axis] + step.dilation[axis] * (step.kernel[axis] - 1) + 1 -
                  step.padding[axis] - step.padding[axis + 2] + step.output_padding[axis] ==
              (axis == 0 ? out.height : out.width));
    }
    if (step.tensors.size() > 1)
      for (int o = 0; o < outputs; ++o)
        y[at(o)] = double(tensor(net, step, 1)[at(o / out.pixels())]);
    for (int i = 0; i < in.size(); ++i)
      for (int tap = 0; tap < group * step.kernel[0] * step.kernel[1]; ++tap) {
        const int channel = i / pixels, filter = tap / (step.kernel[0] * step.kernel[1]);
        const int row = i % pixels / in.width * step.stride[0] - step.padding[0] +
                        tap / step.kernel[1] % step.kernel[0] * step.dilation[0];
        const int column = i % in.width * step.stride[1] - step.padding[1] +
                           tap % step.kernel[1] * step.dilation[1];
        if (row < 0 || column < 0 || row >= out.height || column >= out.width) continue;
        const int o = channel / (in.channels / step.groups) * group + filter;
        const int weight = channel * group * step.kernel[0] * step.kernel[1] + tap;
        y[at((o * out.height + row) * out.width + column)] +=
            double(tensor(net, step, 0)[at(weight)]) * x[at(i)];
      }
  } else if (kind == "max_pool") {
    std::fill(y.begin(), y.end(), -std::numeric_limits<double>::infinity());
    for_each_tap(step, [&](int o, int c, int, int i) {
      if (i >= 0 && o / step.output_shape.pixels() == c) y[at(o)] = std::max(y[at(o)], x[at(i)]);
    });
  } else if (kind == "average_pool") {
    Values count(at(outputs));
    for_each_tap(step, [&](int o, int c, int, int i) {
      if (o / step.output_shape.pixels() != c) return;
      count[at(o)] += i >= 0 || step.counts_padding;
      if (i >= 0) y[at(o)] += x[at(i)];
    });
    for (int o = 0; o < outputs; ++o) y[at(o)] /= count[at(o)];
  } else if (kind == "adaptive_average_pool" || kind == "adaptive_max_pool") {
    const bool largest = kind == "adaptive_max_pool";
    const Shape in = step.input_shape, out = step.output_shape;
    for (int o = 0; o < outputs; ++o) {
      const int row = o % out.pixels() / out.width, column = o % out.width;
      int count = 0;
      for (int i = 0; i < pixels; ++i) {
        // Whether pixel i overlaps that part of the image.
        const int r = i / in.width, c = i % in.width;
        if ((r + 1) * out.height <= row * in.height || r * out.height >= (row + 1) * in.height ||
            (c + 1) * out.width <= column * in.width || c * out.width >= (column + 1) * in.width)
          continue;
        const double value = x[at(o / out.pixels() * pixels + i)];
        y[at(o)] = !largest ? y[at(o)] + value : count == 0 ? value : std::max(y[at(o)], value);
        ++count;
      }
      if (!largest) y[at(o)] /= count;
    }
  } else if (kind == "global_average_pool") {
    for (std::size_t i = 0; i < x.size(); ++i) y[i / at(pixels)] += x[i] / pixels;
  } else if (kind == "global_max_pool") {
    for (int c = 0; c < outputs; ++c)
      y[at(c)] = *std::max_element(x.begin() + c * pixels, x.begin() + (c + 1) * pixels);
  } else {
    FAIL("unknown kind " << kind);
  }
  return y;
}

/// Runs what a network says of itself against what it predicts.
template <class Net>
void compare() {
  const Net net = random_network<Net>();
  Random random(seed(4), Purpose::test);
  std::vector<float> image(static_cast<std::size_t>(Net::input.size()));
  for (float& pixel : image) pixel = random.uniform(-1, 1);
  typename Net::Workspace workspace;
  const auto expected = net.predict(std::span<const float>(image), workspace);

  const NetworkDescription description = describe(net);
  std::vector<Values> values(1);
  for (std::size_t i = 0; i < image.size(); ++i) {
    const int channel = static_cast<int>(i) / Net::input.pixels();
    values[0].push_back((double{image[i]} - double{description.normalization.mean[channel]}) /
                        double{description.normalization.standard_deviation[channel]});
  }
  for (const StepDescription& step : description.steps)
    values.push_back(run(description, step, values));
  REQUIRE(values.back().size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(values.back()[i] == doctest::Approx(double(expected[i])).epsilon(1e-4));
}

}  // namespace

TEST_CASE("a network's description computes what the network does") {
  compare<Windows>();
  compare<Dilated>();
  compare<Uneven>();
  compare<Pools>();
  compare<SamePools>();
  compare<Rectangles>();
  compare<Joins>();
  compare<Resized>();
  compare<Normalized>();
  compare<Enlarged>();
  compare<Ceiled>();
  compare<Adaptive>();
  compare<Several>();
}

namespace {

/// A layer of somebody's own that says what it is elsewhere.
struct Leaky : Twice {
  static constexpr const char* kind = "leaky_relu";
  double negative_slope = 0.125;
  static constexpr void settings(auto& layer, auto visit) {
    visit("negative_slope", layer.negative_slope);
  }
};

}  // namespace

TEST_CASE("a layer of one's own is described by what it names") {
  const StepDescription step =
      describe(Network<Input<1, 4, 4>, Conv2D<2, 3>, Leaky, Dense<2>>{}).steps.at(1);
  CHECK(step.kind == "leaky_relu");
  CHECK(step.setting("negative_slope") == 0.125);
  CHECK_THROWS_WITH_AS(step.setting("alpha"), doctest::Contains("alpha"), SettingError);
}

TEST_CASE("a layer that names no kind is refused by its name") {
  const Network<Input<1, 4, 4>, Conv2D<2, 3>, Residual<Twice>, Dense<2>> net;
  CHECK_THROWS_WITH_AS(describe(net), doctest::Contains("1.main.0"), SettingError);
  CHECK_THROWS_WITH_AS(describe(net), doctest::Contains("Twice"), SettingError);
}
