// What the judge's training images show, which a machine drew: told by what the program reads.

#include <angka/data/load.hpp>

#include <iterator>
#include <set>

#include "judge/page_samples.hpp"
#include "judge/samples.hpp"
#include "reading.hpp"

using namespace angka;

namespace {

const Dataset& bundled_digits() {
  static const Dataset digits = load_sheet(bundled);
  return digits;
}

}  // namespace

TEST_CASE("shapes that other schools teach are the digits that their labels say") {
  const TemporaryFolder folder;
  Random random(seed(2031), Purpose::augment, 0, 0);
  int right = 0;
  for (const judge::Style& style : judge::styles) {
    const judge::Picture drawn = judge::drawn(style.strokes, 7, random);
    Image image{.width = 180, .height = 180, .channels = 1};
    image.pixels.assign(image.plane(), 230);
    for (int y = 0; y < drawn.height; ++y)
      for (int x = 0; x < drawn.width; ++x)
        if (drawn.row(y)[x] > 0.5f)
          image.pixels[static_cast<std::size_t>((y + 40) * 180 + x + 40)] = 30;
    put_png(folder / "style.png", image);
    const std::string text = read(folder, "style.png");
    right += text == std::to_string(style.label);
    CAPTURE(style.strokes);
    CHECK((text.empty() || text == std::to_string(style.label)));
  }
  CHECK(right >= static_cast<int>(std::size(judge::styles)) - 2);
}

TEST_CASE("signs that stand alone: the same for the same seed, digits of all ten and none") {
  const judge::Samples signs(bundled_digits(), seed(1));
  const Dataset all = signs.make(0, 120), later = signs.make(100, 20);
  REQUIRE(all.labels.size() == 120);
  CHECK(std::equal(later.labels.begin(), later.labels.end(), all.labels.begin() + 100));
  CHECK(std::equal(later.pixels.begin(), later.pixels.end(), all.pixels.end() - 20 * 2 * 784));
  CHECK(std::set<int>(all.labels.begin(), all.labels.end()).size() == 11);
  const auto none = std::count(all.labels.begin(), all.labels.end(), judge::no_digit);
  CHECK(none > 30);
  CHECK(none < 80);
}

TEST_CASE("pages: digits lie where their boxes say, and the reader's candidates find them") {
  const judge::Pages pages(bundled_digits(), seed(1));
  const judge::PageSamples of_pages(bundled_digits(), seed(1));
  std::size_t written = 0, seen = 0, found = 0;
  for (std::uint32_t i = 0; i < 8; ++i) {
    const judge::Page page = pages.make(i);
    CHECK(page.image.pixels == pages.make(i).image.pixels);
    for (const judge::Written& one : page.digits) {
      CHECK(one.box.left < one.box.right);
      CHECK(one.box.left >= 0);
      CHECK(one.box.right <= page.image.width);
      CHECK(one.box.top >= 0);
      CHECK(one.box.bottom <= page.image.height);
      CHECK(std::count(one.ink.values.begin(), one.ink.values.end(), 1.0f) > 5);
    }
    const auto working = reading::working_image(page.image, ReadingOptions{}.working_side);
    const std::vector<reading::Candidate> candidates = reading::candidates(working.image);
    for (const judge::Written& one : page.digits) {
      if (one.label < 0) continue;
      ++written;
      judge::Page alone{page.image, {one}};
      seen += std::any_of(
          candidates.begin(), candidates.end(), [&](const reading::Candidate& candidate) {
            return judge::label_of(candidate, alone, working.pixel).value_or(10) == one.label;
          });
    }
    const Dataset labelled = of_pages.make(i, 1);
    found +=
        static_cast<std::size_t>(std::count_if(labelled.labels.begin(), labelled.labels.end(),
                                               [](int label) { return label != judge::no_digit; }));
  }
  REQUIRE(written > 20);
  CHECK(seen >= 0.7 * static_cast<double>(written));  // some are faint
  CHECK(found > written);                             // each by several readings of what is ink
}
