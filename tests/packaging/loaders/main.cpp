#include <angka/angka.hpp>
#include <angka/data/card.hpp>
#include <angka/data/duplicates.hpp>
#include <angka/data/load.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <angka/io/model.hpp>
#include <iostream>

#include "data.hpp"

using namespace angka;
using Net = Network<Input<1, 8, 8>, Conv2D<2, 3>, ReLU, Dense<2>>;

int main() {
  const Dataset data = written_and_read();
  const Split split = stratified_split(data, 0.25, seed(3));
  Model<Net, CrossEntropy, SGD> model{seed(1)};
  model.network.normalization = measure(data);
  std::cout << model.network.normalization.mean << '\n' << summary<Net>();
  std::cout << model.fit(data.select(split.train), {.epochs = 2, .batch_size = 4, .threads = 1})
                   .epochs.size()
            << " epochs\n"
            << model.evaluate(data) << find_duplicates(data).exact.size() << " duplicates\n"
            << to_string(DataCard{.title = "squares"});
  save_model("model.safetensors", model);
  Model<Net, CrossEntropy, SGD> other;
  load_model("model.safetensors", other);
  for (const float p : other.predict(data.image(0)).probabilities) std::cout << p << '\n';
  for (const char* path : {"nothing here", "model.safetensors"}) try {
      load_data(path);
    } catch (const Error& error) {
      std::cout << error.what() << '\n';
    }
  try {
    model.fit(data, {.epochs = 0});
  } catch (const SettingError& error) {
    std::cout << error.what() << '\n';
  }
}
