#include <angka/augment/augment.hpp>
#include <angka/augment/digit_augmentation.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <cstdlib>
#include <new>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>

// In this program every allocation is counted. (Not inlined: g++ would take `free` for the mate of
// the usual `new`.)
namespace {
std::size_t allocations = 0;
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto whole = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(whole, (size + whole - 1) / whole * whole)) return memory;
  std::abort();
}
// As std::stable_sort does; the sanitizers' own would not come here.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return ::operator new(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using namespace angka;

static_assert(AugmentationPipeline<NoAugmentation>);
static_assert(AugmentationPipeline<decltype(augment(Rotate{10}, Blur{1}))>);
static_assert(AugmentationPipeline<decltype(augment())>);
static_assert(FloatAugmentationPipeline<DigitAugmentation>);
static_assert(!AugmentationPipeline<int> && !AugmentationPipeline<Rotate>);

const Shape shapes[] = {{1, 28, 28}, {3, 17, 31}, {1, 1, 1},  {2, 1, 16},
                        {1, 33, 1},  {1, 2, 15},  {1, 40, 70}};

/// Every operation, at work on every image.
DigitAugmentation everything() {
  DigitAugmentation pipeline = DigitAugmentation::strong();
  pipeline.get<Perspective>().distortion = 0.2f;
  pipeline.get<GridDistortion>().limit = 0.2f;
  pipeline.get<Blur>().sigma = 0.7;
  pipeline.get<Brightness>().by = 0.2;
  pipeline.get<Contrast>().by = 0.2;
  pipeline.get<Gamma>().by = 0.2;
  pipeline.get<GaussianNoise>().deviation = 0.05;
  pipeline.get<SaltAndPepper>().amount = 0.02;
  pipeline.get<Erasing>().area = 0.1;
  pipeline.get<Outline>().probability = 0.5f;
  pipeline.get<Shade>().light = 0.5;
  pipeline.get<Scratches>().count = 3;
  pipeline.get<Stripe>().width = 0.5;
  pipeline.get<Invert>().probability = 0.5f;
  return pipeline;
}

/// Calls work(pipeline of one operation) with each operation of `all` alone.
template <class Work>
void each_alone(const DigitAugmentation& all, Work&& work) {
  std::apply([&](const auto&... operation) { (work(augment(operation), operation.name), ...); },
             all.operations);
}

TEST_CASE("operations without a strength are off and leave the image bit for bit") {
  for (const Shape& shape : shapes) {
    const TestImage image = noise(shape);
    const DigitAugmentation off;
    CHECK(off.off());
    CHECK(augmented(off, image) == image);
    CHECK(augmented(NoAugmentation{}, image) == image);
    CHECK(augmented(augment(), image) == image);
    each_alone(off, [&](const auto& pipeline, const std::string& name) {
      CAPTURE(name);
      CHECK(pipeline.off());
      CHECK(augmented(pipeline, image) == image);
    });
    each_alone(everything(), [&](auto pipeline, const std::string& name) {
      CAPTURE(name);
      CHECK(!pipeline.off());
      std::get<0>(pipeline.operations).probability = 0;
      CHECK(pipeline.off());
      CHECK(augmented(pipeline, image) == image);
    });
  }
}

/// Makes one pixel white.
template <int At>
struct Mark {
  float probability = 1;
  bool without = false;
  static constexpr const char* name = "Mark";
  bool off() const { return without; }
  void check() const {}
  void apply(Random&, Picture& picture) const { picture.rows.row(0)[At] = picture.white; }
};

TEST_CASE("choose: so many of the operations that aren't off, every choice as often") {
  auto pipeline = augment(Mark<0>{}, Mark<1>{}, Mark<2>{.probability = 1, .without = true},
                          Mark<3>{}, Mark<4>{});
  const TestImage black{.shape = {1, 1, 5}, .pixels = std::vector<std::uint8_t>(5)};
  for (const int choose : {0, 1, 2, 4, 5}) {
    CAPTURE(choose);
    pipeline.choose = choose;
    pipeline.check();
    int times[32] = {};
    for (std::uint32_t sample = 0; sample < 3000; ++sample) {
      const TestImage version = augmented(pipeline, black, ImageKey{seed(1), 0, sample});
      unsigned marks = 0, count = 0;
      for (unsigned x = 0; x < 5; ++x)
        if (version.pixels[x] != 0) marks |= 1u << x, ++count;
      CHECK(count == (choose == 0 ? 4u : std::min(4u, static_cast<unsigned>(choose))));
      ++times[marks];
    }
    CHECK(times[0b00100] == 0);
    for (int x = 0; x < 5 && choose == 1; ++x)
      if (x != 2) CHECK(std::abs(times[1 << x] - 750) < 120);  // 5 standard deviations
    if (choose == 2)
      for (const int pair : {0b00011, 0b01001, 0b10001, 0b01010, 0b10010, 0b11000})
        CHECK(std::abs(times[pair] - 500) < 103);
  }
  for (const int refused : {-1, 6}) {
    pipeline.choose = refused;
    CHECK_THROWS_AS(pipeline.check(), SettingError);
  }
}

TEST_CASE("a warp or a change of pixels that comes to nothing leaves the image bit for bit") {
  for (const Shape& shape : shapes) {
    const TestImage image = noise(shape);
    for (const int background : {0, 255}) {
      auto pixels = augment(Erasing{{1e-9, 1e-9}}, Blur{{0.01, 0.02}}, PenThickness{{1e-6, 2e-6}});
      auto warp = augment(Shift{{1e-9, 1e-9}}, Zoom{{1e-9, 1e-9}});
      pixels.background = warp.background = static_cast<std::uint8_t>(background);
      CHECK(!pixels.off());
      CHECK(!warp.off());
      CHECK(augmented(pixels, image) == image);
      CHECK(augmented(warp, image) == image);
    }
  }
}

TEST_CASE("all moves are one warp with one interpolation, in their order") {
  const double angle = 25 * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
  for (const Shape shape : {Shape{1, 28, 28}, Shape{3, 19, 37}})
    for (const int background : {0, 90}) {
      const TestImage image = noise(shape);
      const double right = 0.11 * shape.width, down = -0.07 * shape.height;
      const auto turn_back = [&](Point p) { return Point{c * p.x - s * p.y, s * p.x + c * p.y}; };
      const Rotate rotate{{25, 25}};
      const Shift shift{{0.11, 0.11}, {-0.07, -0.07}};
      const Zoom zoom{{0.3, 0.3}};
      auto one = augment(rotate, shift, zoom);
      auto other = augment(zoom, shift, rotate);
      one.background = other.background = static_cast<std::uint8_t>(background);
      CHECK(warp_error(
                augmented(one, image), image,
                [&](double x, double y) {
                  return turn_back({x / 1.3 - right, y / 1.3 - down});
                },
                background) < rounding);
      CHECK(warp_error(
                augmented(other, image), image,
                [&](double x, double y) {
                  const Point before = turn_back({x, y});
                  return Point{(before.x - right) / 1.3, (before.y - down) / 1.3};
                },
                background) < rounding);
    }
}

TEST_CASE("displacements join the same warp") {
  const Shape shape{2, 28, 30};
  const auto pipeline = augment(Elastic{40, 4}, Rotate{{-30, -30}}, GridDistortion{0.3f});
  const TestImage image = noise(shape);
  for (std::uint32_t sample = 0; sample < 5; ++sample) {
    const ImageKey key{seed(9), 3, sample};
    AugmentationWorkspace workspace(shape);
    DisplacementField field = detail::field_of(workspace);
    for (const std::uint32_t part : {0u, 2u}) {
      Random random(key.seed, Purpose::augment, key.epoch, key.sample, part);
      random.uniform();  // whether it happens
      if (part == 0)
        pipeline.get<Elastic>().displace(random, field);
      else
        pipeline.get<GridDistortion>().displace(random, field);
    }
    const double c = std::cos(std::numbers::pi / 6), s = -std::sin(std::numbers::pi / 6);
    CHECK(warp_error(augmented(pipeline, image, key), image, [&](double x, double y) {
            const int row = static_cast<int>(y + 13.5), column = static_cast<int>(x + 14.5);
            return Point{c * x - s * y + double{field.right.row(row)[column]},
                         s * x + c * y + double{field.down.row(row)[column]}};
          }) < rounding);
  }
}

TEST_CASE("pixels change after the warp, in their order") {
  const TestImage image = noise({1, 12, 12});
  const Shift shift{{0.25, 0.25}, 0};
  const Brightness brighter{{1, 1}};
  const TestImage moved = augmented(augment(shift), image);
  const TestImage one = augmented(augment(Invert{}, brighter, shift), image);
  const TestImage other = augmented(augment(brighter, shift, Invert{}), image);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    CHECK(one.pixels[i] == std::min(255, 2 * (255 - moved.pixels[i])));
    CHECK(other.pixels[i] == 255 - std::min(255, 2 * moved.pixels[i]));
  }
}

TEST_CASE("what is beyond the image is background, in every row and column") {
  TestImage image = blank({2, 21, 37}, 60);
  for (const int x : {0, 36}) image.at(0, x) = image.at(20, x, 1) = 200;
  // An operation on pixels sees the same background.
  auto warp = augment(Zoom{{-0.5, -0.5}}, Rotate{{20, 20}});
  auto both = augment(Zoom{{-0.5, -0.5}}, Rotate{{20, 20}}, Invert{});
  warp.background = both.background = 60;
  const TestImage found = augmented(warp, image), inverted = augmented(both, image);
  for (int channel = 0; channel < 2; ++channel)
    for (int y = 0; y < 21; ++y)
      for (int x = 0; x < 37; ++x) {
        if (std::hypot(x - 18, y - 10) > 11.5) CHECK(found.at(y, x, channel) == 60);
        CHECK(inverted.at(y, x, channel) == 255 - found.at(y, x, channel));
      }
  CHECK(found != blank(image.shape, 60));
}

TEST_CASE("a version follows from pipeline, image and key alone") {
  const DigitAugmentation all = everything(), strong = DigitAugmentation::strong();
  for (const Shape& shape : shapes) {
    AugmentationWorkspace used(shape);
    TestImage out = blank(shape);
    for (std::uint32_t i = 0; i < 30; ++i) {
      const TestImage image = noise(shape, i);
      const ImageKey key{seed(5), i / 7, i};
      const TestImage fresh = augmented(all, image, key);
      // In between, another image goes through another pipeline.
      strong.apply(shape, noise(shape, 99).pixels.data(), out.pixels.data(), {seed(6), 1, i}, used);
      all.apply(shape, image.pixels.data(), out.pixels.data(), key, used);
      REQUIRE(out == fresh);
    }
  }
}

/// The image as numbers of 0 to 1.
std::vector<float> numbers_of(const TestImage& image) {
  std::vector<float> numbers;
  for (const std::uint8_t byte : image.pixels) numbers.push_back(static_cast<float>(byte) / 255);
  return numbers;
}

TEST_CASE("numbers get the versions that bytes get, before these are rounded") {
  const auto compare = [](const auto& pipeline, const TestImage& image, ImageKey key) {
    auto of_numbers = pipeline;
    of_numbers.background = pipeline.background / 255;
    const TestImage expected = augmented(pipeline, image, key);
    const auto found = augmented(of_numbers, image.shape, numbers_of(image), key);
    double worst = 0;
    for (std::size_t i = 0; i < found.size(); ++i)
      worst = std::max(worst, std::abs(255 * std::clamp(double{found[i]}, 0.0, 1.0) -
                                       static_cast<double>(expected.pixels[i])));
    return worst;
  };
  for (const Shape& shape : shapes)
    for (const float background : {0.0f, 60.0f, 255.0f})
      for (std::uint32_t i = 0; i < 4; ++i) {
        const TestImage image = noise(shape, i);
        const ImageKey key{seed(5), 1, i};
        each_alone(everything(), [&](auto pipeline, const std::string& name) {
          CAPTURE(name);
          pipeline.background = background;
          CHECK(compare(pipeline, image, key) < rounding);
        });
        DigitAugmentation strong = DigitAugmentation::strong();
        strong.background = background;
        CHECK(compare(strong, image, key) < rounding);
      }
}

TEST_CASE("moves, blur and strokes take numbers of any size") {
  auto pipeline =
      augment(Rotate{30}, Shift{0.1}, Elastic{20, 4}, PenThickness{0.5}, Blur{0.8}, Erasing{0.1});
  auto scaled = pipeline;
  scaled.background = -300;
  for (const Shape& shape : shapes) {
    const std::vector<float> numbers = numbers_of(noise(shape));
    std::vector<float> large;
    for (const float number : numbers) large.push_back(1000 * number - 300);
    for (std::uint32_t i = 0; i < 5; ++i) {
      const auto expected = augmented(pipeline, shape, numbers, {seed(1), 0, i});
      const auto found = augmented(scaled, shape, large, {seed(1), 0, i});
      for (std::size_t p = 0; p < found.size(); ++p)
        REQUIRE(std::abs(double{found[p]} - (1000 * double{expected[p]} - 300)) < 0.01);
    }
  }
}

TEST_CASE("numbers that nothing happens to stay bit for bit") {
  for (const Shape& shape : shapes) {
    std::vector<float> numbers;
    Random random(seed(4), Purpose::test);
    for (int i = 0; i < shape.size(); ++i) numbers.push_back(random.uniform(-1000, 1000));
    CHECK(augmented(DigitAugmentation(), shape, numbers) == numbers);
    CHECK(augmented(NoAugmentation{}, shape, numbers) == numbers);
    CHECK(augmented(augment(Rotate{{360, 360}}, Brightness{{1e-12, 1e-12}}, Blur{{0.01, 0.02}}),
                    shape, numbers) == numbers);
  }
}

TEST_CASE("seed, epoch and sample each make another version") {
  const TestImage image = noise({1, 28, 28});
  each_alone(everything(), [&](const auto& pipeline, const std::string& name) {
    CAPTURE(name);
    const auto version = [&](std::uint64_t s, std::uint32_t epoch, std::uint32_t sample) {
      return augmented(pipeline, image, {seed(s), epoch, sample});
    };
    int seeds = 0, epochs = 0, samples = 0;
    for (std::uint32_t i = 0; i < 20; ++i) {
      seeds += version(1, 0, i) != version(2, 0, i);
      epochs += version(1, 0, i) != version(1, 1, i);
      samples += version(1, 0, i) != version(1, 0, i + 1);
    }
    CHECK(std::min({seeds, epochs, samples}) > (name == "Invert" || name == "Outline" ? 3 : 15));
  });
}

TEST_CASE("two operations of a kind draw for themselves") {
  const TestImage image = letter();
  int second = 0, both = 0;
  for (std::uint32_t i = 0; i < 400; ++i) {
    const ImageKey key{seed(1), 0, i};
    const auto happens = [&](const auto& pipeline) {
      return augmented(pipeline, image, key) != image;
    };
    const bool first = happens(augment(Invert{0.5f}));
    const bool exactly_one = happens(augment(Invert{0.5f}, Invert{0.5f}));
    second += first != exactly_one;
    both += first && !exactly_one;
  }
  CHECK(std::abs(second - 200) < 50);
  CHECK(std::abs(both - 100) < 40);
}

TEST_CASE("an operation happens with its probability, and as it would with certainty") {
  const TestImage image = letter();
  int happened = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const ImageKey key{seed(2), 0, i};
    const TestImage found = augmented(augment(Rotate{{5, 30}, 0.3f}), image, key);
    if (found == image) continue;
    ++happened;
    CHECK(found == augmented(augment(Rotate{{5, 30}}), image, key));
  }
  CHECK(std::abs(happened - 300) < 60);
}

TEST_CASE("nothing is ever mirrored") {
  // Three spots, a channel each, keep the direction in which they go round.
  TestImage image = blank({3, 28, 28});
  const int spots[3][2] = {{8, 9}, {18, 13}, {11, 20}};
  for (int channel = 0; channel < 3; ++channel)
    for (int y = -1; y <= 1; ++y)
      for (int x = -1; x <= 1; ++x)
        image.at(spots[channel][1] + y, spots[channel][0] + x, channel) = 255;
  const auto turn = [](const TestImage& of) {
    Point center[3];
    for (std::size_t channel = 0; channel < 3; ++channel) {
      TestImage plane = blank({1, 28, 28});
      std::copy_n(of.pixels.begin() + static_cast<std::ptrdiff_t>(channel * 784), 784,
                  plane.pixels.begin());
      center[channel] = moments(plane).center;
    }
    return (center[1].x - center[0].x) * (center[2].y - center[0].y) -
           (center[1].y - center[0].y) * (center[2].x - center[0].x);
  };
  const double before = turn(image);
  DigitAugmentation round = DigitAugmentation::strong();
  round.get<Rotate>().degrees = 180;
  round.get<Perspective>().distortion = 0.3f;
  for (const DigitAugmentation& pipeline :
       {DigitAugmentation::light(), DigitAugmentation::strong(), round}) {
    double least = 1e9;
    for (std::uint32_t i = 0; i < 1000; ++i)
      least = std::min(least, turn(augmented(pipeline, image, {seed(3), 0, i})) / before);
    CHECK(least > 0.1);
  }
}

TEST_CASE("allocates nothing") {
  const Shape shape{1, 28, 28};
  const TestImage image = letter();
  TestImage out = image;
  const std::size_t before = allocations;
  AugmentationWorkspace workspace(shape);
  REQUIRE(allocations > before);
  const std::vector<float> numbers = numbers_of(image);
  std::vector<float> out_numbers = numbers;
  const DigitAugmentation pipeline = everything();
  const std::size_t made = allocations;
  for (std::uint32_t i = 0; i < 20; ++i)
    pipeline.apply(shape, image.pixels.data(), out.pixels.data(), {seed(1), 0, i}, workspace);
  for (std::uint32_t i = 0; i < 20; ++i)
    pipeline.apply(shape, numbers.data(), out_numbers.data(), {seed(1), 0, i}, workspace);
  CHECK(allocations == made);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(everything()) == "");
  CHECK(complaint(augment(Rotate{10}, Zoom{20})) == "Zoom: by must be within [-0.9, 9], not 20");
  CHECK(complaint(augment(Rotate{.degrees = 10, .probability = 1.5f})) ==
        "Rotate: probability must be within [0, 1], not 1.5");
  CHECK(complaint(augment(Blur{.sigma = 1, .probability = -0.5f})) != "");
  CHECK(complaint(augment(Blur{.sigma = 1, .probability = std::nanf("")})) != "");
  CHECK(complaint(augment(Invert{2})) == "Invert: probability must be within [0, 1], not 2");
}

}  // namespace
