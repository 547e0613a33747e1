#include <angka/reading/lines.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace angka::reading;

namespace {

Chosen digit(int label, int across, int down, int height = 40) {
  return {.candidate = 0,
          .box = {across - 12, down - height / 2, across + 12, down + height / 2},
          .label = label,
          .sure = 1,
          .votes = 4};
}

std::string read(const std::vector<Chosen>& chosen) {
  std::string text;
  for (const Line& line : lines(chosen)) {
    if (!text.empty()) text += '/';
    for (const Chosen& one : line) text += static_cast<char>('0' + one.label);
  }
  return text;
}

}  // namespace

TEST_CASE("digits stand in lines from above, in a line from the left") {
  CHECK(read({}).empty());
  CHECK(read({digit(4, 200, 100), digit(3, 150, 104), digit(6, 150, 170), digit(5, 100, 168)}) ==
        "34/56");
}

TEST_CASE("a line that falls, steeply or not, is one line") {
  for (const double slope : {-0.8, -0.3, -0.1, 0.1, 0.3, 0.8}) {
    CAPTURE(slope);
    std::vector<Chosen> chosen;
    for (int i = 0; i < 6; ++i)
      chosen.push_back(digit(i, 50 * i, 300 + static_cast<int>(50 * i * slope)));
    CHECK(read(chosen) == "012345");
  }
}

TEST_CASE("a line that bends stays one, beside others") {
  std::vector<Chosen> chosen;
  for (int line = 0; line < 2; ++line)
    for (int i = 0; i < 8; ++i)
      chosen.push_back(digit(i, 50 * i, 100 + 60 * line + (i - 4) * (i - 4)));
  CHECK(read(chosen) == "01234567/01234567");
}

TEST_CASE("a column is as many lines as digits") {
  std::vector<Chosen> chosen;
  for (int i = 0; i < 5; ++i) chosen.push_back(digit(i, 100 + i, 50 * i));
  CHECK(read(chosen) == "0/1/2/3/4");
}

TEST_CASE("parts of a line far apart belong together") {
  CHECK(read({digit(1, 50, 100), digit(2, 100, 100), digit(3, 600, 104), digit(4, 650, 103),
              digit(5, 60, 180), digit(6, 640, 182)}) == "1234/56");
}
