#include <angka/data/load.hpp>
#include <iterator>

#include "data/empty_generator.hpp"
#include "data/exif.hpp"
#include "data/page_generator.hpp"
#include "reading.hpp"

using namespace angka;

// ANGKA_PAGES is how many pages of each kind are read, with digits of MNIST's test set.
TEST_CASE("pages of every kind are read") {
  const std::string mnist = setting("ANGKA_MNIST", "");
  if (mnist.empty()) {
    MESSAGE("skipped: ANGKA_MNIST names no folder");
    return;
  }
  const auto pages = static_cast<std::uint32_t>(std::stoi(setting("ANGKA_PAGES", "1")));
  const TemporaryFolder folder;
  const DataSource source = load_data(mnist);
  const DataView test = *source.test;
  Count all;
  for (std::size_t kind = 0; kind < std::size(synthetic::scenario_names); ++kind) {
    Count of_kind;
    for (std::uint32_t i = 0; i < pages; ++i) {
      const synthetic::Page page =
          synthetic::page(static_cast<synthetic::Scenario>(kind), test, seed(2027), i);
      std::string file = "page.png";
      if (page.mark == 1) {
        put_png(folder / file, page.image);
      } else {
        file = "page.jpg";
        const Bytes jpeg =
            exif::jpeg_with(synthetic::to_jpeg(page.image, 95), exif::mark(page.mark, i % 2 == 0));
        put(folder / file, std::string(jpeg.begin(), jpeg.end()));
      }
      of_kind.add(compare(page.written, read(folder, file)));
    }
    MESSAGE(std::string(synthetic::scenario_names[kind])
            << ": " << of_kind.right << " of " << of_kind.written << ", " << of_kind.extra
            << " extra");
    const bool tiny = static_cast<synthetic::Scenario>(kind) == synthetic::Scenario::tiny;
    CHECK(of_kind.right >=
          0.9 * of_kind.written - (tiny ? 8 : 2));  // a page is blurred past reading
    all.add(of_kind);
  }
  CHECK(all.written > 18);
  CHECK(all.right >= 0.95 * all.written);
  CHECK(all.extra <= 0.01 * all.written + 1);
}

// ANGKA_EMPTY is how many pictures of each kind are looked at.
TEST_CASE("next to nothing is read on pictures without a digit") {
  const auto pictures = static_cast<std::uint32_t>(std::stoi(setting("ANGKA_EMPTY", "1")));
  const TemporaryFolder folder;
  int all = 0;
  for (std::size_t kind = 0; kind < std::size(synthetic::empty_names); ++kind) {
    int of_kind = 0;
    for (std::uint32_t i = 0; i < pictures; ++i) {
      put_png(folder / "empty.png",
              synthetic::empty(static_cast<synthetic::Empty>(kind), seed(2027), i));
      of_kind += compare("", read(folder, "empty.png")).extra;
    }
    MESSAGE(std::string(synthetic::empty_names[kind])
            << ": " << of_kind << " read on " << pictures);
    all += of_kind;
  }
  CHECK(all <= std::max(1, static_cast<int>(pictures) / 6));
}
