// Writes the headers that cpp_header_test.cpp includes.
// usage: write_cpp_headers FOLDER
#include <angka/io/cpp_header.hpp>
#include <filesystem>

#include "io/every_layer.hpp"

int main(int, char** argv) {
  const std::filesystem::path folder = argv[1];
  angka::save_cpp_header(folder / "windows.hpp", random_network<Windows>(), "windows",
                         "two lines\nof words");
  angka::save_cpp_header(folder / "dilated.hpp", random_network<Dilated>(), "dilated");
  angka::save_cpp_header(folder / "rectangles.hpp", random_network<Rectangles>(), "rectangles");
  angka::save_cpp_header(folder / "joins.hpp", random_network<Joins>(), "joins");
  angka::save_cpp_header(folder / "resized.hpp", random_network<Resized>(), "resized");
  angka::save_cpp_header(folder / "normalized.hpp", random_network<Normalized>(), "normalized");
  angka::save_cpp_header(folder / "enlarged.hpp", random_network<Enlarged>(), "enlarged");
  angka::save_cpp_header(folder / "ceiled.hpp", random_network<Ceiled>(), "ceiled");
  angka::save_cpp_header(folder / "adaptive.hpp", random_network<Adaptive>(), "adaptive");
  angka::save_cpp_header(folder / "several.hpp", random_network<Several>(), "several");
  angka::save_cpp_header(folder / "own.hpp", random_network<Own>(), "own");
}
