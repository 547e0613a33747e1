// Compiled without AVX; isas_b.cpp is compiled for AVX2. Both predict in one program.
#include <angka/angka.hpp>
#include <cmath>
#include <vector>

#include "isas.hpp"

std::vector<float> outputs_a() { return outputs(); }
std::vector<float> outputs_b();
int lanes_b();

int main() {
#if defined(__GNUC__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
#endif
  if (angka::Lanes<float>::count >= lanes_b()) return 1;
  const std::vector<float> a = outputs_a(), b = outputs_b();
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(std::abs(a[i] - b[i]) < 1e-5f)) return 2;
  return a.size() == 2 ? 0 : 3;
}
