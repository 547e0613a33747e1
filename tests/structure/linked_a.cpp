#include <all_headers.hpp>

const void* address_in_b();
angka::Shape shape_in_b();

// An inline function is one function, whichever unit it is seen from.
int main() {
  std::string (*print)(const angka::Shape&) = angka::to_string;
  const bool same = reinterpret_cast<const void*>(print) == address_in_b();
  return same && angka::to_string(shape_in_b()) == "1 x 28 x 28" ? 0 : 1;
}
