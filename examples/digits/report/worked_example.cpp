#include "worked_example.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "by_hand.hpp"

namespace {

/// The step after `step` that alone reads its output.
const angka::StepDescription* after(const angka::NetworkDescription& net, std::size_t step) {
  return step + 1 < net.steps.size() && net.steps[step + 1].input == static_cast<int>(step) + 1
             ? &net.steps[step + 1]
             : nullptr;
}

}  // namespace

WorkedExample work_example(const angka::NetworkDescription& net, const angka::DataView& data,
                           std::size_t image) {
  WorkedExample result{.image = image, .label = data.label(image)};
  const std::vector<std::vector<double>> values = values_by_hand(net, data.image(image));

  const angka::StepDescription& conv = net.steps.front();
  if (conv.kind == "conv" && conv.input_shape.channels == 1 && conv.kernel[0] == conv.kernel[1]) {
    std::size_t last = 0;
    const angka::StepDescription* normalises = after(net, last);
    if (normalises && normalises->kind != "batch_norm") normalises = nullptr;
    last += normalises != nullptr;
    const angka::StepDescription* activates = after(net, last);
    if (activates && (!is_activation(*activates) || activates->only_trains())) activates = nullptr;
    last += activates != nullptr;
    const angka::StepDescription* pools = after(net, last);
    if (pools && pools->kind != "max_pool" && pools->kind != "average_pool") pools = nullptr;

    const angka::Shape &from = conv.input_shape, &to = conv.output_shape;
    const std::vector<double>& answers = values[last + 1];
    const auto index = [&](int filter, int row, int column) {
      return static_cast<std::size_t>((filter * to.height + row) * to.width + column);
    };
    const auto top = [&](int row) { return row * conv.stride[0] - conv.padding[0]; };
    const auto left = [&](int column) { return column * conv.stride[1] - conv.padding[1]; };
    const int kernel = conv.kernel[0];
    const auto [reach_down, reach_across] = std::array{(kernel - 1) * conv.dilation[0],
                                                       (kernel - 1) * conv.dilation[1]};
    int best[3] = {-1, 0, 0};
    for (int filter = 0; filter < to.channels; ++filter)
      for (int row = 0; row < to.height; ++row)
        for (int column = 0; column < to.width; ++column) {
          const bool within = top(row) >= 0 && left(column) >= 0 &&
                              top(row) + reach_down < from.height &&
                              left(column) + reach_across < from.width;
          if (within && (best[0] < 0 || answers[index(filter, row, column)] >
                                            answers[index(best[0], best[1], best[2])]))
            best[0] = filter, best[1] = row, best[2] = column;
        }
    if (best[0] >= 0) {
      const auto [filter, row, column] = best;
      WorkedExample::Patch patch{.filter = filter,
                                 .kernel = kernel,
                                 .row = row,
                                 .column = column,
                                 .top = top(row),
                                 .left = left(column)};
      const std::vector<float>& weights = tensor_of(net, conv.tensors[0]).values;
      for (int u = 0; u < kernel; ++u)
        for (int v = 0; v < kernel; ++v) {
          const auto pixel = static_cast<std::size_t>((patch.top + u * conv.dilation[0]) * from.width +
                                                      patch.left + v * conv.dilation[1]);
          const auto weight =
              static_cast<std::size_t>((filter * kernel + u) * kernel + v);
          patch.pixels.push_back(data.image(image)[pixel]);
          patch.inputs.push_back(values[0][pixel]);
          patch.weights.push_back(double{weights[weight]});
          patch.products.push_back(patch.inputs.back() * patch.weights.back());
        }
      patch.sum = std::accumulate(patch.products.begin(), patch.products.end(), 0.0);
      if (conv.tensors.size() > 1)
        patch.bias =
            double{tensor_of(net, conv.tensors[1]).values[static_cast<std::size_t>(filter)]};
      patch.output = patch.sum + patch.bias;
      const std::size_t place = index(filter, row, column);
      if (normalises) patch.normalised = values[2][place];
      if (activates) patch.activation = activates->kind;
      patch.activated = answers[place];
      result.patch = std::move(patch);

      if (pools) {
        const angka::Shape& pooled = pools->output_shape;
        const auto window = [&](int position, std::size_t axis, int size) {
          return std::min((position + pools->padding[axis]) / pools->stride[axis], size - 1);
        };
        const int y = window(row, 0, pooled.height);
        const int x = window(column, 1, pooled.width);
        WorkedExample::Pool pool{.largest = pools->kind == "max_pool",
                                 .size = pools->kernel[0],
                                 .top = y * pools->stride[0] - pools->padding[0],
                                 .left = x * pools->stride[1] - pools->padding[1]};
        const bool whole = pool.top >= 0 && pool.left >= 0 && pools->kernel[1] == pool.size &&
                           pools->dilation == std::array{1, 1} &&
                           pool.top + pool.size <= to.height && pool.left + pool.size <= to.width;
        for (int u = 0; whole && u < pool.size; ++u)
          for (int v = 0; v < pool.size; ++v)
            pool.values.push_back(answers[index(filter, pool.top + u, pool.left + v)]);
        pool.output =
            values[last + 2]
                  [static_cast<std::size_t>((filter * pooled.height + y) * pooled.width + x)];
        if (whole) result.pool = std::move(pool);
      }
    }
  }

  result.logits = values.back();
  const double largest = *std::max_element(result.logits.begin(), result.logits.end());
  double sum = 0;
  for (const double logit : result.logits) {
    result.exponentials.push_back(std::exp(logit - largest));
    sum += result.exponentials.back();
  }
  for (const double exponential : result.exponentials)
    result.probabilities.push_back(exponential / sum);
  const auto read = std::max_element(result.logits.begin(), result.logits.end());
  result.grad_cam =
      grad_cam(net, data.image(image), static_cast<int>(read - result.logits.begin()));
  return result;
}

Json to_json(const WorkedExample& example) {
  Json json{{"image", example.image}, {"label", example.label}};
  if (const auto& p = example.patch) {
    json["patch"] = {{"filter", p->filter},
                     {"kernel", p->kernel},
                     {"row", p->row},
                     {"column", p->column},
                     {"top", p->top},
                     {"left", p->left},
                     {"pixels", p->pixels},
                     {"inputs", p->inputs},
                     {"weights", p->weights},
                     {"products", p->products},
                     {"sum", p->sum},
                     {"bias", p->bias},
                     {"output", p->output},
                     {"activation", p->activation},
                     {"activated", p->activated}};
    if (p->normalised) json["patch"]["normalised"] = *p->normalised;
  }
  if (const auto& p = example.pool)
    json["pool"] = {{"kind", p->largest ? "max" : "mean"},
                    {"size", p->size},
                    {"top", p->top},
                    {"left", p->left},
                    {"values", p->values},
                    {"output", p->output}};
  json["grad_cam"] = {{"height", example.grad_cam.shape.height},
                      {"width", example.grad_cam.shape.width},
                      {"heat", example.grad_cam.heat}};
  json["logits"] = example.logits;
  json["exponentials"] = example.exponentials;
  json["probabilities"] = example.probabilities;
  json["predicted"] = example.predicted;
  return json;
}
