#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include <angka/core/dataset.hpp>
#include <angka/data/sheet.hpp>
#include <angka/io/model.hpp>

#include "../../../examples/digits/nets/nets.hpp"
#include "../../../examples/embedded/read_digit.hpp"

using namespace angka;

TEST_CASE("the exported network reads from static storage what the model reads") {
  LeNet5 net;
  load_model(ANGKA_EMBEDDED_MODEL, net);
  const Dataset data = load_sheet(ANGKA_SOURCE_DIR "/examples/digits/data/digits.png");
  const DataView view = data;
  LeNet5::Workspace workspace;
  std::size_t right = 0, images = 0;
  for (std::size_t i = 0; i < view.size(); i += 17, ++images) {
    std::array<float, 10> outputs{};
    const int digit = read_digit(view.image(i).data(), outputs.data());
    const auto expected = net.predict(view.image(i), workspace);
    CHECK(std::equal(expected.begin(), expected.end(), outputs.begin()));
    CHECK(digit == std::max_element(expected.begin(), expected.end()) - expected.begin());
    CHECK(digit == read_digit(view.image(i).data(), nullptr));
    right += digit == view.label(i);
  }
  CHECK(right > images * 9 / 10);
}
