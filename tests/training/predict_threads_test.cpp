#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace {

using namespace angka;

template <class T>
using Large = Model<Network<Input<1, 26, 24>, Conv2D<40, 7, Same>, ReLU, MaxPool2D<2>,
                            Conv2D<32, 3, Same>, BatchNorm, ReLU, Dense<40>, ReLU, Dense<10>>,
                    CrossEntropy, SGD, T>;

template <class Net>
int shared_layers() {
  using Architecture = detail::ArchitectureOf<Net>;
  int count = 0;
  Architecture::for_each_step([&]<int I>() {
    count += single_shares<typename Architecture::template BoundAt<I>, typename Net::Scalar>() > 1;
  });
  return count;
}

TEST_CASE_TEMPLATE("threads that share an image find what one finds, bit by bit", T, float,
                   double) {
  CHECK(shared_layers<typename Large<T>::Network>() == 3);
  Large<T> model{seed(4)};
  model.network.normalization = {.mean = 0.4f, .standard_deviation = 0.3f};
  Random random(seed(6), Purpose::test);
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    ThreadPool pool(threads);
    for (int image = 0; image < 3; ++image) {
      std::vector<std::uint8_t> bytes(26 * 24);
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
      const std::vector<float> numbers(bytes.begin(), bytes.end());
      CHECK(model.predict(bytes, pool).probabilities == model.predict(bytes).probabilities);
      CHECK(model.predict(bytes, pool).label == model.predict(bytes).label);
      CHECK(model.predict(std::span<const float>(numbers), pool).probabilities ==
            model.predict(std::span<const float>(numbers)).probabilities);
    }
  }
  ThreadPool pool(2);
  CHECK_THROWS_AS(model.predict(std::vector<float>(26), pool), SettingError);
}

}  // namespace
