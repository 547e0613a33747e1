// What finds out which kind of data a path holds, and so compiles all that reads data.
#include <angka/data/load.hpp>

int main(int, char** argv) { return angka::load_data(argv[1]).train.labels[0]; }
