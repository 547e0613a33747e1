// expect: operator DataView\(\) const&& = delete;  // give the data set a name: its view points into it
#include <angka/core/dataset.hpp>

using namespace angka;
Dataset load();
const Dataset data = load();

#ifdef FAIL
const DataView view = load();
#else
const DataView view = data;
#endif
