// expect: angka: Heads has no head<I>: they are numbered from 0
#include <angka/angka.hpp>
#include <angka/losses/heads.hpp>

#ifdef FAIL
constexpr int wanted = 2;
#else
constexpr int wanted = 1;
#endif

using namespace angka;
using Two = Heads<Head<8, CrossEntropy>, Head<2, MeanSquaredError>>;
float& weight(Two& loss) { return loss.head<wanted>().weight; }
