#include <doctest/doctest.h>

#include <angka/layers/activation.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/dropout.hpp>
#include <angka/layers/flatten.hpp>
#include <angka/layers/pool.hpp>
#include <string>
#include <type_traits>

namespace {

using namespace angka;

template <int C, int H, int W>
struct Input {
  static constexpr Shape shape{C, H, W};
};

TEST_CASE_TEMPLATE("every layer keeps the contract of a layer", Spec, ReLU, LeakyReLU, ELU, GELU,
                   SiLU, Sigmoid, Tanh, Softmax, Dropout, Flatten, BatchNorm, GlobalAveragePool2D,
                   GlobalMaxPool2D, MaxPool2D<2>, AveragePool2D<2>, Dense<3>, Conv2D<3, 3>) {
  const LayerCheck check = check_layer<Spec, Input<2, 5, 4>>();
  CHECK(check.message == "");
  CHECK(check.error < 1e-6);
}

// Layers with one fault each, all made from y[i] = weight x[i] or from y[i] = 2 x[i].

enum Fault {
  none,
  input_gradient_unwritten,
  input_gradient_wrong,
  parameter_gradient_overwrites,
  parameter_gradient_needs_the_other,
  output_unwritten,
  kept_unwritten,
  writes_beyond,
  reads_input,
  in_place_is_wrong,
  unused_lane_has_gradient,
  prediction_unwritten,
  single_is_wrong,
  share_is_wrong,
  share_counts_on_memory,
  input_gradient_taken_for_granted,
  kept_taken_for_granted,
  images_taken_for_granted,
};

template <Fault F>
struct Scale {
  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr std::array parameters{Parameter{.name = "weight"}};
    static constexpr int kept = In.size();
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr bool in_place = F == in_place_is_wrong;

    template <class T>
    static void forward(const Scale&, const Forward<T>& pass) {
      if (F == prediction_unwritten && !pass.training) return;
      for (int i = F == output_unwritten; i < In.size(); ++i) {
        const Lanes<T> x = pass.input[i];
        pass.output[i] = x * Lanes<T>(pass.parameters[0]);
        if (F == kept_taken_for_granted || (pass.kept && F != kept_unwritten))
          pass.kept[i] = F == in_place_is_wrong ? pass.input[i] : x;
      }
      // volatile, so that no compiler leaves the reading of a null pointer out
      const volatile auto* sample = pass.images.sample;
      if (F == images_taken_for_granted && sample[0] == 0) pass.output[0] = Lanes<T>(T(0));
      if (F == writes_beyond) pass.output[In.size()] = Lanes<T>(T(0));
    }

    template <class T>
    static void forward_single(const Scale&, const SingleForward<T>& pass) {
      for (int i = 0; i < In.size(); ++i)
        pass.output[i] = pass.input[i] * pass.parameters[F == single_is_wrong && i == 2];
    }

    template <class T>
    static constexpr int single_workspace = 1;
    template <class T>
    static constexpr int single_shares = F == share_is_wrong || F == share_counts_on_memory ? 4 : 1;
    template <class T>
    static void forward_single(const Scale&, const SingleForward<T>& pass, Share share) {
      if (F != share_counts_on_memory || share.part == share.of - 1)
        pass.workspace[0] = pass.parameters[0];
      for (int i = share.begin(In.size()); i < share.end(In.size()) - (F == share_is_wrong); ++i)
        pass.output[i] = pass.input[i] * pass.workspace[0];
    }

    template <class T>
    static void backward(const Scale&, const Backward<T>& pass) {
      Lanes<T> sum(T(0));
      for (int i = 0; i < In.size(); ++i)
        sum = fma(F == reads_input ? pass.input[i] : pass.kept[i], pass.output_gradient[i], sum);
      if (F == parameter_gradient_overwrites)
        pass.parameter_gradient[0] = sum.sum();
      else if (F != parameter_gradient_needs_the_other || pass.input_gradient)
        pass.parameter_gradient[0] += sum.sum();
      if (!pass.input_gradient && F != input_gradient_taken_for_granted) return;
      for (int i = F == input_gradient_unwritten; i < In.size(); ++i) {
        pass.input_gradient[i] =
            pass.output_gradient[i] *
            Lanes<T>(pass.parameters[0] *
                     (F == input_gradient_wrong && i == 3 ? T(1.00001) : T(1)));
        if (F == unused_lane_has_gradient)
          for (int lane = pass.images.count; lane < Lanes<T>::count; ++lane)
            pass.input_gradient[i].set(lane, T(1));
      }
    }
  };
};

template <Fault F>
std::string message() {
  return check_layer<Scale<F>, Input<2, 2, 2>>().message;
}
bool says(const std::string& message, const std::string& part) {
  CAPTURE(message);
  return message.find(part) != std::string::npos;
}

TEST_CASE("check_layer finds what a layer does wrong") {
  CHECK(message<none>() == "");
  CHECK(says(message<input_gradient_unwritten>(), "does not write the gradient by input 0"));
  CHECK(says(message<input_gradient_wrong>(), "the gradient by input 3 of image"));
  CHECK(says(message<parameter_gradient_overwrites>(), "the gradient by parameter 0 is"));
  CHECK(says(message<parameter_gradient_needs_the_other>(), "where nobody needs the one by input"));
  CHECK(says(message<output_unwritten>(), "in training, does not write output 0"));
  CHECK(says(message<kept_unwritten>(), "the gradient by parameter 0 is"));
  CHECK(says(message<writes_beyond>(), "writes beyond the end of output"));
  CHECK(says(message<reads_input>(), "the gradient by parameter 0 is"));
  CHECK(says(message<in_place_is_wrong>(), "in place, the gradient by parameters"));
  if (Lanes<double>::count > 1)
    CHECK(says(message<unused_lane_has_gradient>(), "in a lane without an image"));
  CHECK(says(message<prediction_unwritten>(), "in prediction, does not write output 0"));
  CHECK(says(message<single_is_wrong>(), "forward_single finds another output 2"));
  CHECK(says(message<share_is_wrong>(), "forward_single in shares finds another output 3"));
  CHECK(says(message<share_counts_on_memory>(), "forward_single in shares finds another output"));
#if __has_include(<sys/wait.h>)
  CHECK(says(message<input_gradient_taken_for_granted>(), "where input_gradient is null"));
  CHECK(says(message<kept_taken_for_granted>(), "crashes in prediction, where kept"));
  CHECK(says(message<images_taken_for_granted>(), "crashes in prediction, where kept"));
#endif
}

}  // namespace
