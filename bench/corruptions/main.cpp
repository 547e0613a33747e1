// Writes a test set in each of the fifteen corruptions, as IDX files. For arguments see run.py.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

#include <angka/core/errors.hpp>
#include <angka/data/idx.hpp>
#include <angka/data/image.hpp>
#include <angka/data/load.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/report/contact_sheet.hpp>

#include "corruptions.hpp"

namespace {

using namespace angka;

void write(const std::filesystem::path& folder, const Dataset& data) {
  std::filesystem::create_directories(folder);
  write_file_atomically(folder / "train-images-idx3-ubyte", encode_idx_images(data));
  write_file_atomically(folder / "train-labels-idx1-ubyte", encode_idx_labels(data));
}

/// Images [begin, end).
Dataset part(const Dataset& data, std::size_t begin, std::size_t end) {
  constexpr std::size_t size = corruptions::side * corruptions::side;
  return {.shape = data.shape,
          .pixels = {&data.pixels[begin * size], &data.pixels[0] + end * size},
          .labels = {&data.labels[begin], &data.labels[0] + end},
          .classes = data.classes};
}

/// Of the test set, or of the last `held_out` images to train on.
void run(const std::filesystem::path& from, const std::filesystem::path& to, std::size_t held_out) {
  const DataSource source = load_data(from, {.shape = corruptions::shape});
  const std::size_t images = source.train.size(), left = images - held_out;
  if (held_out >= images || (held_out == 0 && !source.test))
    raise(Error(from.string() + ": too few images to hold some out, or no test set"));
  if (held_out > 0) write(to / "training", part(source.train, 0, left));
  const Dataset test = held_out > 0 ? part(source.train, left, images) : *source.test;
  const Seed of = seed(held_out > 0 ? 2 : 1);

  ContactSheet sheet;  // the first images, a row a set
  const auto keep = [&](const char* name, const Dataset& set) {
    write(to / name, set);
    std::puts(name);
    auto& row = sheet.rows.emplace_back();
    for (std::size_t i = 0; i < std::min<std::size_t>(12, set.size()); ++i)
      row.push_back(
          {corruptions::side, corruptions::side, 1, {set.image(i).begin(), set.image(i).end()}});
  };
  keep("none", test);
  for (std::size_t number = 0; number < corruptions::all.size(); ++number) {
    Dataset corrupted = test;
    for (std::size_t i = 0; i < test.size(); ++i) {
      corruptions::Digit digit;
      std::copy_n(test.image(i).begin(), digit.size(), digit.begin());
      digit = corruptions::corrupted(number, digit, of, static_cast<std::uint32_t>(i));
      std::copy(digit.begin(), digit.end(), &corrupted.pixels[i * digit.size()]);
    }
    keep(corruptions::all[number].name, corrupted);
  }
  write_file_atomically(to / "sheet.png", encode_png(draw(sheet)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr, "usage: corruptions DATA OUT [HELD_OUT]\n");
    return 2;
  }
  try {
    run(argv[1], argv[2], argc == 4 ? std::strtoul(argv[3], nullptr, 10) : 0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "corruptions: %s\n", error.what());
    return 1;
  }
}
