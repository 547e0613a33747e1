#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <span>
#include <type_traits>
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

/// Passes on its input in up to three shares, and says which there were.
struct Recording {
  struct Call {
    Share share;
    const void* workspace;
  };
  inline static std::vector<Call> calls{};
  inline static std::mutex mutex{};

  template <Shape In>
  struct Bind : detail::Copy<In, In> {
    template <class T>
    static constexpr int single_shares = 3;
    template <class T, class Part = detail::Whole>
    static void forward_single(const Recording&, const SingleForward<T>& pass, Part part = {}) {
      if constexpr (std::is_same_v<Part, Share>) {
        const std::scoped_lock lock(mutex);
        calls.push_back({part, pass.workspace});
      }
      std::copy(pass.input + part.begin(In.size()), pass.input + part.end(In.size()),
                pass.output + part.begin(In.size()));
    }
    template <class T>
    static constexpr int single_workspace = 1;
  };
};

TEST_CASE("each share is done once, with a workspace of its own, by as many threads as there are") {
  const Network<Input<1, 2, 5>, Recording> net;
  const std::vector<float> image{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  for (const int threads : {1, 2, 3, 8}) {
    CAPTURE(threads);
    Recording::calls.clear();
    ThreadPool pool(threads);
    std::remove_cv_t<decltype(net)>::SharedWorkspace workspace;
    const auto output = net.predict(std::span<const float>(image), workspace, pool);
    std::set<int> parts;
    std::set<const void*> workspaces;
    for (const auto& [share, its] : Recording::calls) {
      CHECK(share.of == std::min(threads, 3));
      parts.insert(share.part);
      workspaces.insert(its);
    }
    CHECK(parts.size() == std::size_t(std::min(threads, 3)));
    CHECK(workspaces.size() == parts.size());
    CHECK(Recording::calls.size() == parts.size());
    CHECK(output[9] == 10);
  }
}

}  // namespace
