#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace angka;

namespace {

TEST_CASE("all but a stripe is inverted, anywhere, either way") {
  const TestImage image = noise({2, 20, 30});
  const auto pipeline = augment(Stripe{{0.2, 0.6}});
  int upright = 0;
  double least = 1, most = 0;
  std::set<int> places;
  for (std::uint32_t i = 0; i < 500; ++i) {
    const TestImage found = augmented(pipeline, image, {seed(1), 0, i});
    const auto kept = [&](int y, int x) {
      const bool as_it_was = found.at(y, x, 0) == image.at(y, x, 0);
      for (int channel = 0; channel < 2; ++channel)
        REQUIRE(found.at(y, x, channel) ==
                (as_it_was ? image.at(y, x, channel) : 255 - image.at(y, x, channel)));
      return as_it_was;
    };
    std::set<int> rows, columns;
    int count = 0;
    for (int y = 0; y < 20; ++y)
      for (int x = 0; x < 30; ++x)
        if (kept(y, x)) ++count, rows.insert(y), columns.insert(x);
    REQUIRE(count > 0);
    const bool is_upright = rows.size() == 20;
    upright += is_upright;
    const std::set<int>& along = is_upright ? columns : rows;
    REQUIRE(*along.rbegin() - *along.begin() + 1 == int(along.size()));
    REQUIRE(count == int(rows.size() * columns.size()));
    const double width = double(along.size()) / (is_upright ? 30 : 20);
    least = std::min(least, width);
    most = std::max(most, width);
    places.insert(*along.begin());
  }
  CHECK(std::abs(upright - 250) < 60);
  CHECK(least == doctest::Approx(0.2));
  CHECK(most == doctest::Approx(0.6));
  CHECK(*places.begin() == 0);
  CHECK(places.size() > 15);
}

TEST_CASE("its ends") {
  const TestImage image = noise({1, 5, 9});
  CHECK(augmented(augment(Stripe{{1, 1}}), image) == image);
  CHECK(augmented(augment(Stripe{{0, 0.01}}), image) == augmented(augment(Invert{}), image));
  CHECK(complaint(Stripe{1.5}) == "Stripe: width must be within [0, 1], not 1.5");
}

}  // namespace
