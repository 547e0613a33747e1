#include <angka/angka.hpp>
#include <angka/augment/digit_augmentation.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <angka/metrics/mcnemar.hpp>
#include <cstdlib>
#include <iostream>
using namespace angka;

int main(int argc, char** argv) {
  const int epochs = argc > 1 ? std::atoi(argv[1]) : 20;

  const Dataset digits = load_data("examples/digits/data/digits.png").train;
  std::cout << digits.size() << " images of " << to_string(digits.shape) << '\n';

  const Split outer = stratified_split(digits, 0.2, seed(42));
  const DataView test = digits.select(outer.held_out);
  const Split inner = stratified_split(digits.select(outer.train), 0.1, seed(42));
  const DataView train = digits.select(inner.train);
  const DataView validation = digits.select(inner.held_out);
  std::cout << train.size() << " + " << validation.size() << " + " << test.size() << '\n';

  const Normalization normalization = measure(train);
  std::cout << normalization.mean << ' ' << normalization.standard_deviation << '\n';

  using Net = Network<Input<1, 28, 28>,                        //
                      Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>,  //
                      Conv2D<16, 5>, ReLU, MaxPool2D<2>,       //
                      Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>;
  static_assert(Net::parameter_count == 61706);
  std::cout << summary<Net>();

  const CrossEntropy loss{.label_smoothing = 0.1f};
  const AdamW optimizer{.learning_rate = 5e-3f, .weight_decay = 0.1f};
  Model<Net, CrossEntropy, AdamW> plain{seed(42), loss, optimizer};
  plain.network.normalization = normalization;

  const FitOptions options{
      .epochs = epochs, .batch_size = 32, .validation = validation, .schedule = OneCycle{}};
  const auto print = [](const EpochResult& e) {
    std::cout << e.epoch << ": loss " << e.loss << ", validation " << e.validation_accuracy << '\n';
  };
  plain.fit(train, options, print);

  std::cout << plain.evaluate(validation);

  using Wider = Network<Input<1, 28, 28>,                                            //
                        Conv2D<16, 3, Same, NoBias>, BatchNorm, ReLU, MaxPool2D<2>,  //
                        Conv2D<32, 3, Same, NoBias>, BatchNorm, ReLU, MaxPool2D<2>,  //
                        Dense<64>, ReLU, Dropout, Dense<10>>;
  Wider wider(seed(42));
  wider.layer<Dropout>().rate = 0.3f;
  std::cout << summary<Wider>();

  Model<Net, CrossEntropy, AdamW> augmented{seed(42), loss, optimizer};
  augmented.network.normalization = normalization;
  augmented.fit(train, options, DigitAugmentation::light(), print);

  int only_plain = 0, only_augmented = 0;
  for (std::size_t i = 0; i < validation.size(); ++i) {
    const bool first = plain.predict(validation.image(i)).label == validation.label(i);
    const bool second = augmented.predict(validation.image(i)).label == validation.label(i);
    only_plain += first && !second;
    only_augmented += second && !first;
  }
  std::cout << "right alone: " << only_plain << " without, " << only_augmented
            << " with augmentation, p = " << mcnemar_p(only_plain, only_augmented) << '\n';

  std::cout << (only_augmented > only_plain ? augmented : plain).evaluate(test);
}
