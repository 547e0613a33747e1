// An autoencoder: a digit by 32 numbers, and what a network makes of these, beside the digit.
#include <angka/data/sheet.hpp>
#include <angka/data/split.hpp>
#include <iostream>

#include "../zoo/autoencoder.hpp"
using namespace angka;

int main(int argc, char** argv) {
  Dataset digits = load_sheet(argc > 1 ? argv[1] : "examples/digits/data/digits.png");
  digits.labels.clear();  // what is to be learnt is the image itself
  for (const std::uint8_t pixel : digits.pixels)
    digits.targets.push_back(static_cast<float>(pixel) / 255);
  const Split split = random_split(digits, 0.2, seed(42));
  const DataView train = digits.select(split.train), test = digits.select(split.held_out);

  Model<zoo::Autoencoder, MeanSquaredError, Adam> model{seed(42), {}, {.learning_rate = 4e-3f}};
  std::cout << model.fit(train, {.epochs = 15, .batch_size = 32, .schedule = OneCycle{}});
  std::cout << "root of the mean squared error " << model.evaluate(test).regression()->scores().rmse
            << ", pixels are 0 to 1\n";

  const auto image = test.target(0);
  const auto said = model.predict(test.image(0)).values();
  const auto row_of = [](const auto& pixels, std::size_t row) {
    std::string text;
    for (std::size_t p = row * 28; p < row * 28 + 28; ++p)
      text += " .:-=+*#@@"[static_cast<int>(9 * pixels[p])];
    return text;
  };
  for (std::size_t row = 0; row < 28; ++row)
    std::cout << row_of(image, row) << "  " << row_of(said, row) << '\n';
}
