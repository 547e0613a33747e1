#include "by_hand.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace {

std::size_t at(int channel, int row, int column, const angka::Shape& shape) {
  return static_cast<std::size_t>((channel * shape.height + row) * shape.width + column);
}

constexpr std::string_view activations[] = {"relu",     "leaky_relu",      "elu",          "gelu",
                                            "silu",     "sigmoid",         "tanh",         "relu6",
                                            "softplus", "hard_sigmoid",    "hard_swish",   "mish",
                                            "dropout",  "spatial_dropout", "feature_noise"};

/// Calls use(channel, row, column, pixel, u, v) for each pixel of a window that is in the image.
template <class Use>
void each_of_window(const angka::StepDescription& step, int row, int column, Use use) {
  for (int u = 0; u < step.kernel[0]; ++u)
    for (int v = 0; v < step.kernel[1]; ++v) {
      const int y = row * step.stride[0] - step.padding[0] + u * step.dilation[0];
      const int x = column * step.stride[1] - step.padding[1] + v * step.dilation[1];
      if (y >= 0 && x >= 0 && y < step.input_shape.height && x < step.input_shape.width)
        use(y, x, u, v);
    }
}

std::vector<double> run(const angka::NetworkDescription& net, const angka::StepDescription& step,
                        const std::vector<std::vector<double>>& values) {
  const std::vector<double>& in = values[static_cast<std::size_t>(step.input)];
  const angka::Shape &from = step.input_shape, &to = step.output_shape;
  std::vector<double> out(static_cast<std::size_t>(to.size()));
  const auto tensor = [&](std::size_t i) -> const std::vector<float>& {
    return tensor_of(net, step.tensors[i]).values;
  };
  const auto each_output = [&](auto value) {
    for (int c = 0; c < to.channels; ++c)
      for (int row = 0; row < to.height; ++row)
        for (int column = 0; column < to.width; ++column)
          out[at(c, row, column, to)] = value(c, row, column);
  };
  const int plane = from.height * from.width;
  if (is_activation(step)) {
    std::transform(in.begin(), in.end(), out.begin(),
                   [&](double x) { return activation_by_hand(step, x); });
  } else if (step.kind == "flatten" || step.kind == "reshape") {
    out = in;
  } else if (step.kind == "concat") {
    out = in;
    for (const int other : step.others) {
      const std::vector<double>& more = values[static_cast<std::size_t>(other)];
      out.insert(out.end(), more.begin(), more.end());
    }
  } else if (step.kind == "add" || step.kind == "multiply") {
    // A factor may be one number a channel.
    const auto of = [&](int value, std::size_t i) {
      const std::vector<double>& numbers = values[static_cast<std::size_t>(value)];
      return numbers[i * numbers.size() / out.size()];
    };
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = of(step.input, i);
      for (const int other : step.others)
        out[i] = step.kind == "add" ? out[i] + of(other, i) : out[i] * of(other, i);
    }
  } else if (step.kind == "prelu") {
    for (std::size_t i = 0; i < in.size(); ++i)
      out[i] = in[i] > 0 ? in[i] : double{tensor(0)[i / static_cast<std::size_t>(plane)]} * in[i];
  } else if (step.kind == "zero_pad" || step.kind == "crop") {
    const int sign = step.kind == "crop" ? 1 : -1;
    each_output([&](int c, int row, int column) {
      const int y = row + sign * step.padding[0], x = column + sign * step.padding[1];
      const bool inside = y >= 0 && x >= 0 && y < from.height && x < from.width;
      return inside ? in[at(c, y, x, from)] : 0;
    });
  } else if (step.kind == "channel_slice" || step.kind == "channel_pad") {
    const int before = step.kind == "channel_slice" ? step.channels_before : -step.channels_before;
    each_output([&](int c, int row, int column) {
      const int from_channel = c + before;
      const bool inside = from_channel >= 0 && from_channel < from.channels;
      return inside ? in[at(from_channel, row, column, from)] : 0;
    });
  } else if (step.kind == "channel_shuffle") {
    each_output([&](int c, int row, int column) {
      const int each = from.channels / step.groups;
      return in[at(c % step.groups * each + c / step.groups, row, column, from)];
    });
  } else if (step.kind == "upsample_nearest") {
    each_output([&](int c, int row, int column) {
      return in[at(c, row * from.height / to.height, column * from.width / to.width, from)];
    });
  } else if (step.kind == "upsample_bilinear") {
    each_output([&](int c, int row, int column) {
      const auto place = [](int i, int size, int of) {
        return std::clamp((i + 0.5) * size / of - 0.5, 0.0, size - 1.0);
      };
      const double y = place(row, from.height, to.height), x = place(column, from.width, to.width);
      const int top = static_cast<int>(y), left = static_cast<int>(x);
      const auto across = [&](int r) {
        const double first = in[at(c, std::min(r, from.height - 1), left, from)];
        const double second =
            in[at(c, std::min(r, from.height - 1), std::min(left + 1, from.width - 1), from)];
        return first + (x - left) * (second - first);
      };
      return across(top) + (y - top) * (across(top + 1) - across(top));
    });
  } else if (step.kind == "conv") {
    const std::vector<float>& weights = tensor(0);
    const int in_group = from.channels / step.groups, filters = to.channels / step.groups;
    each_output([&](int o, int row, int column) {
      double sum = step.tensors.size() > 1 ? double{tensor(1)[static_cast<std::size_t>(o)]} : 0;
      for (int i = 0; i < in_group; ++i)
        each_of_window(step, row, column, [&](int y, int x, int u, int v) {
          const int weight = ((o * in_group + i) * step.kernel[0] + u) * step.kernel[1] + v;
          sum += double{weights[static_cast<std::size_t>(weight)]} *
                 in[at(o / filters * in_group + i, y, x, from)];
        });
      return sum;
    });
  } else if (step.kind == "conv_transpose") {
    const std::vector<float>& weights = tensor(0);
    const int in_group = from.channels / step.groups, group = to.channels / step.groups;
    each_output([&](int o, int, int) {
      return step.tensors.size() > 1 ? double{tensor(1)[static_cast<std::size_t>(o)]} : 0;
    });
    std::size_t weight = 0;
    for (int i = 0; i < from.channels; ++i)
      for (int f = 0; f < group; ++f)
        for (int u = 0; u < step.kernel[0]; ++u)
          for (int v = 0; v < step.kernel[1]; ++v, ++weight)
            for (int p = 0; p < plane; ++p) {
              const int y =
                  p / from.width * step.stride[0] + u * step.dilation[0] - step.padding[0];
              const int x =
                  p % from.width * step.stride[1] + v * step.dilation[1] - step.padding[1];
              if (y >= 0 && x >= 0 && y < to.height && x < to.width)
                out[at(i / in_group * group + f, y, x, to)] +=
                    double{weights[weight]} * in[static_cast<std::size_t>(i * plane + p)];
            }
  } else if (step.kind == "dense") {
    const std::vector<float>& weights = tensor(0);
    for (std::size_t o = 0; o < out.size(); ++o) {
      out[o] = step.tensors.size() > 1 ? double{tensor(1)[o]} : 0;
      for (std::size_t i = 0; i < in.size(); ++i)
        out[o] += double{weights[o * in.size() + i]} * in[i];
    }
  } else if (step.kind == "batch_norm") {
    const double epsilon = step.setting("epsilon");
    for (std::size_t i = 0; i < in.size(); ++i) {
      const std::size_t c = i / static_cast<std::size_t>(plane);
      out[i] = double{tensor(0)[c]} * (in[i] - double{tensor(2)[c]}) /
                   std::sqrt(double{tensor(3)[c]} + epsilon) +
               double{tensor(1)[c]};
    }
  } else if (step.kind.ends_with("_norm")) {
    const auto groups =
        static_cast<std::size_t>(step.kind == "instance_norm" ? from.channels : step.groups);
    const std::size_t group = out.size() / groups, run = out.size() / tensor(0).size();
    const double size = static_cast<double>(group), epsilon = step.setting("epsilon");
    for (std::size_t begin = 0; begin < out.size(); begin += group) {
      double mean = 0, variance = 0;
      for (std::size_t i = begin; i < begin + group; ++i) mean += in[i] / size;
      for (std::size_t i = begin; i < begin + group; ++i)
        variance += (in[i] - mean) * (in[i] - mean) / size;
      for (std::size_t i = begin; i < begin + group; ++i)
        out[i] = double{tensor(0)[i / run]} * (in[i] - mean) / std::sqrt(variance + epsilon) +
                 double{tensor(1)[i / run]};
    }
  } else if (step.kind == "max_pool" || step.kind == "average_pool") {
    const bool largest = step.kind == "max_pool";
    each_output([&](int c, int row, int column) {
      double value = largest ? -std::numeric_limits<double>::infinity() : 0;
      int counted = 0;
      for (int tap = 0; step.counts_padding && tap < step.kernel[0] * step.kernel[1]; ++tap)
        counted +=
            row * step.stride[0] - step.padding[0] + tap / step.kernel[1] * step.dilation[0] <
                from.height + step.padding[2] &&
            column * step.stride[1] - step.padding[1] + tap % step.kernel[1] * step.dilation[1] <
                from.width + step.padding[3];
      each_of_window(step, row, column, [&](int y, int x, int, int) {
        const double pixel = in[at(c, y, x, from)];
        value = largest ? std::max(value, pixel) : value + pixel;
        counted += !step.counts_padding;
      });
      return largest ? value : value / counted;
    });
  } else if (step.kind == "adaptive_average_pool" || step.kind == "adaptive_max_pool") {
    each_output([&](int c, int row, int column) {
      double sum = 0, most = -std::numeric_limits<double>::infinity();
      int counted = 0;
      for (int y = row * from.height / to.height; y * to.height < (row + 1) * from.height; ++y)
        for (int x = column * from.width / to.width; x * to.width < (column + 1) * from.width;
             ++x) {
          const double pixel = in[at(c, y, x, from)];
          sum += pixel;
          most = std::max(most, pixel);
          ++counted;
        }
      return step.kind == "adaptive_max_pool" ? most : sum / counted;
    });
  } else if (step.kind == "global_max_pool" || step.kind == "global_average_pool") {
    for (std::size_t c = 0; c < out.size(); ++c) {
      const auto begin = in.begin() + static_cast<std::ptrdiff_t>(c) * plane;
      double sum = 0;
      for (auto pixel = begin; pixel != begin + plane; ++pixel) sum += *pixel;
      out[c] =
          step.kind == "global_max_pool" ? *std::max_element(begin, begin + plane) : sum / plane;
    }
  } else {
    angka::raise(angka::SettingError("no way to compute a layer by hand: " + step.kind));
  }
  return out;
}

}  // namespace

const angka::NamedTensor& tensor_of(const angka::NetworkDescription& net, const std::string& name) {
  for (const angka::NamedTensor& tensor : net.tensors)
    if (tensor.name == name) return tensor;
  angka::raise(angka::SettingError("a network without a tensor " + name));
}

bool is_activation(const angka::StepDescription& step) {
  return std::find(std::begin(activations), std::end(activations), step.kind) !=
         std::end(activations);
}

double activation_by_hand(const angka::StepDescription& step, double x) {
  if (step.kind == "relu") return std::max(x, 0.0);
  if (step.kind == "leaky_relu") return x > 0 ? x : step.setting("negative_slope") * x;
  if (step.kind == "elu") return x > 0 ? x : step.setting("alpha") * std::expm1(x);
  if (step.kind == "gelu") return x * std::erfc(-x / std::sqrt(2.0)) / 2;
  if (step.kind == "silu") return x / (1 + std::exp(-x));
  if (step.kind == "sigmoid") return 1 / (1 + std::exp(-x));
  if (step.kind == "tanh") return std::tanh(x);
  const double gate = std::clamp(x + 3, 0.0, 6.0) / 6;
  const double softplus = std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
  if (step.kind == "relu6") return std::clamp(x, 0.0, 6.0);
  if (step.kind == "hard_sigmoid") return gate;
  if (step.kind == "hard_swish") return x * gate;
  if (step.kind == "softplus") return softplus;
  if (step.kind == "mish") return x * std::tanh(softplus);
  return x;  // what only trains
}

std::vector<std::vector<double>> values_by_hand(const angka::NetworkDescription& net,
                                                std::span<const std::uint8_t> image) {
  const std::size_t plane = static_cast<std::size_t>(net.input.height * net.input.width);
  std::vector<std::vector<double>> values(1);
  for (std::size_t i = 0; i < image.size(); ++i) {
    const std::size_t channel = i / plane;
    const auto of_channel = [&](const angka::PerChannel& numbers) {
      return double{numbers[static_cast<int>(channel)]};
    };
    values[0].push_back((image[i] / 255.0 - of_channel(net.normalization.mean)) /
                        of_channel(net.normalization.standard_deviation));
  }
  values.resize(1 + net.steps.size());
  continue_by_hand(net, 0, values);
  return values;
}

void continue_by_hand(const angka::NetworkDescription& net, std::size_t from,
                      std::vector<std::vector<double>>& values) {
  for (std::size_t s = from; s < net.steps.size(); ++s)
    values[s + 1] = run(net, net.steps[s], values);
}
