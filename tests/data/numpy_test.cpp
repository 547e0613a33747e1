#include <angka/data/load.hpp>
#include <angka/data/numpy.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/recorded_numpy.hpp"
#include "data/zip_file.hpp"
#include "files.hpp"

using namespace angka;
namespace fs = std::filesystem;

namespace {

const std::vector<std::uint8_t> three_images{0, 7, 255, 9, 3, 4, 5, 6, 1, 2, 128, 254};
const std::vector<int> three_labels{2, 0, 1};
const std::string saved_images = from_hex(recorded_images[0].hex);
const std::string saved_labels = from_hex(recorded_labels[0].hex);

std::string numpy_complaint(const fs::path& path) {
  return error_of([&] { load_numpy(path); });
}

}  // namespace

TEST_CASE("what NumPy saves under Keras' names") {
  const TemporaryFolder folder;
  for (const RecordedFile& file : recorded_npz) {
    CAPTURE(file.name);
    put(folder / "mnist.npz", from_hex(file.hex));
    const DataSource source = load_data(folder / "mnist.npz");
    CHECK(source.kind == DataKind::numpy);
    CHECK(source.files == 1);
    CHECK(load_data(folder.path()).train.pixels == three_images);  // it is alone there
    CHECK(source.train.shape == Shape{1, 2, 2});
    CHECK(source.train.pixels == three_images);
    CHECK(source.train.labels == three_labels);
    REQUIRE(source.test);
    CHECK(source.test->pixels == std::vector<std::uint8_t>{0, 7, 255, 9});
    CHECK(source.test->labels == std::vector{2});
    CHECK(source.test->classes == source.classes());
    CHECK(source.description == "NumPy arrays, 3 images and 1 for the test");
    CHECK(error_of([&] {
            load_data(folder / "mnist.npz", {.shape = Shape{1, 28, 28}});
          }).ends_with("mnist.npz: expected images of 1 x 28 x 28, found 1 x 2 x 2"));
  }
}

TEST_CASE("arrays of all types and layouts, in a folder") {
  const TemporaryFolder folder;
  put(folder / "y_train.npy", saved_labels);
  for (const RecordedFile& file : recorded_images) {
    CAPTURE(file.name);
    put(folder / "x_train.npy", from_hex(file.hex));
    const NumpySets sets = load_numpy(folder.path());
    CHECK(sets.train.shape == Shape{1, 2, 2});
    CHECK(sets.train.pixels == three_images);
    CHECK_FALSE(sets.test);
  }
  for (const RecordedFile& file : recorded_labels) {
    CAPTURE(file.name);
    put(folder / "y_train.npy", from_hex(file.hex));
    CHECK(load_numpy(folder.path()).train.labels == three_labels);
  }
  put(folder / "x_train.npy", from_hex(recorded_bits[0].hex));
  CHECK(load_numpy(folder.path()).train.pixels ==
        std::vector<std::uint8_t>{0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255});
  fs::rename(folder / "x_train.npy", folder / "X.npy");
  fs::rename(folder / "y_train.npy", folder / "y.npy");
  CHECK(load_numpy(folder.path()).train.labels == three_labels);

  DataSource source = load_data(folder.path());
  CHECK(source.kind == DataKind::numpy);
  CHECK(source.files == 2);
  put(folder / "test_images.npy", saved_images);
  CHECK(numpy_complaint(folder.path()).ends_with("found only images"));
  put(folder / "test_labels.npy", saved_labels);
  source = load_data(folder / "X.npy");
  REQUIRE(source.test);
  CHECK(source.test->pixels == three_images);
  CHECK(source.files == 4);
}

TEST_CASE("arrays of colours") {
  const TemporaryFolder folder;
  std::vector<std::uint8_t> colours;
  for (std::uint8_t i = 0; i < 24; ++i) colours.push_back(i);
  for (const RecordedFile& file : recorded_colours) {
    CAPTURE(file.name);
    put(folder / "c.npz",
        zip_file({{"images.npy", from_hex(file.hex)}, {"labels.npy", saved_labels}}));
    CHECK(numpy_complaint(folder / "c.npz").ends_with("expected 2 labels, found 3"));
    std::string two = saved_labels;
    two[two.find("(3,)") + 1] = '2';
    two.pop_back();
    put(folder / "c.npz", zip_file({{"images.npy", from_hex(file.hex)}, {"labels.npy", two}}));
    const Dataset data = load_numpy(folder / "c.npz").train;
    CHECK(data.shape == Shape{3, 2, 2});
    CHECK(data.pixels == colours);
  }
}

TEST_CASE("arrays that are no labelled images are refused, with what was found") {
  const TemporaryFolder folder;
  CHECK(numpy_complaint(folder.path()).ends_with("found none of them"));
  put(folder / "x_train.npy", saved_images);
  CHECK(numpy_complaint(folder.path()).ends_with("found only images"));
  put(folder / "y_train.npy", saved_labels);
  for (const RecordedFile& file : recorded_refused) {
    put(folder / "x_train.npy", from_hex(file.hex));
    const std::string error = numpy_complaint(folder.path());
    CAPTURE(error);
    CHECK(error.starts_with((folder / "x_train.npy").string() + ": expected "));
    CHECK(error.ends_with(file.name));
  }
  put(folder / "x_train.npy", saved_images);
  for (const RecordedFile& file : recorded_refused_labels) {
    put(folder / "y_train.npy", from_hex(file.hex));
    const std::string error = numpy_complaint(folder.path());
    CAPTURE(error);
    CHECK(error.starts_with((folder / "y_train.npy").string() + ": expected "));
    CHECK(error.ends_with(file.name));
  }
  put(folder / "y_train.npy", saved_labels);
  for (std::size_t size = 0; size < saved_images.size(); ++size) {
    put(folder / "x_train.npy", saved_images.substr(0, size));
    CHECK(numpy_complaint(folder.path()) != "");
  }
  put(folder / "x_train.npy", saved_images + 'x');
  CHECK(numpy_complaint(folder.path()).ends_with("found more bytes"));
  std::string many = saved_images;
  many.replace(many.find("(3, 2, 2)"), 9, "(3, 2, 922337203685477)");
  many.erase(many.find("  "), 14);
  put(folder / "x_train.npy", many);
  CHECK(numpy_complaint(folder.path()).ends_with("found fewer"));
}

TEST_CASE("zip files that are damaged or hold something else") {
  const TemporaryFolder folder;
  const auto complain = [&](const std::string& file) {
    put(folder / "a.npz", file);
    return numpy_complaint(folder / "a.npz");
  };
  CHECK(complain("").ends_with("found a file"));
  CHECK(complain(zip_file({})).ends_with("found none of them"));
  CHECK(complain(zip_file({{"readme.txt", "text"}})).ends_with("found none of them"));
  const std::string whole = zip_file({{"x.npy", saved_images}, {"y.npy", saved_labels}});
  CHECK(complain(whole) == "");
  CHECK(complain("before" + whole).ends_with("found a file"));
  CHECK(complain(whole.substr(0, whole.find("PK\1\2"))).ends_with("found one that breaks off"));
  CHECK(complain(whole + "x").ends_with("found one that breaks off"));
  std::string changed = whole;
  changed[whole.find(saved_images) + saved_images.size() - 1] ^= 1;
  CHECK(complain(changed).ends_with(
      "a.npz/x.npy: expected a whole and sound member of a zip file, found another content than "
      "its directory tells"));
  const std::size_t entry = whole.find("PK\1\2");
  changed = whole;
  changed[entry + 8] = 1;
  CHECK(complain(changed).ends_with("expected a zip file without a password, found one with"));
  changed = whole;
  changed[entry + 10] = 12;
  CHECK(complain(changed).ends_with("found method 12"));
  changed = whole;
  changed[entry + 42] = 1;
  CHECK(complain(changed).ends_with("found a damaged directory"));
}
