// A layer of your own: FReLU, a ReLU whose least value is learned, one for each channel.
// Qiu et al. 2018 (arXiv 1706.08098).

#include <angka/angka.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <iostream>

using namespace angka;

/// What a user writes in a network: a plain struct with the layer's settings (here none).
struct FReLU {
  /// What a network makes of it once it knows the shape that reaches it. `Layer<In>` says that the
  /// shape stays as it is.
  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr std::array parameters{
        Parameter{.name = "bias", .shape = {In.channels, 1, 1, 1}}};
    static constexpr bool uses_output = false;  // backward reads the input alone

    /// Written for one image; each Lanes<T> holds that value of several images.
    template <class T>
    static void forward(const FReLU&, const Forward<T>& pass) {
      for (int c = 0; c < In.channels; ++c) {
        const Lanes<T> least(pass.parameters[c]);
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); ++i)
          pass.output[i] = max(pass.input[i], Lanes<T>(T(0))) + least;
      }
    }

    /// Writes the gradient by the input, adds that by the parameters.
    template <class T>
    static void backward(const FReLU&, const Backward<T>& pass) {
      const Lanes<T> zero(T(0));
      for (int c = 0; c < In.channels; ++c) {
        Lanes<T> sum = zero;
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); ++i) {
          const Lanes<T> gradient = pass.output_gradient[i];
          sum = sum + gradient;
          if (pass.input_gradient)
            pass.input_gradient[i] = where_less(zero, pass.input[i], gradient, zero);
        }
        pass.parameter_gradient[c] += sum.sum();
      }
    }
  };
};

using Net = Network<Input<1, 28, 28>, Conv2D<8, 5, Stride<2>>, FReLU, Conv2D<16, 5, Stride<2>>,
                    FReLU, Dense<64>, FReLU, Dense<10>>;

int main(int argc, char** argv) {
  const Dataset digits = load_data(argc > 1 ? argv[1] : "examples/digits/data/digits.png").train;
  const Split split = stratified_split(digits, 0.2, seed(1));
  const DataView train = digits.select(split.train), test = digits.select(split.held_out);

  Model<Net, CrossEntropy, Adam> model{seed(1), {}, {.learning_rate = 2e-3f}};
  model.network.normalization = measure(train);
  model.fit(train, {.epochs = 10, .batch_size = 32, .schedule = OneCycle{}});
  std::cout << model.evaluate(test) << "\nlearned least values of the first FReLU:";
  for (const NamedTensor& tensor : model.network.export_tensors())
    if (tensor.name == "1.bias")
      for (const float least : tensor.values) std::cout << ' ' << least;
  std::cout << '\n';
}
