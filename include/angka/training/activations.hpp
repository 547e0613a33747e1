#pragma once

// Looking inside a network: the values after a layer, for an image or for a whole data set, and
// what of an image an output depends on.

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/denormals.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/packing.hpp>
#include <angka/layers/branches.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/network.hpp>
#include <angka/training/checks.hpp>
#include <angka/training/threads.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {
namespace detail {

/// The network that is asked for, or that of a model.
template <class N>
const auto& network_of(const N& net) {
  if constexpr (requires { net.network; })
    return net.network;
  else
    return net;
}
template <class N>
using NetworkOf = std::remove_cvref_t<decltype(network_of(std::declval<const N&>()))>;

/// The number of the step that stands at a position in a network as it was written.
template <class Net, class Position>
constexpr int step_at() {
  using Architecture = UnfusedOf<Net>;
  int found = -1;
  Architecture::for_each_step([&]<int I>() {
    if (std::is_same_v<typename Architecture::template StepAt<I>::Position, Position>) found = I;
  });
  return found;
}

/// The steps of a network as they were written, forward in prediction and backward, for one pack of
/// images; each value has memory of its own.
template <class Net>
class UnfusedPass {
  using T = typename Net::Scalar;
  using Architecture = UnfusedOf<Net>;
  static constexpr int size = Architecture::size;
  template <int I>
  using StepAt = typename Architecture::template StepAt<I>;
  template <int I>
  using BoundAt = typename Architecture::template BoundAt<I>;

  struct Sizes {
    std::array<std::size_t, size + 2> value{};  ///< where value v begins; the last is the end
    std::array<std::size_t, size + 1> kept{};
    std::size_t workspace = 0, input = 0, parameters = 0, statistics = 0;
  };
  static constexpr Sizes sizes = [] {
    Sizes all;
    const auto grow = [](std::size_t& most, int value) {
      most = std::max(most, static_cast<std::size_t>(value));
    };
    all.value[1] = static_cast<std::size_t>(Architecture::input.size());
    Architecture::for_each_step([&]<int I>() {
      using Bound = BoundAt<I>;
      all.value[I + 2] = all.value[I + 1] + static_cast<std::size_t>(Bound::output.size());
      all.kept[I + 1] = all.kept[I] + static_cast<std::size_t>(kept_lanes<Bound, T>());
      grow(all.workspace, forward_workspace_lanes<Bound, T>());
      grow(all.workspace, backward_workspace_lanes<Bound, T>());
      grow(all.input, Bound::input.size());
      grow(all.parameters, parameter_count<Bound>());
      if constexpr (CouplingLayer<Bound>) grow(all.statistics, 2 * Bound::statistics);
    });
    return all;
  }();

 public:
  explicit UnfusedPass(const Net& net)
      : net_(&net),
        values_(sizes.value[size + 1]),
        kept_(sizes.kept[size]),
        workspace_(sizes.workspace),
        statistics_(sizes.statistics) {}

  /// Value 0 is the packed images, value i + 1 what step i makes.
  Lanes<T>* value(int number) {
    return values_.data() + sizes.value[static_cast<std::size_t>(number)];
  }
  /// The gradient by it, once `backward` was asked for.
  Lanes<T>* gradient(int number) {
    return gradients_.data() + sizes.value[static_cast<std::size_t>(number)];
  }

  /// The first `Steps` steps.
  template <int Steps>
  void forward() {
    Architecture::template for_steps<0, Steps>([&]<int I>() {
      using Step = StepAt<I>;
      if constexpr (Step::joins)
        run_join<Step>(value(I + 1), [&](int number) { return value(number); });
      else
        detail::forward<typename Step::Bound>(net_->layer(typename Step::Position{}),
                                              Forward<T>{.parameters = trained<I>(),
                                                         .input = value(Step::from),
                                                         .output = value(I + 1),
                                                         .kept = kept_.data() + sizes.kept[I],
                                                         .workspace = workspace_.data(),
                                                         .state = state<I>()});
    });
  }

  /// All steps, from the gradient by the last value, which `write(Lanes<T>*)` writes, to that by
  /// the images, of which there are `images`.
  template <class Write>
  void backward(int images, Write&& write) {
    gradients_ = AlignedArray<Lanes<T>>(values_.size());  // of zeros
    AlignedArray<Lanes<T>> input(sizes.input);
    AlignedArray<T> ignored(sizes.parameters);
    write(gradient(size));
    Architecture::template for_steps_backward<0, size>([&]<int I>() {
      using Step = StepAt<I>;
      using Bound = typename Step::Bound;
      if constexpr (Step::joins) {
        backward_of_join<I>(std::make_index_sequence<Step::inputs.size()>{});
      } else {
        if constexpr (CouplingLayer<Bound>)
          Bound::running_statistics(net_->layer(typename Step::Position{}), state<I>(),
                                    statistics_.data());
        detail::backward<Bound, false>(
            net_->layer(typename Step::Position{}),
            Backward<T>{.parameters = trained<I>(),
                        .input = value(Step::from),
                        .output = value(I + 1),
                        .kept = kept_.data() + sizes.kept[I],
                        .workspace = workspace_.data(),
                        .statistics = statistics_.data(),
                        .images = {.count = images},
                        .output_gradient = gradient(I + 1),
                        .input_gradient = input.data(),
                        .parameter_gradient = BatchGradientLayer<Bound> ? nullptr : ignored.data(),
                        .frozen = true});
        pass_on(input.data(), Bound::input.size(), true, gradient(Step::from));
      }
    });
  }

 private:
  template <int I>
  const T* trained() const {
    return net_->state().data() + Architecture::template trained_begin<I>();
  }
  template <int I>
  const T* state() const {
    return net_->state().data() + Architecture::template state_begin<I, T>();
  }

  template <int I, std::size_t... B>
  void backward_of_join(std::index_sequence<B...>) {
    using Step = StepAt<I>;
    const Lanes<T>* inputs[] = {value(Step::inputs[B])...};
    Lanes<T>* gradients[] = {gradient(Step::inputs[B])...};
    const bool adds[] = {(B < sizeof...(B))...};
    join<typename Step::Bound>(JoinBackward<T>{.inputs = inputs,
                                               .output_gradient = gradient(I + 1),
                                               .input_gradients = gradients,
                                               .adds = adds});
  }

  const Net* net_;
  AlignedArray<Lanes<T>> values_, kept_, workspace_, gradients_{};
  std::vector<double> statistics_;
};

/// A pass with one image in it.
template <class Net, class Pixel>
UnfusedPass<Net> pass_of(const Net& net, std::span<const Pixel> image, const char* what) {
  if (image.size() != static_cast<std::size_t>(Net::input.size()))
    raise(SettingError(std::string(what) + ": an image of " + std::to_string(image.size()) +
                       " values, the network takes " + to_string(Net::input)));
  net.check();
  UnfusedPass<Net> pass(net);
  const Pixel* const images[] = {image.data()};
  using T = typename Net::Scalar;
  pack<T, Pixel>(images, Net::input.size(), PixelScale<T>(net.normalization, double{white<Pixel>}),
                 pass.value(0));
  return pass;
}

template <class Position, class Net>
constexpr int value_at() {
  constexpr int step = step_at<Net, Position>();
  static_assert(
      step >= 0,
      "angka: no layer of the network stands at this Position: At<3> is layer 3 or the end "
      "of block 3, At<3, -1, 0> the first layer of its main branch");
  return step < 0 ? 0 : step + 1;
}

template <class Position, class Net, class Pixel>
std::vector<typename Net::Scalar> activations(const Net& net, std::span<const Pixel> image) {
  const FlushDenormals flush;
  constexpr int number = value_at<Position, Net>();
  UnfusedPass<Net> pass = pass_of(net, image, "activations");
  pass.template forward<number>();
  std::vector<typename Net::Scalar> result;
  for (const auto* each = pass.value(number); each != pass.value(number + 1); ++each)
    result.push_back((*each)[0]);
  return result;
}

template <class Net, class Pixel>
std::vector<typename Net::Scalar> saliency(const Net& net, std::span<const Pixel> image,
                                           int output) {
  using T = typename Net::Scalar;
  const FlushDenormals flush;
  if (output < 0 || output >= static_cast<int>(Net::outputs))
    raise(SettingError("saliency: there is no output " + std::to_string(output) + " among " +
                       std::to_string(Net::outputs)));
  UnfusedPass<Net> pass = pass_of(net, image, "saliency");
  pass.template forward<UnfusedOf<Net>::size>();
  pass.backward(1, [&](Lanes<T>* gradient) { gradient[output].set(0, T(1)); });
  std::vector<T> result;
  for (int i = 0; i < Net::input.size(); ++i) {
    const int plane = i * net.normalization.size() / Net::input.size();
    result.push_back(pass.gradient(0)[i][0] /
                     static_cast<T>(net.normalization.standard_deviation[plane]));
  }
  return result;
}

}  // namespace detail

/// The shape of the values after the layer at a position of a network or model.
/// Example: `activation_shape<Net, At<0>> == Shape{4, 1, 1}`
template <class N, class Position>
inline constexpr Shape activation_shape = detail::UnfusedOf<detail::NetworkOf<N>>::template BoundAt<
    detail::value_at<Position, detail::NetworkOf<N>>() - 1>::output;

/// The values after a layer, in prediction, for one image of bytes or numbers: channel, row, column
/// of `activation_shape`.
///
/// `Position`: At<3> is layer 3, or what block 3 ends in; At<3, -1, 0> a layer in it. `net`: a
/// network or a model. Layers that `predict` runs as one are run one by one, so that there is a
/// value after each. Allocates memory for all values of the network.
/// Errors: SettingError for another size of image and settings that can't be used; at compile time
/// for a position where no layer stands.
/// Example: `activations<At<0>>(model, test.image(0)).size() == 4`
template <class Position, class N>
std::vector<typename detail::NetworkOf<N>::Scalar> activations(
    const N& net, std::span<const std::uint8_t> image) {
  return detail::activations<Position>(detail::network_of(net), image);
}
template <class Position, class N>
std::vector<typename detail::NetworkOf<N>::Scalar> activations(const N& net,
                                                               std::span<const float> image) {
  return detail::activations<Position>(detail::network_of(net), image);
}

/// An embedding: the same for all images of `data`, one after the other, by `threads` threads (0:
/// as many as the machine runs at once), for any number of which it is the same.
/// Example: `embed<At<0>>(model, test).size() == 4 * test.size()`
template <class Position, class N>
std::vector<typename detail::NetworkOf<N>::Scalar> embed(const N& of, const DataView& data,
                                                         int threads = 0) {
  using Net = detail::NetworkOf<N>;
  using T = typename Net::Scalar;
  constexpr int number = detail::value_at<Position, Net>();
  constexpr auto size = static_cast<std::size_t>(activation_shape<N, Position>.size());
  constexpr std::size_t lanes = Lanes<T>::count;
  const Net& net = detail::network_of(of);
  detail::check_images(data, "data", Net::input);
  net.check();
  const auto packs = static_cast<int>((data.size() + lanes - 1) / lanes);
  ThreadPool pool(threads, packs);
  std::vector<detail::UnfusedPass<Net>> passes(static_cast<std::size_t>(pool.size()),
                                               detail::UnfusedPass<Net>(net));
  const detail::PixelScale<T> scale(net.normalization, data);
  std::vector<T> result(data.size() * size);
  pool.run(packs, [&](int pack, int thread) {
    std::array<std::uint32_t, lanes> positions{};
    const std::size_t first = static_cast<std::size_t>(pack) * lanes;
    const std::size_t count = std::min(lanes, data.size() - first);
    for (std::size_t i = 0; i < count; ++i)
      positions[i] = static_cast<std::uint32_t>(data.position(first + i));
    detail::UnfusedPass<Net>& pass = passes[static_cast<std::size_t>(thread)];
    detail::pack_images(data, {positions.data(), count}, scale, pass.value(0));
    pass.template forward<number>();
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t v = 0; v < size; ++v)
        result[(first + i) * size + v] = pass.value(number)[v][static_cast<int>(i)];
  });
  return result;
}

/// What of an image an output depends on: the gradient of output number `output`, before the loss
/// makes probabilities of it, by each value of the image (a byte's is byte / 255), in prediction:
/// channel, row, column. Its magnitude is the saliency map.
///
/// Errors: SettingError for another size of image, an output that there isn't, and settings that
/// can't be used.
/// Source: Simonyan, Vedaldi, Zisserman 2013 (arXiv 1312.6034).
/// Example: `saliency(model, test.image(0), 2).size() == 64`
template <class N>
std::vector<typename detail::NetworkOf<N>::Scalar> saliency(const N& net,
                                                            std::span<const std::uint8_t> image,
                                                            int output) {
  return detail::saliency(detail::network_of(net), image, output);
}
template <class N>
std::vector<typename detail::NetworkOf<N>::Scalar> saliency(const N& net,
                                                            std::span<const float> image,
                                                            int output) {
  return detail::saliency(detail::network_of(net), image, output);
}

}  // namespace angka::inline ANGKA_ISA
