#include <angka/reading/labelled.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/data/load.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include "data/photograph_generator.hpp"
#include "files.hpp"
#include "reading/page.hpp"

using namespace angka;

namespace {

const Dataset& bundled_digits() {
  static const Dataset digits = load_sheet(ANGKA_SOURCE_DIR "/examples/digits/data/digits.png");
  return digits;
}

synthetic::Digit bundled(std::size_t index) {
  return {bundled_digits().pixels.data() + index * 784, 784};
}

/// How alike two digits are: their pixels' correlation.
template <class A, class B>
double likeness(const A& a, const B& b) {
  double ab = 0, aa = 1e-9, bb = 1e-9;
  for (std::size_t i = 0; i < 784; ++i)
    ab += double(a[i]) * b[i], aa += double(a[i]) * a[i], bb += double(b[i]) * b[i];
  return ab / std::sqrt(aa * bb);
}

/// Knows nothing.
std::vector<Judgement> no_judge(std::span<const Glimpse> images) {
  Judgement none{};
  none[10] = 1;
  return std::vector<Judgement>(images.size(), none);
}

/// A judge that takes for a 5 what is like one digit.
auto likeness_to(synthetic::Digit digit) {
  return [digit](std::span<const Glimpse> images) {
    std::vector<Judgement> result = no_judge(images);
    for (std::size_t i = 0; i < images.size(); ++i)
      result[i][5] = static_cast<float>(std::pow(likeness(images[i].ink, digit), 4));
    return result;
  };
}

/// The share of the second picture's box that the first shares, over what both cover.
double shared(const Box& found, const synthetic::Extent& box) {
  return reading::overlap(
      {found.left, found.top, found.left + found.width, found.top + found.height},
      {box.left, box.top, box.right, box.bottom});
}

}  // namespace

TEST_CASE("of all that a picture holds, the label says what is cut out") {
  Page page(400, 200);
  page.zero(60, 50, 60, 90);
  page.hook(240, 60, 50, 70);
  const auto zero = labelled_digit(page.image, 0, shape_judge);
  const auto six = labelled_digit(page.image, 6, shape_judge);
  REQUIRE(zero);
  REQUIRE(six);
  CHECK(std::abs(zero->box.left - 60) <= 3);
  CHECK(std::abs(zero->box.height - 90) <= 5);
  CHECK(std::abs(six->box.left - 240) <= 3);
  CHECK(std::abs(six->box.height - 70) <= 5);
  CHECK(six->label == 6);
  const auto any = labelled_digit(page.image, -1, shape_judge);
  REQUIRE(any);
  CHECK(any->label == 0);  // the larger
  // Whatever the judge says, people's data stay.
  for (const int label : {-1, 3}) {
    const auto unknown = labelled_digit(page.image, label, no_judge);
    REQUIRE(unknown);
    CHECK(std::abs(unknown->box.left - 60) <= 3);
  }
  CHECK_THROWS_AS((void)labelled_digit(page.image, 10, no_judge), SettingError);
  CHECK_THROWS_AS((void)labelled_digit(page.image, 1, no_judge, {.working_side = 63}),
                  SettingError);
}

TEST_CASE("the name of a class names the digit by its only numeral") {
  Page page(400, 200);
  page.zero(60, 50, 60, 90);
  page.hook(240, 60, 50, 70);
  const auto zero = digit_of_class(page.image, "0", shape_judge);
  const auto six = digit_of_class(page.image, "digit_6", shape_judge);
  REQUIRE(zero);
  REQUIRE(six);
  CHECK(zero->pixels != six->pixels);
  for (const char* name : {"six", "16", ""}) {
    const auto any = digit_of_class(page.image, name, shape_judge);
    REQUIRE(any);
    CHECK(any->pixels == zero->pixels);
  }
}

TEST_CASE("what holds no ink is told: blank paper, light that falls off, noise, rules") {
  CHECK(!labelled_digit({}, 1, no_judge));
  CHECK(!labelled_digit(Page(300, 200).image, 1, no_judge));
  Page slope(300, 200);
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 300; ++x) slope.at(x, y) = static_cast<std::uint8_t>(230 - x / 3);
  CHECK(!labelled_digit(slope.image, 1, no_judge));
  Page ruled(300, 200);
  for (int y = 20; y < 200; y += 30) ruled.fill(0, y, 300, 2, 150);
  CHECK(!labelled_digit(ruled.image, 5, no_judge));
  const std::vector<std::uint8_t> none(784);
  int taken = 0;
  for (std::uint32_t i = 0; i < 12; ++i)
    taken += labelled_digit(synthetic::photograph(none, seed(5), i).image, 5, no_judge).has_value();
  CHECK(taken <= 1);
}

TEST_CASE("digits of any size, cut closely or not, dark or light, come out as they went in") {
  for (const std::size_t at : {23u, 1011u, 2040u, 4507u})
    for (const int zoom : {1, 2, 6})
      for (const bool light : {false, true})
        for (const bool close : {false, true}) {
          CAPTURE(at);
          CAPTURE(zoom);
          CAPTURE(light);
          CAPTURE(close);
          const synthetic::Digit digit = bundled(at);
          DigitPixels pixels{};
          std::copy(digit.begin(), digit.end(), pixels.begin());
          Image image{28, 28, 1, {digit.begin(), digit.end()}};
          if (!light) invert(image.pixels);
          if (close) {
            const reading::Extent box = reading::ink_box(pixels);
            Image cut{.width = box.width(), .height = box.height()};
            for (int y = box.top; y < box.bottom; ++y)
              for (int x = box.left; x < box.right; ++x)
                cut.pixels.push_back(image.pixels[static_cast<std::size_t>(28 * y + x)]);
            image = cut;
          }
          image = resize(image, zoom * image.width, zoom * image.height);
          const DigitPixels centred = reading::fitted(pixels);
          const auto found = labelled_digit(image, -1, likeness_to(centred));
          REQUIRE(found);
          CHECK(likeness(found->pixels, centred) > 0.85);
        }
}

TEST_CASE("photographs: a digit is cut out at its place, on ruled paper and in shadows") {
  int right = 0, alike = 0;
  constexpr std::uint32_t count = 20;
  for (std::uint32_t i = 0; i < count; ++i) {
    const synthetic::Digit digit = bundled(240 * i);
    const auto photograph = synthetic::photograph(digit, seed(12), i);
    const auto found = labelled_digit(photograph.image, 5, likeness_to(digit));
    REQUIRE(found);
    right += shared(found->box, photograph.box) > 0.7;
    alike += likeness(found->pixels, digit) > 0.6;
  }
  CHECK(right >= 19);
  CHECK(alike >= 18);
}

TEST_CASE("pictures of any size and content are borne") {
  Random random(seed(3), Purpose::test);
  for (const auto& size : {std::pair(1, 1),
                           {1, 2},
                           {2, 1},
                           {1, 3000},
                           {3000, 1},
                           {2, 2000},
                           {2000, 3},
                           {3, 3},
                           {28, 28},
                           {9, 64},
                           {65, 70},
                           {1700, 20}})
    for (const int content : {0, 1, 2})
      for (const int channels : {1, 3}) {
        const int width = size.first, height = size.second;
        Image image{.width = width, .height = height, .channels = channels};
        for (std::size_t i = 0; i < image.plane() * static_cast<std::size_t>(channels); ++i)
          image.pixels.push_back(content == 2 ? std::uint8_t(random.below(256))
                                              : std::uint8_t(i % 2 ? 255 * content : 0));
        const auto digit = labelled_digit(image, 4, no_judge);
        if (!digit) continue;
        CHECK(digit->box.left >= 0);
        CHECK(digit->box.top >= 0);
        CHECK(digit->box.left + digit->box.width <= width);
        CHECK(digit->box.top + digit->box.height <= height);
      }
}

TEST_CASE("a set of digits that don't lie as MNIST's is fitted and centred, another stays") {
  Dataset set{.shape = {1, 28, 28}};
  for (std::size_t i = 0; i < 40; ++i) {
    const synthetic::Digit digit = bundled(120 * i);
    set.pixels.insert(set.pixels.end(), digit.begin(), digit.end());
    set.labels.push_back(0);
  }
  CHECK(lie_as_mnist(set));
  Dataset corner = set;
  for (std::size_t i = 0; i < 40; ++i) {  // at half size, above on the left
    const Image half =
        resize({28, 28, 1, {bundled(120 * i).begin(), bundled(120 * i).end()}}, 14, 14);
    std::uint8_t* to = corner.pixels.data() + i * 784;
    std::fill_n(to, 784, std::uint8_t{0});
    for (int y = 0; y < 14; ++y)
      for (int x = 0; x < 14; ++x) to[28 * y + x] = half.pixels[std::size_t(14 * y + x)];
  }
  CHECK(!lie_as_mnist(corner));
  CHECK(centre_digits(corner) == 40);
  CHECK(lie_as_mnist(corner));
  for (std::size_t i = 0; i < 40; ++i)
    CHECK(likeness(std::span(corner.pixels).subspan(784 * i, 784), bundled(120 * i)) > 0.8);
  Dataset blank{.shape = {1, 28, 28}, .pixels = std::vector<std::uint8_t>(784)};
  CHECK(centre_digits(blank) == 1);
  CHECK(blank.pixels == std::vector<std::uint8_t>(784));
  Dataset other{.shape = {1, 27, 27}, .pixels = std::vector<std::uint8_t>(729), .labels = {0}};
  CHECK_THROWS_AS((void)lie_as_mnist(other), SettingError);
}

TEST_CASE("every image of MNIST passes a class folder unchanged") {
  const char* place = std::getenv("ANGKA_MNIST");
  if (!place || !*place) {
    MESSAGE("skipped: ANGKA_MNIST names no folder");
    return;
  }
  const DataSource mnist = load_data(place);
  for (const Dataset* set : {&mnist.train, &*mnist.test}) {
    CHECK(lie_as_mnist(*set));
    std::size_t passed = 0;
    for (std::size_t i = 0; i < set->size(); ++i) {
      const auto first = set->pixels.begin() + static_cast<std::ptrdiff_t>(784 * i);
      const auto clean = clean_digit({28, 28, 1, {first, first + 784}});
      passed += clean && std::equal(clean->begin(), clean->end(), first);
    }
    CHECK(passed == set->size());
  }
  const TemporaryFolder folder;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < 300; ++i) {
    const auto first = mnist.test->pixels.begin() + static_cast<std::ptrdiff_t>(784 * i);
    const Bytes file = encode_png({28, 28, 1, {first, first + 784}});
    const auto place_of = folder / std::to_string(mnist.test->labels[i]);
    std::filesystem::create_directories(place_of);
    put(place_of / (std::to_string(1000 + i) + ".png"), std::string(file.begin(), file.end()));
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return mnist.test->labels[a] < mnist.test->labels[b];
  });
  const FindDigit never = [](const Image&, const std::string&) -> std::optional<Image> {
    FAIL("a clean digit was taken for a photograph");
    return std::nullopt;
  };
  const Dataset read = load_data(folder.path(), {.photographs = never}).train;
  REQUIRE(read.size() == order.size());
  CHECK(lie_as_mnist(read));
  for (std::size_t i = 0; i < order.size(); ++i)
    CHECK(std::equal(read.pixels.begin() + static_cast<std::ptrdiff_t>(784 * i),
                     read.pixels.begin() + static_cast<std::ptrdiff_t>(784 * (i + 1)),
                     mnist.test->pixels.begin() + static_cast<std::ptrdiff_t>(784 * order[i])));
}

TEST_CASE("digits of any size are fitted and centred as MNIST's are") {
  Page large(90, 120, 0);
  large.hook(50, 10, 33, 80, 255, 8);
  const DigitPixels fitted = fitted_digit(large.image);
  CHECK(reading::as_mnist(fitted));
  CHECK(fitted_digit(to_rgb(large.image)) == fitted);
  // The same digit elsewhere, and half as large.
  Page moved(200, 100, 0);
  moved.hook(5, 15, 33, 80, 255, 8);
  CHECK(fitted_digit(moved.image) == fitted);
  const DigitPixels small = fitted_digit(resize(large.image, 45, 60));
  CHECK(reading::as_mnist(small));
  CHECK(std::accumulate(small.begin(), small.end(), 0.0) ==
        doctest::Approx(std::accumulate(fitted.begin(), fitted.end(), 0.0)).epsilon(0.1));
  CHECK(fitted_digit(Page(40, 40, 0).image) == DigitPixels{});
}
