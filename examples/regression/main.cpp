#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <cmath>
#include <iostream>
using namespace angka;

/// A star in the noise of a sensor, and where it stands.
FloatDataset stars(int count) {
  FloatDataset data{.shape = {1, 16, 16}};
  Random random(seed(1), Purpose::search);
  for (int i = 0; i < count; ++i) {
    const float x = random.uniform(2, 13), y = random.uniform(2, 13);
    for (int row = 0; row < 16; ++row)
      for (int column = 0; column < 16; ++column) {
        const float dx = static_cast<float>(column) - x, dy = static_cast<float>(row) - y;
        const float light = std::exp(-(dx * dx + dy * dy) / 4);
        data.pixels.push_back(0.3f + 0.4f * light + random.uniform(-0.06f, 0.06f));
      }
    data.targets.insert(data.targets.end(), {x, y});
  }
  return data;
}

int main() {
  const FloatDataset all = stars(2000);
  const Split split = random_split(all, 0.2, seed(42));
  const DataView train = all.select(split.train), test = all.select(split.held_out);

  using Net = Network<Input<1, 16, 16>, Conv2D<8, 3, Same>, ReLU, MaxPool2D<2>,  //
                      Conv2D<16, 3>, ReLU, MaxPool2D<2>, Dense<32>, ReLU, Dense<2>>;
  Model<Net, MeanSquaredError, Adam> model{seed(42), {}, {.learning_rate = 3e-3f}};
  model.network.normalization = measure(train);
  const auto noise = augment(GaussianNoise{0.02});
  std::cout << model.fit(train, {.epochs = 20, .batch_size = 32, .schedule = OneCycle{}}, noise);
  std::cout << model.evaluate(test, {"x", "y"});

  const auto where = model.predict(test.image<float>(0)).values();
  std::cout << "x " << where[0] << " is " << test.target(0)[0] << ", y " << where[1] << " is "
            << test.target(0)[1] << '\n';
}
