#include "data.hpp"

#include <angka/data/load.hpp>
#include <angka/io/atomic_file.hpp>
#include <iostream>

angka::Dataset written_and_read() {
  angka::Image sheet{.width = 80, .height = 80};
  for (int i = 0; i < 80 * 80; ++i)
    sheet.pixels.push_back(static_cast<std::uint8_t>(i * i % 251 * (i / 3200 + 1) / 2));
  angka::write_file_atomically("sheet.png", angka::encode_png(sheet));
  auto source = angka::load_data("sheet.png", {.shape = angka::Shape{1, 8, 8}, .sheet_classes = 2});
  std::cout << source.description << '\n';
  return source.train;
}
