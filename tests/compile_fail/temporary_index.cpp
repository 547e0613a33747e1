// expect: DataView select\(Index&&\) const& = delete;  // give the index a name: the view points into it
#include <angka/core/dataset.hpp>

using namespace angka;
const Dataset data;
std::vector<std::uint32_t> draw();
const std::vector<std::uint32_t> chosen = draw();

#ifdef FAIL
const DataView view = data.select(draw());
#else
const DataView view = data.select(chosen);
#endif
