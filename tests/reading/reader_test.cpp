#include <angka/reading/reader.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "reading/page.hpp"

using namespace angka;

namespace {

/// Two lines, 0 1 6 and 6 0.
Page note(int paper = 220, int ink = 40) {
  Page page(400, 300, paper);
  page.zero(60, 50, 40, 60, ink);
  page.fill(140, 50, 8, 60, ink);
  page.hook(190, 52, 40, 60, ink);
  page.hook(70, 170, 42, 60, ink);
  page.zero(150, 168, 40, 62, ink);
  return page;
}

Image turned_left(const Image& image) {
  Image result{.width = image.height, .height = image.width, .channels = 1};
  result.pixels.resize(image.plane());
  for (int y = 0; y < result.height; ++y)
    for (int x = 0; x < result.width; ++x)
      result.pixels[static_cast<std::size_t>(y * result.width + x)] =
          image.pixels[static_cast<std::size_t>(x * image.width + image.width - 1 - y)];
  return result;
}

}  // namespace

TEST_CASE("a page is read line by line, with each digit's box") {
  const Reading reading = read_digits(note().image, shape_judge);
  CHECK(text_of(reading) == "016/60");
  REQUIRE(reading.digits.size() == 5);
  const Box box = reading.digits[0].box;
  CHECK(std::abs(box.left - 60) <= 2);
  CHECK(std::abs(box.top - 50) <= 2);
  CHECK(std::abs(box.width - 40) <= 3);
  CHECK(std::abs(box.height - 60) <= 3);
  CHECK(reading.turned == 0);
  CHECK(reading.left_out.empty());
}

TEST_CASE("light ink is read as dark ink is, each colour for itself") {
  CHECK(text_of(read_digits(note(40, 220).image, shape_judge)) == "016/60");
  // Yellow on white: only blue tells them apart.
  Image yellow = to_rgb(note(255, 255).image);
  const Image ink = note(255, 60).image;
  std::copy(ink.pixels.begin(), ink.pixels.end(), yellow.pixels.end() - 400 * 300);
  CHECK(text_of(read_digits(yellow, shape_judge)) == "016/60");
}

TEST_CASE("light that falls off by half over the page changes nothing") {
  Page page = note();
  for (int y = 0; y < 300; ++y)
    for (int x = 0; x < 400; ++x)
      page.at(x, y) = static_cast<std::uint8_t>(page.at(x, y) * (1 - 0.5 * x / 400.0));
  CHECK(text_of(read_digits(page.image, shape_judge)) == "016/60");
}

TEST_CASE("half of the digits may be paler, and some twice as tall as the others") {
  Page page(500, 200);
  page.zero(40, 80, 30, 40, 40);
  page.hook(100, 40, 40, 82, 40);
  page.zero(170, 80, 30, 40, 150);
  page.zero(230, 80, 30, 40, 150);
  page.hook(290, 82, 28, 40, 150);
  CHECK(text_of(read_digits(page.image, shape_judge)) == "06006");
}

TEST_CASE("a digit may be three times as tall as those that it stands beside") {
  Page page(400, 300);
  for (int i = 0; i < 3; ++i) page.zero(60 + 50 * i, 120, 32, 36);
  page.hook(220, 48, 50, 108);
  page.zero(290, 120, 32, 36);
  CHECK(text_of(read_digits(page.image, shape_judge)) == "00060");
}

TEST_CASE("frames and rules are no digits, and digits in them are read") {
  Page page(600, 200);
  for (const int y : {20, 160}) page.fill(20, y, 560, 3, 90);
  for (const int x : {20, 160, 300, 440, 577}) page.fill(x, 20, 3, 143, 90);
  CHECK(read_digits(page.image, shape_judge).digits.empty());
  page.zero(60, 60, 45, 65);
  page.fill(225, 60, 8, 65);
  page.hook(350, 60, 45, 65);
  CHECK(text_of(read_digits(page.image, shape_judge)) == "016");
}

TEST_CASE("digits that share a stroke are read") {
  for (const int count : {2, 3}) {
    Page page = note();
    for (int i = 0; i < count; ++i) page.zero(250 + 34 * i, 168, 40, 62);
    CHECK(text_of(read_digits(page.image, shape_judge)) ==
          "016/60" + std::string(static_cast<std::size_t>(count), '0'));
  }
}

TEST_CASE("a low, broad digit is read beside tall ones") {
  Page page = note();
  page.zero(250, 205, 62, 24);
  page.zero(330, 168, 40, 62);
  CHECK(text_of(read_digits(page.image, shape_judge)) == "016/6000");
}

TEST_CASE("a tail is the narrow stroke in which a piece ends, and a stroke has none") {
  reading::Candidate piece{.box = {100, 40, 110, 80}, .mask = std::vector<std::uint8_t>(400, 0)};
  const auto fill = [&](int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; ++y)
      std::fill(piece.row(y) + left, piece.row(y) + right, std::uint8_t{1});
  };
  fill(0, 0, 10, 12);
  fill(3, 12, 5, 40);
  CHECK(reading::tail_length(piece) == 28);
  const auto shorter = reading::without_tails({piece});
  REQUIRE(shorter.size() == 2);
  CHECK(shorter[0].box.height() == 20);
  CHECK(reading::explained(shorter[0], {}, {}));
  CHECK(shorter[1].box.height() == 28);
  CHECK(shorter[1].box.left == 100);
  CHECK(shorter[1].area == 120 + 2 * 16);
  fill(8, 12, 9, 30);  // a second stroke beside it
  CHECK(reading::tail_length(piece) == 10);
  std::fill(piece.mask.begin(), piece.mask.end(), std::uint8_t{0});
  fill(3, 0, 5, 40);
  CHECK(reading::without_tails({piece}).empty());
}

TEST_CASE("one stroke from a photograph's border to the other is an edge") {
  const auto edge = [](const reading::Extent& box, int width, int turns = 0, int label = 1) {
    const reading::Chosen one{.box = box, .label = label};
    return reading::is_edge({.turns = turns, .chosen = {one}}, width, 600);
  };
  CHECK(edge({200, 0, 260, 600}, 900));
  CHECK(edge({3, 200, 898, 260}, 900));
  CHECK_FALSE(edge({200, 0, 260, 600}, 900, 0, 7));
  CHECK_FALSE(edge({200, 20, 260, 580}, 900));
  CHECK_FALSE(edge({150, 0, 210, 600}, 390));     // cut closely
  CHECK_FALSE(edge({200, 0, 260, 600}, 900, 1));  // the page is 900 high then
  CHECK(edge({200, 0, 260, 900}, 900, 1));
}

TEST_CASE("what the judge doubts as a whole is no writing") {
  const auto writing = [](float none, std::size_t count, std::size_t sure = 0) {
    reading::View view{.judgements{{}, {}}, .chosen{count, {.sure = 1, .votes = 6}}};
    view.judgements[0][10] = none;
    for (std::size_t i = 0; i < sure; ++i) view.chosen[i].candidate = 1;
    return reading::is_writing(view);
  };
  CHECK(writing(0.1f, 12));
  CHECK_FALSE(writing(0.24f, 12));
  CHECK(writing(0.24f, 3));  // too few to say
  CHECK_FALSE(writing(0.32f, 3));
  CHECK_FALSE(writing(0.95f, 2, 0));
  CHECK_FALSE(writing(0.9f, 1));
  CHECK(writing(0.5f, 25, 10));  // digits on a texture
  CHECK_FALSE(writing(0.5f, 25, 5));
  reading::View strokes{.judgements{{}}, .chosen{6, {.label = 1, .sure = 1, .votes = 6}}};
  strokes.judgements[0][10] = 0.6f;
  CHECK(reading::is_writing(strokes));
  strokes.chosen.resize(1);
  CHECK_FALSE(reading::is_writing(strokes));
}

TEST_CASE("a part of a piece counts only where digits are chosen along all of the piece") {
  const std::vector<reading::Candidate> candidates{
      {.box = {10, 0, 50, 60}, .cut = true, .whole = {10, 0, 110, 60}},
      {.box = {50, 5, 95, 65}, .cut = true, .whole = {10, 0, 110, 60}},
      {.box = {50, 60, 95, 120}},
      {.box = {10, 0, 110, 60}}};
  const auto explained = [&](std::size_t part, const std::vector<std::size_t>& chosen) {
    std::vector<reading::Chosen> all;
    for (const std::size_t i : chosen) all.push_back({.candidate = i});
    return reading::explained(candidates[part], all, candidates);
  };
  CHECK(explained(0, {0, 1}));
  CHECK_FALSE(explained(0, {0}));
  CHECK_FALSE(explained(0, {0, 2}));  // of another line
  CHECK(explained(3, {}));            // a whole piece needs nobody

  std::vector<reading::Candidate> waves(8, {.cut = true, .whole = {0, 0, 240, 60}});
  for (int i = 0; i < 8; ++i) waves[std::size_t(i)].box = {30 * i, 0, 30 * i + 30, 60};
  const auto with_strokes = [&](std::size_t strokes) {
    std::vector<reading::Chosen> all;
    for (std::size_t i = 0; i < 8; ++i)
      all.push_back({.candidate = i, .label = i < strokes ? 1 : 7});
    return reading::explained(waves[0], all, waves);
  };
  CHECK(with_strokes(0));
  CHECK(with_strokes(6));  // and two others
  CHECK_FALSE(with_strokes(7));
  CHECK_FALSE(with_strokes(8));
}

TEST_CASE("of a page on its side what was cut across it is no digit") {
  const auto digits = [](bool cut, int turns) {
    const std::vector<reading::Candidate> candidates{
        {.box = {40, 40, 80, 100}, .area = 900, .cut = cut, .sources = 63}};
    auto surely_six = [](std::span<const Glimpse> glimpses) {
      return std::vector<Judgement>(glimpses.size(), {0, 0, 0, 0, 0, 0, 1});
    };
    return reading::view(candidates, {Glimpse{}}, 400, 300, turns, surely_six).chosen.size();
  };
  CHECK(digits(true, 0) == 1);
  CHECK(digits(true, 1) == 0);
  CHECK(digits(false, 3) == 1);
}

TEST_CASE("what is left out has a box and a reason") {
  Page page = note();
  page.fill(280, 60, 70, 40);  // a blot
  const Reading reading = read_digits(page.image, shape_judge);
  CHECK(text_of(reading) == "016/60");
  REQUIRE(reading.left_out.size() == 1);
  CHECK(reading.left_out[0].reason == LeftOut::none);
  CHECK(std::abs(reading.left_out[0].box.left - 280) <= 2);
  CHECK(std::abs(reading.left_out[0].box.width - 70) <= 3);
}

TEST_CASE("a small mark beside a digit is told, a speck elsewhere isn't") {
  Page page = note();
  page.fill(116, 98, 12, 12);   // a point behind 0
  page.fill(330, 250, 12, 12);  // far from all
  page.fill(76, 75, 8, 8);      // in a 0
  const Reading reading = read_digits(page.image, shape_judge);
  CHECK(text_of(reading) == "016/60");
  REQUIRE(reading.left_out.size() == 1);
  CHECK(reading.left_out[0].reason == LeftOut::mark);
  CHECK(std::abs(reading.left_out[0].box.left - 116) <= 2);
  CHECK(std::abs(reading.left_out[0].box.height - 12) <= 3);
}

TEST_CASE("a straight piece that goes on beyond its ends is part of a line") {
  reading::Candidate piece{.box = {0, 50, 60, 58}, .area = 120, .sources = 7};
  const auto reason = [&] {
    return reading::left_out({piece}, {.judgements = {Judgement{}}}).at(0).second;
  };
  CHECK(reason() == LeftOut::none);
  piece.goes_on = 0.8f;
  CHECK(reason() == LeftOut::line);
}

TEST_CASE(
    "a larger digit outweighs its parts unless they are far surer and seen by more readings") {
  const std::vector<reading::Candidate> candidates{
      {.box = {60, 0, 80, 100}, .area = 900, .sources = 0x3f},
      {.box = {0, 0, 80, 100}, .area = 1300, .sources = 1}};
  const auto label = [&](double likely) {
    const reading::Sight part{0, candidates[0].box, 1, 0.97},
        whole{1, candidates[1].box, 7, likely};
    const std::vector<reading::Chosen> chosen = reading::select(candidates, {part, whole});
    return chosen.size() == 1 ? chosen[0].label : -1;
  };
  CHECK(label(0.98) == 7);
  CHECK(label(0.9) == 1);  // a 1 and what is left of a rule
}

TEST_CASE("few digits that are doubted among as many pieces that are none are there by chance") {
  const auto by_chance = [](std::size_t digits, double doubt, std::size_t none, std::size_t lines) {
    std::vector<std::pair<reading::Extent, LeftOut>> rest(none, {{}, LeftOut::none});
    rest.resize(none + lines, {{}, LeftOut::line});
    return reading::by_chance(digits, doubt, rest);
  };
  CHECK_FALSE(by_chance(1, 0.3, 0, 9));
  CHECK(by_chance(1, 0.3, 1, 0));
  CHECK_FALSE(by_chance(1, 0.14, 4, 9));
  CHECK(by_chance(1, 0.16, 1, 0));
  CHECK(by_chance(1, 0.05, 5, 0));
  CHECK_FALSE(by_chance(2, 0.3, 1, 9));
  CHECK(by_chance(4, 0.16, 3, 0));
  CHECK_FALSE(by_chance(4, 0.14, 3, 0));
  CHECK_FALSE(by_chance(4, 0.3, 2, 9));
  CHECK_FALSE(by_chance(4, 0.05, 20, 0));
  CHECK_FALSE(by_chance(0, 0, 20, 0));
}

TEST_CASE("one digit among many pieces that are none is no writing") {
  Page page(600, 300);
  page.zero(40, 40, 40, 62);
  for (int i = 0; i < 5; ++i) page.fill(130 + 90 * i, 40 + 20 * (i % 2), 50, 60);
  const Reading alone = read_digits(page.image, shape_judge);
  CHECK(text_of(alone) == "");
  CHECK(alone.left_out.size() == 6);
  page.zero(40, 180, 40, 62);
  CHECK(text_of(read_digits(page.image, shape_judge)) == "0/0");
}

TEST_CASE("small digits of a large page are looked at again") {
  Page page(1400, 1000);
  page.zero(160, 150, 24, 40, 40, 4);
  page.fill(230, 150, 6, 40);
  page.hook(280, 152, 26, 40);
  page.hook(170, 270, 26, 42);
  page.zero(250, 268, 26, 42, 40, 4);
  const Reading reading = read_digits(page.image, shape_judge, {.working_side = 200});
  CHECK(text_of(reading) == "016/60");
  REQUIRE(!reading.digits.empty());
  CHECK(std::abs(reading.digits[0].box.left - 160) <= 4);
  CHECK(std::abs(reading.digits[0].box.height - 40) <= 6);
  // At once as large: there is nothing to gain.
  CHECK(text_of(read_digits(page.image, shape_judge)) == "016/60");
}

TEST_CASE("a page that lies on its side is turned") {
  Page page(400, 300);
  for (int i = 0; i < 4; ++i) {
    page.hook(40 + 80 * i, 50, 40, 60);
    page.hook(40 + 80 * i, 170, 40, 60);
  }
  CHECK(text_of(read_digits(page.image, shape_judge)) == "6666/6666");
  const Image left = turned_left(page.image);
  const Image right = turned_left(turned_left(left));
  const Reading a = read_digits(left, shape_judge), b = read_digits(right, shape_judge);
  CHECK(text_of(a) == "6666/6666");
  CHECK(a.turned == 3);
  CHECK(text_of(b) == "6666/6666");
  CHECK(b.turned == 1);
  CHECK(text_of(read_digits(left, shape_judge, {.turn = 3})) == "6666/6666");
  CHECK(read_digits(left, shape_judge, {.turn = 0}).turned == 0);
  // The box is where the digit lies in the picture as it is: the first, at 40, 50, is below on the
  // left of a page turned to the left.
  CHECK(std::abs(a.digits[0].box.left - 50) <= 3);
  CHECK(std::abs(a.digits[0].box.top - (400 - 80)) <= 3);
}

TEST_CASE("a blank page, noise and an empty image hold nothing") {
  CHECK(read_digits(Page(300, 200).image, shape_judge).digits.empty());
  CHECK(read_digits(Image{}, shape_judge).digits.empty());
  CHECK(read_digits(Page(1, 1).image, shape_judge).digits.empty());
  CHECK(read_digits(Page(2000, 3).image, shape_judge).digits.empty());
}

TEST_CASE("each step can be seen, and a working side of no use is refused") {
  PhotographSteps steps;
  (void)read_digits(note().image, shape_judge, {}, &steps);
  REQUIRE(steps.size() == 7);
  CHECK(steps[0].name == "grey");
  CHECK(steps[6].name == "digits");
  for (const auto& step : steps) CHECK(!step.image.empty());
  CHECK_THROWS_AS(read_digits(note().image, shape_judge, {.working_side = 63}), SettingError);
}

TEST_CASE("an image of 28 x 28 stays as it is if it lies as MNIST's do, else is fitted") {
  Image image{.width = 28, .height = 28, .channels = 1};
  const auto bar = [&](int left, int top, int width, int height) {
    image.pixels.assign(28 * 28, 0);
    for (int y = top; y < top + height; ++y)
      for (int x = left; x < left + width; ++x)
        image.pixels[static_cast<std::size_t>(28 * y + x)] = 255;
  };
  const auto pixels = [&] {
    const Reading reading = read_digits(image, shape_judge);
    REQUIRE(reading.digits.size() == 1);
    CHECK(reading.digits[0].box.width == 28);
    return Image{28, 28, 1, {reading.digits[0].pixels.begin(), reading.digits[0].pixels.end()}};
  };
  bar(12, 4, 4, 20);
  CHECK(pixels().pixels == image.pixels);
  bar(2, 3, 2, 10);  // at half size in a corner; this judge knows it either way, so the first stays
  CHECK(pixels().pixels == image.pixels);
  const auto picky = [](std::span<const Glimpse> images) {
    std::vector<Judgement> result = shape_judge(images);
    for (std::size_t i = 0; i < images.size(); ++i)
      if (images[i].ink[28 * 14 + 14] < 100)
        result[i].fill(0.05f);  // only what stands in the middle
    return result;
  };
  const Reading fitted = read_digits(image, picky);
  REQUIRE(fitted.digits.size() == 1);
  const reading::Extent box = reading::ink_box(fitted.digits[0].pixels);
  CHECK(box.width() == 4);
  CHECK(box.height() == 20);
  CHECK(std::abs(box.left + box.right - 28) <= 2);
  CHECK(std::abs(box.top + box.bottom - 28) <= 2);
}
