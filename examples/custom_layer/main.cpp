// A layer of your own: PReLU, a ReLU whose slope below 0 is learned, one for each channel.
// He et al. 2015 (arXiv 1502.01852).

#include <angka/angka.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <iostream>

using namespace angka;

/// What a user writes in a network: a plain struct with the layer's settings (here none).
struct PReLU {
  /// What a network makes of it once it knows the shape that reaches it. `Layer<In>` says that the
  /// shape stays as it is.
  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr std::array parameters{
        Parameter{.name = "weight", .shape = {In.channels, 1, 1, 1}}};
    static constexpr bool uses_output = false;  // backward reads the input alone

    /// Written for one image; each Lanes<T> holds that value of several images.
    template <class T>
    static void forward(const PReLU&, const Forward<T>& pass) {
      for (int c = 0; c < In.channels; ++c) {
        const Lanes<T> slope(pass.parameters[c]);
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); ++i) {
          const Lanes<T> x = pass.input[i];
          pass.output[i] = where_less(Lanes<T>(T(0)), x, x, slope * x);
        }
      }
    }

    /// Writes the gradient by the input, adds that by the parameters.
    template <class T>
    static void backward(const PReLU&, const Backward<T>& pass) {
      const Lanes<T> zero(T(0)), one(T(1));
      for (int c = 0; c < In.channels; ++c) {
        const Lanes<T> slope(pass.parameters[c]);
        Lanes<T> sum = zero;
        for (int i = c * In.pixels(); i < (c + 1) * In.pixels(); ++i) {
          const Lanes<T> x = pass.input[i], gradient = pass.output_gradient[i];
          sum = fma(gradient, min(x, zero), sum);
          if (pass.input_gradient)
            pass.input_gradient[i] = gradient * where_less(zero, x, one, slope);
        }
        pass.parameter_gradient[c] += sum.sum();
      }
    }
  };
};

using Net = Network<Input<1, 28, 28>, Conv2D<8, 5, Stride<2>>, PReLU, Conv2D<16, 5, Stride<2>>,
                    PReLU, Dense<64>, PReLU, Dense<10>>;

int main(int argc, char** argv) {
  const Dataset digits = load_data(argc > 1 ? argv[1] : "examples/digits/data/digits.png").train;
  const Split split = stratified_split(digits, 0.2, seed(1));
  const DataView train = digits.select(split.train), test = digits.select(split.held_out);

  Model<Net, CrossEntropy, Adam> model{seed(1), {}, {.learning_rate = 2e-3f}};
  model.network.normalization = measure(train);
  model.fit(train, {.epochs = 10, .batch_size = 32, .schedule = OneCycle{}});
  std::cout << model.evaluate(test) << "\nlearned slopes of the first PReLU:";
  for (const NamedTensor& tensor : model.network.export_tensors())
    if (tensor.name == "1.weight")
      for (const float slope : tensor.values) std::cout << ' ' << slope;
  std::cout << '\n';
}
