#pragma once

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/random.hpp>
#include <angka/core/survives.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/layers/layer.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What `check_layer` found.
struct LayerCheck {
  double error = 0;       ///< largest |a - n| / max(1e-3, |a|, |n|) of a gradient, see below
  std::string message{};  ///< what is wrong; empty where nothing is

  explicit operator bool() const { return message.empty(); }
};

namespace detail {

/// One layer, run by itself in double on random images that fill one pack and a part of another.
template <class Spec, Shape In>
class LayerTrial {
  using Bound = typename Spec::template Bind<In>;
  using Memory = AlignedArray<Lanes<double>>;
  static constexpr int lanes = Lanes<double>::count;
  static constexpr int packs = 2;
  static constexpr int images = lanes + (lanes + 1) / 2;
  static constexpr int inputs = Bound::input.size(), outputs = Bound::output.size();
  static constexpr bool coupled = CouplingLayer<Bound>, in_batch = BatchGradientLayer<Bound>;
  static constexpr std::size_t trained = std::size_t{parameter_count<Bound>()};
  static constexpr double step = 0x1p-15, tolerance = 1e-6;
  static constexpr double unwritten = std::numeric_limits<double>::quiet_NaN();
  static constexpr double guard = 12345;  ///< lies behind each pack's memory
  static constexpr double sum_so_far = 3;

  static_assert(Bound::input == In, "angka: a layer's input must be the shape it was bound to");
  static_assert(!Bound::in_place || (inputs == outputs && !Bound::uses_input),
                "angka: a layer that works in place must keep the size and not use its input");

 public:
  explicit LayerTrial(const Spec& settings) : settings_(settings) {
    Random random(seed(1), Purpose::test);
    for (const Parameter& parameter : Bound::parameters)
      for (int i = 0; i < parameter.size(); ++i)
        (parameter.trained ? parameters_ : state_)
            .push_back(parameter.fill == Fill::one ? double(random.uniform(0.5f, 1.5f))
                                                   : double(random.uniform(-1, 1)));
    parameters_.resize(trained + lanes);  // kernels may read beyond the end
    // Values of one image lie apart from each other and from 0, where many layers have kinks.
    std::vector<int> place(std::size_t{inputs});
    for (int i = 0; i < inputs; ++i) place[static_cast<std::size_t>(i)] = i;
    fill(slope_, outputs, 0);
    fill(input_, inputs, 0);
    for (int image = 0; image < images; ++image) {
      random.shuffle(std::span(place));
      const double range = double(random.uniform(1, 3)) * (random.below(2) ? 1 : -1);
      for (int i = 0; i < inputs; ++i)
        at(input_, inputs, image, i) =
            range * ((place[static_cast<std::size_t>(i)] + 0.25) * 2 / inputs - 1);
      for (int o = 0; o < outputs; ++o)
        at(slope_, outputs, image, o) = double(random.uniform(-1, 1));
    }
  }

  LayerCheck run() {
    forward(true);
    expect_written(output_, outputs, "forward, in training, does not write output ");
    const Memory output = output_;
    backward(true);
    expect_written(input_gradient_, inputs, "backward does not write the gradient by input ");
    const Memory input_gradient = input_gradient_;
    const std::vector<double> parameter_gradient = parameter_gradient_;
    compare_input_gradient();
    compare_parameter_gradient();

    forward(true);
    backward(true, false, true);
    expect_same(input_gradient_, input_gradient, inputs, "where frozen, the gradient by input ");

    forward(true);
    if (!survives([&] { backward(false); })) {
      fail("backward crashes where input_gradient is null: nobody needs it there");
      return found_;
    }
    backward(false);
    if (parameter_gradient_ != parameter_gradient)
      fail("the gradient by parameters differs where nobody needs the one by input");
    if constexpr (Bound::in_place) {
      forward(true, true);
      expect_same(output_, output, outputs, "in place, output ");
      backward(true, true);
      expect_same(input_gradient_, input_gradient, inputs, "in place, the gradient by input ");
      if (parameter_gradient_ != parameter_gradient)
        fail("in place, the gradient by parameters is another one");
    }
    if (!survives([&] { forward(false); })) {
      fail("forward crashes in prediction, where kept, statistics and images.sample are null");
      return found_;
    }
    forward(false);
    expect_written(output_, outputs, "forward, in prediction, does not write output ");
    if constexpr (SingleLayer<Bound, Spec, double>) check_single();
    return found_;
  }

 private:
  static std::size_t place(int size, int pack) { return std::size_t(pack) * std::size_t(size + 1); }
  static double& at(Memory& memory, int size, int image, int i) {
    return scalars(memory.data() + place(size, image / lanes) + i)[image % lanes];
  }
  static void fill(Memory& memory, int size, double value) {
    if (memory.size() == 0) memory = Memory(place(size, packs));
    for (int pack = 0; pack < packs; ++pack) {
      std::fill_n(memory.data() + place(size, pack), size, Lanes<double>(value));
      memory[place(size, pack) + std::size_t(size)] = Lanes<double>(guard);
    }
  }

  void fail(const std::string& message) {
    if (found_.message.empty()) found_.message = message;
  }
  void expect_intact(Memory& memory, int size, const char* what) {
    for (int image = 0; image < packs * lanes; ++image)
      if (at(memory, size, image, size) != guard)
        fail(std::string("writes beyond the end of ") + what);
  }
  void expect_written(Memory& memory, int size, const char* what) {
    for (int image = 0; image < packs * lanes; ++image)
      for (int i = 0; i < size; ++i)
        if (!finite(at(memory, size, image, i)))
          fail(what + std::to_string(i) + ", or not with a finite value");
  }
  void expect_same(Memory& memory, Memory expected, int size, const char* what) {
    for (int image = 0; image < images; ++image)
      for (int i = 0; i < size; ++i)
        if (at(memory, size, image, i) != at(expected, size, image, i))
          fail(what + std::to_string(i) + " is another one");
  }
  void compare(double a, double n, const std::string& what) {
    const double error = std::abs(a - n) / std::max({1e-3, std::abs(a), std::abs(n)});
    if (!(error < tolerance))
      fail("the gradient by " + what + " is " + std::to_string(a) + ", by differences it is " +
           std::to_string(n));
    if (!(error <= found_.error)) found_.error = error;
  }

  void forward(bool training, bool in_place = false) {
    constexpr int kept = kept_lanes<Bound, double>();
    fill(output_, outputs, unwritten);
    fill(kept_, kept, unwritten);
    fill(forward_workspace_, forward_workspace_lanes<Bound, double>(), unwritten);
    if (in_place) output_ = input_;
    Memory& input = in_place ? output_ : input_;
    for (int image = 0; image < packs * lanes; ++image)
      samples_[image] = static_cast<std::uint32_t>(7 * image + 1);
    if constexpr (coupled) {
      for (int pack = 0; pack < packs; ++pack)
        Bound::pack_statistics(input.data() + place(inputs, pack),
                               images_in_pack<double>(pack, images),
                               parts_ + pack * Bound::statistics);
      std::vector<double> state = state_;
      Bound::finish_statistics(settings_, parts_, packs, images, state.data(), statistics_);
    }
    for (int pack = 0; pack < packs; ++pack)
      Bound::forward(settings_,
                     Forward<double>{.parameters = parameters_.data(),
                                     .input = input.data() + place(inputs, pack),
                                     .output = output_.data() + place(outputs, pack),
                                     .kept = training ? kept_.data() + place(kept, pack) : null_,
                                     .workspace = forward_workspace_.data(),
                                     .state = state_.data(),
                                     .statistics = training ? statistics_ : nullptr,
                                     .training = training,
                                     .images = training ? pack_images(pack) : PackImages{},
                                     .position = 3});
    expect_intact(output_, outputs, "output");
    expect_intact(kept_, kept, "kept");
    expect_intact(forward_workspace_, forward_workspace_lanes<Bound, double>(),
                  "the forward workspace");
  }

  void backward(bool by_input, bool in_place = false, bool frozen = false) {
    constexpr int kept = kept_lanes<Bound, double>();
    const Memory input = input_;
    if (!Bound::uses_input && !in_batch) fill(input_, inputs, unwritten);
    if (!Bound::uses_output) fill(output_, outputs, unwritten);
    fill(input_gradient_, inputs, unwritten);
    fill(backward_workspace_, backward_workspace_lanes<Bound, double>(), unwritten);
    if (in_place) input_gradient_ = slope_;
    parameter_gradient_.assign(trained, coupled || in_batch ? unwritten : sum_so_far);
    const auto pass = [&](int pack) {
      return Backward<double>{
          .parameters = parameters_.data(),
          .input = input_.data() + place(inputs, pack),
          .output = output_.data() + place(outputs, pack),
          .kept = kept_.data() + place(kept, pack),
          .workspace = backward_workspace_.data(),
          .statistics = statistics_,
          .images = pack_images(pack),
          .output_gradient = (in_place ? input_gradient_ : slope_).data() + place(outputs, pack),
          .input_gradient = by_input ? input_gradient_.data() + place(inputs, pack) : null_,
          .parameter_gradient = coupled || in_batch ? nullptr : parameter_gradient_.data(),
          .frozen = frozen};
    };
    if constexpr (coupled) {
      for (int pack = 0; pack < packs; ++pack)
        Bound::pack_gradient_statistics(pass(pack), parts_ + pack * Bound::statistics);
      Bound::finish_gradient_statistics(parts_, packs, images, parameter_gradient_.data(),
                                        statistics_ + Bound::statistics);
    }
    for (int pack = 0; pack < packs; ++pack) Bound::backward(settings_, pass(pack));
    if constexpr (in_batch) {
      for (int part = Bound::batch_gradient_parts; part-- > 0;)
        Bound::template batch_gradient<double>({.input = input_.data(),
                                                .input_step = place(inputs, 1),
                                                .kept = kept_.data(),
                                                .kept_step = place(kept, 1),
                                                .packs = packs,
                                                .parameter_gradient = parameter_gradient_.data()},
                                               part);
    }
    expect_intact(input_gradient_, inputs, "the gradient by input");
    expect_intact(backward_workspace_, backward_workspace_lanes<Bound, double>(),
                  "the backward workspace");
    input_ = input;
  }

  /// The kernel for a single image must find what the one for packs found, whole and in shares.
  void check_single() {
    check_single("", [&](const auto& pass, auto&&) { Bound::forward_single(settings_, pass); });
    if constexpr (constexpr int most = single_shares<Bound, double>(); most > 1)
      for (const int shares : {2, most})
        check_single(" in shares", [&](const auto& pass, auto&& forget) {
          for (int part = shares; part-- > 0; forget())
            Bound::forward_single(settings_, pass, Share{part, shares});
        });
  }
  template <class Run>
  void check_single(const char* how, Run&& run) {
    const auto room = [](int size) { return std::size_t(round_up(size, lanes) + lanes); };
    AlignedArray<double> input(room(inputs)), output(room(outputs)),
        workspace(room(single_workspace<Bound, Spec, double>()));
    const auto forget = [&] { std::fill(workspace.begin(), workspace.end(), unwritten); };
    for (int image = 0; image < images; ++image) {
      for (int i = 0; i < inputs; ++i) input[std::size_t(i)] = at(input_, inputs, image, i);
      std::fill(output.begin(), output.end(), unwritten);
      forget();
      run(SingleForward<double>{.parameters = parameters_.data(),
                                .input = input.data(),
                                .output = output.data(),
                                .workspace = workspace.data(),
                                .state = state_.data()},
          forget);
      for (int o = 0; o < outputs; ++o)
        if (!(std::abs(output[std::size_t(o)] - at(output_, outputs, image, o)) < 1e-9))
          fail("forward_single" + std::string(how) + " finds another output " + std::to_string(o) +
               " than forward");
    }
  }

  PackImages pack_images(int pack) const {
    return {seed(5), 2, samples_ + pack * lanes, images_in_pack<double>(pack, images)};
  }

  /// What the test takes for the loss: each image's outputs, weighted at random.
  std::vector<double> losses() {
    forward(true);
    std::vector<double> loss(images);
    for (int image = 0; image < images; ++image)
      for (int o = 0; o < outputs; ++o)
        loss[std::size_t(image)] += at(slope_, outputs, image, o) * at(output_, outputs, image, o);
    return loss;
  }
  static double sum(const std::vector<double>& values) {
    double total = 0;
    for (const double value : values) total += value;
    return total;
  }

  void compare_input_gradient() {
    for (int i = 0; i < inputs; ++i) {
      // Images that don't know of each other are moved at once.
      for (int first = 0; first < images; first += coupled ? 1 : images) {
        const int last = coupled ? first + 1 : images;
        const auto moved = [&](double by) {
          for (int image = first; image < last; ++image) at(input_, inputs, image, i) += by;
          return losses();
        };
        const Memory input = input_;
        const std::vector<double> up = moved(step);
        input_ = input;
        const std::vector<double> down = moved(-step);
        input_ = input;
        for (int image = first; image < last; ++image) {
          const auto n = std::size_t(image);
          const double rise = coupled ? sum(up) - sum(down) : up[n] - down[n];
          compare(at(input_gradient_, inputs, image, i), rise / (2 * step),
                  "input " + std::to_string(i) + " of image " + std::to_string(image));
        }
      }
    }
    for (int image = images; image < packs * lanes; ++image)
      for (int i = 0; i < inputs; ++i)
        if (at(input_gradient_, inputs, image, i) != 0)
          fail("the gradient by input is not 0 in a lane without an image");
  }

  void compare_parameter_gradient() {
    const double start = coupled || in_batch ? 0 : sum_so_far;
    for (std::size_t p = 0; p < trained; ++p) {
      const double parameter = parameters_[p];
      const auto moved = [&](double by) {
        parameters_[p] = parameter + by;
        return sum(losses());
      };
      const double up = moved(step), down = moved(-step);
      parameters_[p] = parameter;
      compare(parameter_gradient_[p] - start, (up - down) / (2 * step),
              "parameter " + std::to_string(p));
    }
  }

  static constexpr int statistics_size = [] {
    if constexpr (coupled)
      return Bound::statistics;
    else
      return 1;
  }();

  Spec settings_;
  LayerCheck found_{};
  std::vector<double> parameters_, state_, parameter_gradient_;
  Memory input_, output_, kept_, slope_, input_gradient_, forward_workspace_, backward_workspace_;
  Lanes<double>* volatile null_ = nullptr;  ///< of which the compiler knows nothing
  std::uint32_t samples_[packs * lanes]{};
  double parts_[packs * statistics_size]{}, statistics_[2 * statistics_size]{};
};

}  // namespace detail

/// Checks a layer of your own: its gradients by input and by parameters against central
/// differences in double, and that it keeps the contract of `Layer`: writes all that it should and
/// nothing else, reads only what it says, adds to the gradients of other packs, works in place if
/// it says so, does without what is null.
///
/// `Spec`: the layer. `InputShape`: Input<channels, height, width>. Takes time as the cube of the
/// size: for small shapes.
/// Example: `REQUIRE(check_layer<MyLayer, Input<2, 5, 4>>().message == "");`
template <class Spec, class InputShape>
LayerCheck check_layer(const Spec& layer = {}) {
  static_assert(LayerFor<Spec, InputShape::shape>,
                "angka: this is not a layer: it has no Bind<Shape> with forward and backward");
  return detail::LayerTrial<Spec, InputShape::shape>(layer).run();
}

}  // namespace angka::inline ANGKA_ISA
