// What takes a kernel as one number takes Conv2D<6, 5>, and says so of one that isn't square.
// expect: no matching function
// expect: mismatched types .int. and .const angka::Kernel.|.const angka::Kernel. vs .int.
#include <angka/angka.hpp>

using namespace angka;

template <int Filters, int Side, class... Modifiers>
constexpr int side_of(const Conv2D<Filters, Side, Modifiers...>&) {
  return Side;
}

#ifdef FAIL
using Given = Conv2D<6, Kernel{1, 5}>;
#else
using Given = Conv2D<6, 5>;
#endif

static_assert(side_of(Given{}) == 5);
