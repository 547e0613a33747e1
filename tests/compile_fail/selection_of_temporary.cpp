// expect: DataView select\(std::span<const std::uint32_t>\) const&& = delete;
#include <angka/core/dataset.hpp>

using namespace angka;
Dataset load();
const Dataset data = load();
const std::vector<std::uint32_t> chosen{1, 2};

#ifdef FAIL
const DataView view = load().select(chosen);
#else
const DataView view = data.select(chosen);
#endif
