// Writes which headers `digits` is built with, so that it compiles no net with others: a net of
// another layout would run, and compute anything.
//   write_headers ANGKA NETS OUT.cpp
#include <iostream>

#include "headers.hpp"

int main(int count, char** words) {
  if (count != 4) return 2;
  std::ofstream file(words[3]);
  file << "#include \"nets/compiler.hpp\"\n\nconst char* const compiler_headers = \""
       << headers_fingerprint(words[1], words[2]) << "\";\n";
  file.close();
  if (file) return 0;
  std::cerr << words[3] << ": can't be written\n";
  return 1;
}
