#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <omp.h>

#include <oneapi/dnnl/dnnl.hpp>

#include "peer.hpp"

namespace {

using dnnl::algorithm;
using dnnl::memory;
using dnnl::prop_kind;
using Tag = memory::format_tag;

constexpr auto f32 = memory::data_type::f32;

const dnnl::engine& engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}
dnnl::stream& stream() {
  static dnnl::stream stream(engine());
  return stream;
}

/// Primitives with their memory, run in order.
class Program {
 public:
  void add(dnnl::primitive primitive, std::unordered_map<int, memory> arguments) {
    calls_.emplace_back(std::move(primitive), std::move(arguments));
  }
  /// `from` in the layout of `to`: itself, or a copy that the program makes each time it runs.
  memory in_layout(const memory& from, const memory::desc& to) {
    if (from.get_desc() == to) return from;
    const memory copy(to, engine());
    add(dnnl::reorder(from, copy), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, copy}});
    ++reorders;
    return copy;
  }
  void run() {
    for (auto& [primitive, arguments] : calls_) primitive.execute(stream(), arguments);
    stream().wait();
  }
  int reorders = 0;

 private:
  std::vector<std::pair<dnnl::primitive, std::unordered_map<int, memory>>> calls_;
};

/// What `make` gives for an algorithm; for one that isn't there, the direct convolution.
template <class Make>
auto try_both(algorithm wanted, Make&& make) {
  try {
    return make(wanted);
  } catch (const dnnl::error&) {
    return make(algorithm::convolution_direct);
  }
}

/// A layer's parameter: its value in the layout that forward likes, its gradient and momentum.
struct Trained {
  memory value{}, gradient{};
  std::vector<float> velocity{};
};

/// The net for one batch size, on oneDNN's primitives. Every layout is the library's own choice
/// (`any`); ReLU is fused into the layer before it, and its backward works on the pooled values.
class Net {
 public:
  Net(const Task& task, int batch, bool training, algorithm convolution) : batch_(batch) {
    const auto kind = training ? prop_kind::forward_training : prop_kind::forward_inference;
    input_ = memory({{batch, 1, Task::side, Task::side}, f32, Tag::nchw}, engine());
    dnnl::primitive_attr with_relu;
    dnnl::post_ops relu;
    relu.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    with_relu.set_post_ops(relu);

    struct Made {
      memory source{}, convolved{}, output{}, workspace{};
      dnnl::convolution_forward::primitive_desc convolution{};
      dnnl::pooling_forward::primitive_desc pooling{};
      dnnl::inner_product_forward::primitive_desc product{};
    };
    std::vector<Made> made;
    memory value = input_;
    for (const LayerShape& layer : task.layers) {
      Made now;
      memory::dims in = value.get_desc().dims();
      memory::dims weight_dims = in;
      weight_dims[0] = layer.outputs;
      const memory::desc bias_desc({layer.outputs}, f32, Tag::x);
      const bool last = &layer == &task.layers.back();
      Trained weight, bias;
      if (layer.kernel > 0) {
        weight_dims[2] = weight_dims[3] = layer.kernel;
        const int grow = 2 * layer.padding - layer.kernel + 1;
        const memory::dims out{batch, layer.outputs, in[2] + grow, in[3] + grow};
        now.convolution =
            convolution_of(kind, convolution, in, weight_dims, out, layer.padding, with_relu);
        now.source = forward_.in_layout(value, now.convolution.src_desc());
        // Winograd's weights are transformed ones, of no use to an optimizer.
        const memory::desc liked = now.convolution.weights_desc();
        const bool transformed = liked.data.format_kind == dnnl_format_kind_wino;
        weight.value = memory(
            training && transformed ? memory::desc(weight_dims, f32, Tag::oihw) : liked, engine());
        const memory used = forward_.in_layout(weight.value, liked);
        bias.value = memory(bias_desc, engine());
        now.convolved = memory(now.convolution.dst_desc(), engine());
        forward_.add(dnnl::convolution_forward(now.convolution), {{DNNL_ARG_SRC, now.source},
                                                                  {DNNL_ARG_WEIGHTS, used},
                                                                  {DNNL_ARG_BIAS, bias.value},
                                                                  {DNNL_ARG_DST, now.convolved}});
        notes_ += std::string("  convolution ") + now.convolution.impl_info_str();
        now.pooling = {{kind,
                        algorithm::pooling_max,
                        now.convolved.get_desc(),
                        memory::desc({batch, layer.outputs, out[2] / 2, out[3] / 2}, f32, Tag::any),
                        {2, 2},
                        {2, 2},
                        {0, 0},
                        {0, 0}},
                       engine()};
        now.output = memory(now.pooling.dst_desc(), engine());
        std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, now.convolved},
                                                  {DNNL_ARG_DST, now.output}};
        if (training) {
          now.workspace = memory(now.pooling.workspace_desc(), engine());
          arguments.insert({DNNL_ARG_WORKSPACE, now.workspace});
        }
        forward_.add(dnnl::pooling_forward(now.pooling), std::move(arguments));
        notes_ += std::string(", pooling ") + now.pooling.impl_info_str();
      } else {
        now.product = {{kind,
                        {in, f32, Tag::any},
                        {weight_dims, f32, Tag::any},
                        bias_desc,
                        {{batch, layer.outputs}, f32, Tag::any}},
                       last ? dnnl::primitive_attr() : with_relu,
                       engine()};
        now.source = forward_.in_layout(value, now.product.src_desc());
        weight.value = memory(now.product.weights_desc(), engine());
        bias.value = memory(bias_desc, engine());
        now.output = memory(now.product.dst_desc(), engine());
        forward_.add(dnnl::inner_product_forward(now.product), {{DNNL_ARG_SRC, now.source},
                                                                {DNNL_ARG_WEIGHTS, weight.value},
                                                                {DNNL_ARG_BIAS, bias.value},
                                                                {DNNL_ARG_DST, now.output}});
        notes_ += std::string("  dense ") + now.product.impl_info_str();
      }
      notes_ += ";";
      plain_.push_back({weight_dims, f32, weight_dims.size() == 4 ? Tag::oihw : Tag::oi});
      plain_.push_back(bias_desc);
      trained_.push_back(std::move(weight));
      trained_.push_back(std::move(bias));
      value = now.output;
      made.push_back(std::move(now));
    }
    logits_ = forward_.in_layout(value, {{batch, Task::classes}, f32, Tag::nc});
    if (!training) return;

    // softmax turns logits into probabilities, and the gradient by them is made in place.
    probabilities_ = memory(logits_.get_desc(), engine());
    forward_.add(
        dnnl::softmax_forward({{prop_kind::forward_training, logits_.get_desc(), 1}, engine()}),
        {{DNNL_ARG_SRC, logits_}, {DNNL_ARG_DST, probabilities_}});
    memory gradient = backward_.in_layout(probabilities_, value.get_desc());
    for (std::size_t l = made.size(); l-- > 0;) {
      const Made& now = made[l];
      const LayerShape& layer = task.layers[l];
      const bool first = l == 0, last = l + 1 == made.size();
      Trained &weight = trained_[2 * l], &bias = trained_[2 * l + 1];
      if (!last) relu_backward(now.output, gradient);
      bias.gradient = memory(bias.value.get_desc(), engine());
      const auto any = [](const memory& like) {
        return memory::desc(like.get_desc().dims(), f32, Tag::any);
      };
      // Backward by weights, then by input, of whichever kind the layer is.
      const auto add = [&](const auto& by_weights, auto by_weights_primitive, auto make_by_input) {
        const memory slope = backward_.in_layout(gradient, by_weights.diff_dst_desc());
        const memory made_gradient(by_weights.diff_weights_desc(), engine());
        backward_.add(by_weights_primitive,
                      {{DNNL_ARG_SRC, backward_.in_layout(now.source, by_weights.src_desc())},
                       {DNNL_ARG_DIFF_DST, slope},
                       {DNNL_ARG_DIFF_WEIGHTS, made_gradient},
                       {DNNL_ARG_DIFF_BIAS, bias.gradient}});
        weight.gradient = backward_.in_layout(made_gradient, weight.value.get_desc());
        notes_ += std::string("  by weights ") + by_weights.impl_info_str();
        if (!first) {
          const auto [by_input, primitive] = make_by_input();
          const memory made_input(by_input.diff_src_desc(), engine());
          backward_.add(
              primitive,
              {{DNNL_ARG_DIFF_DST, backward_.in_layout(gradient, by_input.diff_dst_desc())},
               {DNNL_ARG_WEIGHTS, backward_.in_layout(weight.value, by_input.weights_desc())},
               {DNNL_ARG_DIFF_SRC, made_input}});
          notes_ += std::string(", by input ") + by_input.impl_info_str();
          gradient = backward_.in_layout(made_input, made[l - 1].output.get_desc());
        }
        notes_ += ";";
      };
      if (layer.kernel > 0) {
        const memory full(now.convolved.get_desc(), engine());
        const dnnl::pooling_backward::primitive_desc pooling({algorithm::pooling_max,
                                                              full.get_desc(),
                                                              gradient.get_desc(),
                                                              {2, 2},
                                                              {2, 2},
                                                              {0, 0},
                                                              {0, 0}},
                                                             engine(), now.pooling);
        backward_.add(dnnl::pooling_backward(pooling), {{DNNL_ARG_DIFF_DST, gradient},
                                                        {DNNL_ARG_WORKSPACE, now.workspace},
                                                        {DNNL_ARG_DIFF_SRC, full}});
        gradient = full;
        const memory::dims padding{layer.padding, layer.padding};
        const auto by_weights = try_both(convolution, [&](algorithm how) {
          return dnnl::convolution_backward_weights::primitive_desc({how,
                                                                     any(now.source),
                                                                     any(weight.value),
                                                                     bias.value.get_desc(),
                                                                     any(full),
                                                                     {1, 1},
                                                                     padding,
                                                                     padding},
                                                                    engine(), now.convolution);
        });
        add(by_weights, dnnl::convolution_backward_weights(by_weights), [&] {
          const auto pd = try_both(convolution, [&](algorithm how) {
            return dnnl::convolution_backward_data::primitive_desc(
                {how, any(now.source), any(weight.value), any(full), {1, 1}, padding, padding},
                engine(), now.convolution);
          });
          return std::pair(pd, dnnl::convolution_backward_data(pd));
        });
      } else {
        const dnnl::inner_product_backward_weights::primitive_desc by_weights(
            {any(now.source), any(weight.value), bias.value.get_desc(), any(now.output)}, engine(),
            now.product);
        add(by_weights, dnnl::inner_product_backward_weights(by_weights), [&] {
          const dnnl::inner_product_backward_data::primitive_desc pd(
              {any(now.source), any(weight.value), any(now.output)}, engine(), now.product);
          return std::pair(pd, dnnl::inner_product_backward_data(pd));
        });
      }
    }
    for (Trained& trained : trained_) trained.velocity.resize(size(trained.value));
    notes_ += "  reorders: " + std::to_string(forward_.reorders) + " forward, " +
              std::to_string(backward_.reorders) + " backward";
  }

  void load(const std::vector<float>& weights) {
    const float* from = weights.data();
    for (std::size_t i = 0; i < trained_.size(); ++i) {
      copy(memory(plain_[i], engine(), const_cast<float*>(from)), trained_[i].value);
      from += plain_[i].get_size() / sizeof(float);
      std::fill(trained_[i].velocity.begin(), trained_[i].velocity.end(), 0.0f);
    }
  }
  std::vector<float> weights() {
    std::vector<float> weights;
    for (std::size_t i = 0; i < trained_.size(); ++i) {
      const std::size_t begin = weights.size();
      weights.resize(begin + plain_[i].get_size() / sizeof(float));
      copy(trained_[i].value, memory(plain_[i], engine(), weights.data() + begin));
    }
    return weights;
  }

  void set_input(const float* images) { input_.set_data_handle(const_cast<float*>(images)); }
  const float* predict() {
    forward_.run();
    return static_cast<const float*>(logits_.get_data_handle());
  }

  float train(const std::vector<std::int32_t>& labels, float rate) {
    forward_.run();
    float loss = 0;
    auto* probability = static_cast<float*>(probabilities_.get_data_handle());
    const float scale = 1.0f / static_cast<float>(batch_);
    for (int i = 0; i < batch_; ++i) {
      float* row = probability + i * Task::classes;
      loss -= std::log(row[labels[static_cast<std::size_t>(i)]]);
      for (int c = 0; c < Task::classes; ++c)
        row[c] = scale * (row[c] - static_cast<float>(c == labels[static_cast<std::size_t>(i)]));
    }
    backward_.run();
    for (Trained& trained : trained_) {
      auto* value = static_cast<float*>(trained.value.get_data_handle());
      const auto* gradient = static_cast<const float*>(trained.gradient.get_data_handle());
      float* velocity = trained.velocity.data();
      const std::size_t count = size(trained.value);
#pragma omp parallel for simd if (parallel : count > 16384)
      for (std::size_t i = 0; i < count; ++i) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        value[i] -= rate * velocity[i];
      }
    }
    return loss * scale;
  }

  const std::string& notes() const { return notes_; }

 private:
  static std::size_t size(const memory& values) {
    return values.get_desc().get_size() / sizeof(float);
  }

  dnnl::convolution_forward::primitive_desc convolution_of(prop_kind kind, algorithm wanted,
                                                           const memory::dims& in,
                                                           const memory::dims& weights,
                                                           const memory::dims& out, int padding,
                                                           const dnnl::primitive_attr& attributes) {
    return try_both(wanted, [&](algorithm how) {
      return dnnl::convolution_forward::primitive_desc({kind,
                                                        how,
                                                        {in, f32, Tag::any},
                                                        {weights, f32, Tag::any},
                                                        {{out[1]}, f32, Tag::x},
                                                        {out, f32, Tag::any},
                                                        {1, 1},
                                                        {padding, padding},
                                                        {padding, padding}},
                                                       attributes, engine());
    });
  }

  void relu_backward(const memory& output, const memory& gradient) {
    const memory::desc& desc = output.get_desc();
    const dnnl::eltwise_forward::primitive_desc forward(
        {prop_kind::forward_training, algorithm::eltwise_relu_use_dst_for_bwd, desc, 0, 0},
        engine());
    const dnnl::eltwise_backward::primitive_desc backward(
        {algorithm::eltwise_relu_use_dst_for_bwd, gradient.get_desc(), desc, 0, 0}, engine(),
        forward);
    backward_.add(
        dnnl::eltwise_backward(backward),
        {{DNNL_ARG_DST, output}, {DNNL_ARG_DIFF_DST, gradient}, {DNNL_ARG_DIFF_SRC, gradient}});
  }

  void copy(const memory& from, const memory& to) {
    dnnl::reorder(from, to).execute(stream(), const_cast<memory&>(from), const_cast<memory&>(to));
    stream().wait();
  }

  Program forward_, backward_;
  int batch_;
  memory input_{}, logits_{}, probabilities_{};
  std::vector<Trained> trained_;
  std::vector<memory::desc> plain_;
  std::string notes_;
};

}  // namespace

/// NET THREADS FOLDER direct|auto|winograd
int main(int, char** arguments) {
  const Task task = read_task(arguments);
  const std::string how = arguments[4];
  const algorithm convolution = how == "direct" ? algorithm::convolution_direct
                                : how == "auto" ? algorithm::convolution_auto
                                                : algorithm::convolution_winograd;
  omp_set_num_threads(task.threads);
  // Each net has its own copies of the weights, in the layouts that it likes.
  Net training(task, task.batch(), true, convolution);
  Net batch(task, task.batch(), false, convolution);
  Net one(task, 1, false, convolution);
  for (Net* net : {&training, &batch, &one}) net->set_input(task.images.data());
  bool changed = false;

  const dnnl::version_t* version = dnnl::version();
  Peer peer{.name = "oneDNN (" + how + ")",
            .version = std::to_string(version->major) + '.' + std::to_string(version->minor) + '.' +
                       std::to_string(version->patch)};
  peer.load = [&] {
    training.load(task.weights);
    changed = true;
  };
  peer.train = [&](float rate) {
    changed = true;
    return training.train(task.labels, rate);
  };
  peer.predict = [&](int images, float* logits) {
    if (changed)
      for (Net* net : {&batch, &one}) net->load(training.weights());
    changed = false;
    std::memcpy(logits, (images == 1 ? one : batch).predict(),
                sizeof(float) * static_cast<std::size_t>(images * Task::classes));
  };
  peer.notes = [&] {
    return "training:" + training.notes() + " | batch:" + batch.notes() + " | one:" + one.notes();
  };
  return serve(task, peer);
}
