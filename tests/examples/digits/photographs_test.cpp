#include <angka/angka.hpp>
#include <angka/data/load.hpp>
#include <angka/data/photograph.hpp>
#include <angka/io/model.hpp>
#include <vector>

#include "data/photograph_generator.hpp"
#include "program.hpp"

using namespace angka;

namespace {

using LeNet5 = Network<Input<1, 28, 28>, Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>,  //
                       Conv2D<16, 5>, ReLU, MaxPool2D<2>,                         //
                       Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>;

std::string setting(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

}  // namespace

// ANGKA_LENET5 names a lenet5 that `digits train` saved, else a poor one is trained;
// ANGKA_PHOTOGRAPHS is how many photographs are read. Each shows one digit of MNIST's test set.
TEST_CASE("photographs of MNIST's test digits are read nearly as well as the digits themselves") {
  const std::string mnist = setting("ANGKA_MNIST", "");
  if (mnist.empty()) {
    MESSAGE("skipped: ANGKA_MNIST names no folder");
    return;
  }
  const int count = std::stoi(setting("ANGKA_PHOTOGRAPHS", "10"));
  const TemporaryFolder folder;
  std::string saved = setting("ANGKA_LENET5", "");
  if (saved.empty()) {
    saved = (folder / "m").string();
    REQUIRE(digits(folder, {"train", mnist, "--out", "m", "--epochs", "1", "--batch-size", "32",
                            "--train-limit", "6000", "--quiet"})
                .status == 0);
  }
  Model<LeNet5, CrossEntropy, Adam> model{seed(1)};
  load_model(saved, model);

  const DataSource source = load_data(mnist);
  const DataView test = *source.test;
  REQUIRE(count <= static_cast<int>(test.size()));
  int clean = 0, read = 0, none = 0, several = 0;
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const int truth = source.test->labels[at];
    const synthetic::Digit digit = test.image(at);
    clean += model.predict(digit).label == truth;
    const auto found =
        find_digits(synthetic::photograph(digit, seed(2026), static_cast<std::uint32_t>(i)).image);
    none += found.empty();
    several += found.size() > 1;
    if (found.size() == 1)
      read += model.predict(std::span<const std::uint8_t>(found[0].pixels)).label == truth;
  }
  MESSAGE(count << " photographs: " << clean << " clean digits read, " << read
                << " photographs; without a digit " << none << ", with several " << several);
  CHECK(read >= clean - std::max(1.0, 0.015 * count));
}
