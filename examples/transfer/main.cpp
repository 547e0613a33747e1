#include <angka/angka.hpp>
#include <angka/data/sheet.hpp>
#include <angka/data/split.hpp>
#include <angka/io/weights.hpp>
#include <iostream>
using namespace angka;

template <int Classes>
using Net = Network<Input<1, 28, 28>, Conv2D<8, 5, Same>, ReLU, MaxPool2D<2>, Conv2D<16, 5>, ReLU,
                    MaxPool2D<2>, Dense<64>, ReLU, Dense<Classes>>;

int main(int argc, char** argv) {
  const Dataset digits = load_sheet(argc > 1 ? argv[1] : "examples/digits/data/digits.png");
  const auto images = [&](const std::vector<std::uint32_t>& from, int first, int each) {
    std::vector<std::uint32_t> chosen;  // `each` of the five digits from `first` on
    for (int digit = first, count = 0; digit < first + 5; ++digit, count = 0)
      for (const std::uint32_t i : from)
        if (digits.labels[i] == digit && count++ < each) chosen.push_back(i);
    return chosen;
  };
  const auto low = images(stratified_split(digits, 0.2, seed(1)).train, 0, 400);
  Model<Net<5>, CrossEntropy, Adam> known{seed(1)};  // reads 0 to 4
  known.fit(digits.select(low), {.epochs = 10, .batch_size = 32});
  save_weights("reads-0-to-4.safetensors", known.network);

  double alone = 0, helped = 0;
  for (std::uint64_t draw = 1; draw <= 5; ++draw) {
    const Split split = stratified_split(digits, 0.2, seed(draw));
    const auto few = images(split.train, 5, 5), test = images(split.held_out, 5, 100);
    Model<Net<10>, CrossEntropy, Adam> scratch{seed(draw)}, transferred{seed(draw)};
    load_weights("reads-0-to-4.safetensors", transferred.network, {.partial = true});
    transferred.network.freeze<At<0>, At<5>>();  // all but the last two Dense
    for (auto* model : {&scratch, &transferred}) {
      model->fit(digits.select(few), {.epochs = 40, .batch_size = 5});
      (model == &scratch ? alone : helped) += model->evaluate(digits.select(test)).accuracy() / 5;
    }
  }
  std::cout << "5 to 9 from 25 images: " << 100 * alone << "% from scratch, " << 100 * helped
            << "% with the layers that read 0 to 4\n";
}
