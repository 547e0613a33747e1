#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "onednn_program.hpp"
#include "peer.hpp"

/// The net for one batch size, on oneDNN's primitives. Every layout is the library's own choice
/// (`any`), and what can be reordered beforehand is. ReLU is fused into the layer before it; its
/// backward works on the pooled values, a quarter of the convolution's.
class Net {
 public:
  Net(const Task& task, int batch, bool training, algorithm convolution)
      : task_(&task),
        batch_(batch),
        training_(training),
        algorithm_(convolution),
        kind_(training ? prop_kind::forward_training : prop_kind::forward_inference),
        input_(make({{batch, 1, Task::side, Task::side}, f32, Tag::nchw})) {
    dnnl::post_ops relu;
    relu.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    with_relu_.set_post_ops(relu);
    memory value = input_;
    for (const LayerShape& shape : task.layers) {
      layers_.emplace_back();
      layers_.back().shape = shape;
      shape.kernel > 0 ? add_convolution(layers_.back(), value) : add_dense(layers_.back(), value);
      value = layers_.back().output;
      notes_ += ";";
    }
    logits_ = forward_.in_layout(value, {{batch, Task::classes}, f32, Tag::nc});
    if (training) add_backward(value);
  }

  void set_input(const float* images) { input_.set_data_handle(const_cast<float*>(images)); }

  void load(const std::vector<float>& weights) {
    const float* from = weights.data();
    for_each_parameter([&](Trained& trained) {
      copy(memory(trained.plain, engine(), const_cast<float*>(from)), trained.value);
      from += count(trained.plain);
      std::fill(trained.velocity.begin(), trained.velocity.end(), 0.0f);
    });
  }
  std::vector<float> weights() {
    std::vector<float> weights;
    for_each_parameter([&](Trained& trained) {
      const std::size_t begin = weights.size();
      weights.resize(begin + count(trained.plain));
      copy(trained.value, memory(trained.plain, engine(), weights.data() + begin));
    });
    return weights;
  }

  const float* predict() {
    forward_.run();
    return values(logits_);
  }

  /// One step of gradient descent with momentum; the loss before it.
  float train(float rate) {
    forward_.run();
    float loss = 0;
    const float scale = 1.0f / static_cast<float>(batch_);
    for (int i = 0; i < batch_; ++i) {
      float* row = values(probabilities_) + i * Task::classes;
      const int label = task_->labels[static_cast<std::size_t>(i)];
      loss -= std::log(row[label]);
      for (int c = 0; c < Task::classes; ++c)
        row[c] = scale * (row[c] - (c == label ? 1.0f : 0.0f));
    }
    backward_.run();
    for_each_parameter([rate](Trained& trained) {
      float *value = values(trained.value), *velocity = trained.velocity.data();
      const float* gradient = values(trained.gradient);
      const std::size_t size = trained.velocity.size();
#pragma omp parallel for simd if (parallel : size > 16384)
      for (std::size_t i = 0; i < size; ++i) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        value[i] -= rate * velocity[i];
      }
    });
    return loss * scale;
  }

  /// Which kernels the library took.
  const std::string& notes() const { return notes_; }

 private:
  /// A parameter in the layout that forward likes, and in that of the weights' file.
  struct Trained {
    memory value{}, gradient{};
    memory::desc plain{};
    std::vector<float> velocity{};
  };
  struct Layer {
    LayerShape shape{};
    Trained weight{}, bias{};
    memory source{}, convolved{}, output{}, workspace{};
    dnnl::convolution_forward::primitive_desc convolution{};
    dnnl::pooling_forward::primitive_desc pooling{};
    dnnl::inner_product_forward::primitive_desc product{};

    Dims padding() const { return {shape.padding, shape.padding}; }
  };
  static inline const Dims one{1, 1}, two{2, 2}, none{0, 0};

  template <class Visit>
  void for_each_parameter(Visit&& visit) {
    for (Layer& layer : layers_) {
      visit(layer.weight);
      visit(layer.bias);
    }
  }

  template <class Description>
  void note(const char* what, const Description& description) {
    notes_ += notes_.empty() || notes_.back() == ';' ? " " : ", ";
    notes_ += std::string(what) + " " + description.impl_info_str();
  }

  void add_convolution(Layer& layer, const memory& input) {
    const LayerShape& shape = layer.shape;
    const Dims in = input.get_desc().dims();
    const Dims weight{shape.outputs, in[1], shape.kernel, shape.kernel};
    const auto side = in[2] + 2 * shape.padding - shape.kernel + 1;
    layer.weight.plain = {weight, f32, Tag::oihw};
    layer.bias.plain = {{shape.outputs}, f32, Tag::x};
    layer.convolution = try_both(algorithm_, [&](algorithm how) {
      const memory::desc output({batch_, shape.outputs, side, side}, f32, Tag::any);
      const dnnl::convolution_forward::desc desc(kind_, how, any(input), {weight, f32, Tag::any},
                                                 layer.bias.plain, output, one, layer.padding(),
                                                 layer.padding());
      return dnnl::convolution_forward::primitive_desc(desc, with_relu_, engine());
    });
    layer.source = forward_.in_layout(input, layer.convolution.src_desc());
    // Winograd's weights are transformed ones, of no use to an optimizer.
    const memory::desc liked = layer.convolution.weights_desc();
    const bool transformed = liked.data.format_kind == dnnl_format_kind_wino;
    layer.weight.value = make(training_ && transformed ? layer.weight.plain : liked);
    layer.bias.value = make(layer.bias.plain);
    layer.convolved = make(layer.convolution.dst_desc());
    forward_.add(dnnl::convolution_forward(layer.convolution),
                 {{DNNL_ARG_SRC, layer.source},
                  {DNNL_ARG_WEIGHTS, forward_.in_layout(layer.weight.value, liked)},
                  {DNNL_ARG_BIAS, layer.bias.value},
                  {DNNL_ARG_DST, layer.convolved}});
    note("convolution", layer.convolution);

    const memory::desc pooled({batch_, shape.outputs, side / 2, side / 2}, f32, Tag::any);
    layer.pooling = {
        {kind_, algorithm::pooling_max, layer.convolved.get_desc(), pooled, two, two, none, none},
        engine()};
    layer.output = make(layer.pooling.dst_desc());
    std::vector<std::pair<int, memory>> arguments{{DNNL_ARG_SRC, layer.convolved},
                                                  {DNNL_ARG_DST, layer.output}};
    if (training_) {
      layer.workspace = make(layer.pooling.workspace_desc());
      arguments.emplace_back(DNNL_ARG_WORKSPACE, layer.workspace);
    }
    forward_.add(dnnl::pooling_forward(layer.pooling), std::move(arguments));
    note("pooling", layer.pooling);
  }

  void add_dense(Layer& layer, const memory& input) {
    Dims weight = input.get_desc().dims();
    weight[0] = layer.shape.outputs;
    layer.weight.plain = {weight, f32, weight.size() == 4 ? Tag::oihw : Tag::oi};
    layer.bias.plain = {{layer.shape.outputs}, f32, Tag::x};
    const bool last = layers_.size() == task_->layers.size();
    const memory::desc output({batch_, layer.shape.outputs}, f32, Tag::any);
    layer.product = {{kind_, any(input), {weight, f32, Tag::any}, layer.bias.plain, output},
                     last ? dnnl::primitive_attr() : with_relu_,
                     engine()};
    layer.source = forward_.in_layout(input, layer.product.src_desc());
    layer.weight.value = make(layer.product.weights_desc());
    layer.bias.value = make(layer.bias.plain);
    layer.output = make(layer.product.dst_desc());
    forward_.add(dnnl::inner_product_forward(layer.product),
                 {{DNNL_ARG_SRC, layer.source},
                  {DNNL_ARG_WEIGHTS, layer.weight.value},
                  {DNNL_ARG_BIAS, layer.bias.value},
                  {DNNL_ARG_DST, layer.output}});
    note("dense", layer.product);
  }

  /// Softmax turns logits into probabilities, of which `train` makes the gradient, in place.
  void add_backward(const memory& output) {
    probabilities_ = make(logits_.get_desc());
    forward_.add(
        dnnl::softmax_forward({{prop_kind::forward_training, logits_.get_desc(), 1}, engine()}),
        {{DNNL_ARG_SRC, logits_}, {DNNL_ARG_DST, probabilities_}});
    memory gradient = backward_.in_layout(probabilities_, output.get_desc());
    for (std::size_t l = layers_.size(); l-- > 0;) {
      Layer& layer = layers_[l];
      if (l + 1 < layers_.size()) relu_backward(layer.output, gradient);
      gradient = layer.shape.kernel > 0 ? convolution_backward(layer, gradient, l == 0)
                                        : dense_backward(layer, gradient, l == 0);
      if (l > 0) gradient = backward_.in_layout(gradient, layers_[l - 1].output.get_desc());
      notes_ += ";";
    }
    for_each_parameter(
        [](Trained& trained) { trained.velocity.resize(count(trained.value.get_desc())); });
    notes_ += " reorders " + std::to_string(forward_.reorders) + " forward, " +
              std::to_string(backward_.reorders) + " backward";
  }

  void relu_backward(const memory& output, const memory& gradient) {
    constexpr auto relu = algorithm::eltwise_relu_use_dst_for_bwd;
    const memory::desc& desc = output.get_desc();
    const dnnl::eltwise_forward::primitive_desc forward({kind_, relu, desc, 0, 0}, engine());
    const dnnl::eltwise_backward::primitive_desc backward({relu, gradient.get_desc(), desc, 0, 0},
                                                          engine(), forward);
    backward_.add(
        dnnl::eltwise_backward(backward),
        {{DNNL_ARG_DST, output}, {DNNL_ARG_DIFF_DST, gradient}, {DNNL_ARG_DIFF_SRC, gradient}});
  }

  memory convolution_backward(Layer& layer, const memory& gradient, bool first) {
    const memory full = make(layer.convolved.get_desc());
    const dnnl::pooling_backward::primitive_desc pooling(
        {algorithm::pooling_max, full.get_desc(), gradient.get_desc(), two, two, none, none},
        engine(), layer.pooling);
    backward_.add(dnnl::pooling_backward(pooling), {{DNNL_ARG_DIFF_DST, gradient},
                                                    {DNNL_ARG_WORKSPACE, layer.workspace},
                                                    {DNNL_ARG_DIFF_SRC, full}});
    const Dims padding = layer.padding();
    const auto by_weights = try_both(algorithm_, [&](algorithm how) {
      const dnnl::convolution_backward_weights::desc desc(how, any(layer.source),
                                                          any(layer.weight.value), layer.bias.plain,
                                                          any(full), one, padding, padding);
      return dnnl::convolution_backward_weights::primitive_desc(desc, engine(), layer.convolution);
    });
    add_by_weights(layer, full, by_weights, dnnl::convolution_backward_weights(by_weights));
    if (first) return {};
    const auto by_input = try_both(algorithm_, [&](algorithm how) {
      const dnnl::convolution_backward_data::desc desc(
          how, any(layer.source), any(layer.weight.value), any(full), one, padding, padding);
      return dnnl::convolution_backward_data::primitive_desc(desc, engine(), layer.convolution);
    });
    return add_by_input(layer, full, by_input, dnnl::convolution_backward_data(by_input));
  }

  memory dense_backward(Layer& layer, const memory& gradient, bool first) {
    const memory::desc weight = any(layer.weight.value), output = any(layer.output);
    const dnnl::inner_product_backward_weights::primitive_desc by_weights(
        {any(layer.source), weight, layer.bias.plain, output}, engine(), layer.product);
    add_by_weights(layer, gradient, by_weights, dnnl::inner_product_backward_weights(by_weights));
    if (first) return {};
    const dnnl::inner_product_backward_data::primitive_desc by_input(
        {any(layer.source), weight, output}, engine(), layer.product);
    return add_by_input(layer, gradient, by_input, dnnl::inner_product_backward_data(by_input));
  }

  template <class Description>
  void add_by_weights(Layer& layer, const memory& gradient, const Description& description,
                      const dnnl::primitive& primitive) {
    const memory made = make(description.diff_weights_desc());
    layer.bias.gradient = make(layer.bias.plain);
    backward_.add(primitive,
                  {{DNNL_ARG_SRC, backward_.in_layout(layer.source, description.src_desc())},
                   {DNNL_ARG_DIFF_DST, backward_.in_layout(gradient, description.diff_dst_desc())},
                   {DNNL_ARG_DIFF_WEIGHTS, made},
                   {DNNL_ARG_DIFF_BIAS, layer.bias.gradient}});
    layer.weight.gradient = backward_.in_layout(made, layer.weight.value.get_desc());
    note("by weights", description);
  }

  template <class Description>
  memory add_by_input(Layer& layer, const memory& gradient, const Description& description,
                      const dnnl::primitive& primitive) {
    const memory made = make(description.diff_src_desc());
    const memory weight = backward_.in_layout(layer.weight.value, description.weights_desc());
    backward_.add(primitive,
                  {{DNNL_ARG_DIFF_DST, backward_.in_layout(gradient, description.diff_dst_desc())},
                   {DNNL_ARG_WEIGHTS, weight},
                   {DNNL_ARG_DIFF_SRC, made}});
    note("by input", description);
    return made;
  }

  const Task* task_;
  int batch_;
  bool training_;
  algorithm algorithm_;
  prop_kind kind_;
  dnnl::primitive_attr with_relu_{};
  std::vector<Layer> layers_{};
  Program forward_{}, backward_{};
  memory input_{}, logits_{}, probabilities_{};
  std::string notes_{};
};
