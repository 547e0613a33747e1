#include <angka/data/load.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "data/zip_file.hpp"
#include "files.hpp"

using namespace angka;
namespace fs = std::filesystem;

namespace {

void put_some_image(const fs::path& path) {
  fs::create_directories(path.parent_path());
  put(path, "P5\n2 2\n255\nabcd");
}

std::string some_labels(int count) {
  return std::string{0, 0, 8, 1, 0, 0, 0, static_cast<char>(count)} +
         std::string("\1\0\2\1\0\2", static_cast<std::size_t>(count));
}
std::string images_file(int count, int side = 2) {
  return std::string{0, 0, 8, 3,
                     0, 0, 0, static_cast<char>(count),
                     0, 0, 0, static_cast<char>(side),
                     0, 0, 0, static_cast<char>(side)} +
         std::string(static_cast<std::size_t>(count * side * side), 'x');
}

std::string load_complaint(const fs::path& path, const LoadOptions& options = {}) {
  return error_of([&] { load_data(path, options); });
}

}  // namespace

TEST_CASE("a folder of IDX files, with and without a test set") {
  const TemporaryFolder folder;
  put(folder / "train-images-idx3-ubyte", images_file(6));
  CHECK(load_complaint(folder.path()).ends_with("found only the images"));
  put(folder / "train-labels.idx1-ubyte.gz", some_labels(6));  // neither name matters
  DataSource source = load_data(folder.path());
  CHECK(source.kind == DataKind::idx);
  CHECK(source.train.size() == 6);
  CHECK_FALSE(source.test);
  CHECK(source.classes() == std::vector<std::string>{"0", "1", "2"});
  CHECK(source.description == "IDX files, 6 images");

  put(folder / "t10k-labels-idx1-ubyte", some_labels(2));
  CHECK(load_complaint(folder.path()).ends_with("found only the labels"));
  put(folder / "t10k-images-idx3-ubyte", images_file(2));
  source = load_data(folder.path(), {.shape = Shape{1, 2, 2}});
  REQUIRE(source.test);
  CHECK(source.test->size() == 2);
  CHECK(source.test->classes == source.classes());  // though it has only 0 and 1
  CHECK(source.description == "IDX files, 6 images and 2 for the test");

  CHECK(load_complaint(folder.path(), {.shape = Shape{1, 28, 28}})
            .ends_with("expected images of 1 x 28 x 28, found 1 x 2 x 2"));
  put(folder / "t10k-images-idx3-ubyte", images_file(2, 3));
  CHECK(load_complaint(folder.path()).ends_with("expected images of 1 x 2 x 2, found 1 x 3 x 3"));
  put(folder / "t10k-images-idx3-ubyte", images_file(2));
  put(folder / "t10k-labels-idx1-ubyte", std::string{0, 0, 8, 1, 0, 0, 0, 2, 0, 3});
  CHECK(load_complaint(folder.path()).ends_with("expected labels of 0 to 2, found 3"));
  fs::remove(folder / "train-images-idx3-ubyte");
  fs::remove(folder / "train-labels.idx1-ubyte.gz");
  CHECK(load_complaint(folder.path()).ends_with("found only the test set's files"));
}

TEST_CASE("IDX files of several channels lie under their own name") {
  const TemporaryFolder folder;
  Dataset data{.shape = {3, 2, 2}, .pixels = {}, .labels = {0, 1}, .classes = {}};
  for (int i = 0; i < 24; ++i) data.pixels.push_back(static_cast<std::uint8_t>(i));
  const Bytes images = encode_idx_images(data), labels = encode_idx_labels(data);
  put(folder / "train-images-idx4-ubyte", std::string(images.begin(), images.end()));
  put(folder / "train-labels-idx1-ubyte", std::string(labels.begin(), labels.end()));
  const DataSource source = load_data(folder.path());
  CHECK(source.train.shape == data.shape);
  CHECK(source.train.pixels == data.pixels);
  CHECK(load_complaint(folder.path(), {.shape = Shape{1, 2, 2}})
            .ends_with("expected images of 1 x 2 x 2, found 3 x 2 x 2"));
}

TEST_CASE("IDX files under other data sets' names") {
  const TemporaryFolder folder;
  const auto six = [](int size) {
    std::string file = images_file(6, size);
    for (std::size_t i = 16; i < file.size(); ++i) file[i] = static_cast<char>(i);
    return file;
  };
  put(folder / "emnist-digits-train-images-idx3-ubyte", six(2));
  put(folder / "emnist-digits-train-labels-idx1-ubyte.gz", some_labels(6));
  put(folder / "emnist-digits-test-images-idx3-ubyte", images_file(3));
  put(folder / "emnist-digits-test-labels-idx1-ubyte", some_labels(3));
  DataSource source = load_data(folder.path());
  REQUIRE(source.test);
  CHECK(source.files == 4);
  // EMNIST stores columns as rows.
  CHECK(std::vector(source.train.pixels.begin(), source.train.pixels.begin() + 8) ==
        std::vector<std::uint8_t>{16, 18, 17, 19, 20, 22, 21, 23});
  CHECK(source.report.transposed == 9);
  CHECK(source.description ==
        "IDX files, 6 images and 3 for the test, set right: they lay transposed, as EMNIST's");

  // QMNIST's labels: class, series, writer, ...
  std::string labels{0, 0, 12, 2, 0, 0, 0, 6, 0, 0, 0, 8};
  for (int i = 0; i < 6; ++i)
    labels += std::string{0, 0, 0, static_cast<char>(i % 3)} + std::string(28, 'w');
  put(folder / "qmnist-train-images-idx3-ubyte", six(2));
  put(folder / "qmnist-train-labels-idx2-int", labels);
  CHECK(load_complaint(folder.path())
            .ends_with("expected the files of one data set (give one of its files), found those of "
                       "'emnist-digits-' and 'qmnist-'"));
  source = load_data(folder / "qmnist-train-images-idx3-ubyte");
  CHECK_FALSE(source.test);
  CHECK(source.train.labels == std::vector{0, 1, 2, 0, 1, 2});
  CHECK(source.report.transposed == 0);
  CHECK(source.train.pixels[1] == 17);
  CHECK(load_data(folder / "emnist-digits-test-labels-idx1-ubyte").train.size() == 6);
  labels[15] = labels[14] = 1;
  put(folder / "qmnist-train-labels-idx2-int", labels);
  CHECK(load_complaint(folder / "qmnist-train-images-idx3-ubyte")
            .ends_with("expected labels of 0 to 255, found 257"));
}

TEST_CASE("colours turn to grey, which is told, or are kept") {
  const TemporaryFolder folder;
  Image image{.width = 4, .height = 2, .channels = 3, .pixels = std::vector<std::uint8_t>(24, 9)};
  const auto save = [&](const fs::path& path) {
    fs::create_directories(path.parent_path());
    const Bytes file = encode_png(image);
    put(path, std::string(file.begin(), file.end()));
  };
  save(folder / "set" / "cat" / "grey.png");
  image.pixels[23] = 10;
  save(folder / "set" / "cat" / "bluish.png");
  image.pixels[8] = 8;
  save(folder / "set" / "dog" / "1.png");
  DataSource source = load_data(folder / "set");
  CHECK(source.train.shape == Shape{1, 28, 28});
  CHECK(source.report.greyed == 2);
  CHECK(source.description == "class folders, 3 images, 2 turned from colour to grey");
  source = load_data(folder / "set", {.shape = Shape{3, 2, 4}});
  CHECK(source.report.greyed == 0);
  CHECK(source.description == "class folders, 3 images");
  CHECK(std::equal(image.pixels.begin(), image.pixels.end(), source.train.pixels.end() - 24));

  save(folder / "sheet.png");
  LoadOptions options{.tile_width = 2, .tile_height = 1, .sheet_classes = 2};
  source = load_data(folder / "sheet.png", options);
  CHECK(source.report.loaded == 4);
  CHECK(source.report.greyed == 2);
  CHECK(source.description == "sheet of tiles, 4 images, 2 turned from colour to grey");
  options.shape = Shape{3, 1, 2};
  source = load_data(folder / "sheet.png", options);
  CHECK(source.report.greyed == 0);
  CHECK(source.train.image(3)[5] == 10);
}

TEST_CASE("a folder of classes, alone or parted into train and test") {
  const TemporaryFolder folder;
  for (const char* name : {"cat", "dog"}) put_some_image(folder.path() / "train" / name / "1.pgm");
  CHECK(load_data(folder / "train").description == "class folders, 2 images");

  DataSource source = load_data(folder.path(), {.shape = Shape{3, 4, 4}});
  CHECK(source.kind == DataKind::class_folder);
  CHECK(source.classes() == std::vector<std::string>{"cat", "dog"});
  CHECK(source.train.shape == Shape{3, 4, 4});
  CHECK_FALSE(source.test);

  put_some_image(folder / "test" / "dog" / "1.pgm");
  put(folder / "test" / "dog" / "readme", "text");
  source = load_data(folder.path());
  REQUIRE(source.test);
  CHECK(source.train.shape == Shape{1, 28, 28});
  CHECK(source.test->labels == std::vector{1});
  CHECK(source.test->classes == source.classes());
  CHECK(source.report.loaded == 3);
  CHECK(source.report.skipped == 1);
  CHECK(source.description == "class folders, 2 images and 1 for the test");

  put_some_image(folder / "test" / "bird" / "1.pgm");
  CHECK(load_complaint(folder.path()).find("bird: expected only classes") != std::string::npos);
}

TEST_CASE("a folder of classes in a zip file") {
  const TemporaryFolder folder;
  const std::string image = "P5\n2 2\n255\nabcd";
  const auto save = [&](const std::vector<std::pair<std::string, std::string>>& members) {
    put(folder / "digits.zip", zip_file(members));
  };
  save({{"digits/1/a.pgm", image},
        {"digits/0/b.pgm", image},
        {"digits/0/broken.png", "\x89PNG\r\n\x1A\n"},
        {"digits/0/Thumbs.db", "text"},
        {"digits/.DS_Store", "text"},
        {"digits/0/within/c.pgm", image},
        {"__MACOSX/digits/0/._b.pgm", "text"}});
  DataSource source = load_data(folder / "digits.zip");
  CHECK(source.kind == DataKind::class_folder);
  CHECK(source.description == "class folders, 2 images");
  CHECK(source.classes() == std::vector<std::string>{"0", "1"});
  CHECK(source.train.labels == std::vector{0, 1});
  REQUIRE(source.report.left_out.size() == 2);
  CHECK(source.report.left_out[0].file == (folder / "digits.zip/digits/0/broken.png").string());
  CHECK(source.report.left_out[1].why == "expected a file, found a folder");
  CHECK(load_complaint(folder / "digits.zip", {.strict = true})
            .starts_with((folder / "digits.zip/digits/0/broken.png: expected").string()));
  const DataSource unpacked = [&] {
    for (const char* name : {"0", "1"}) put_some_image(folder / "digits" / name / "a.pgm");
    return load_data(folder / "digits");
  }();
  CHECK(source.train.pixels == unpacked.train.pixels);

  save(
      {{"training\\0\\a.pgm", image}, {"training\\1\\a.pgm", image}, {"testing\\1\\a.pgm", image}});
  source = load_data(folder / "digits.zip");
  CHECK(source.description == "class folders, 2 images and 1 for the test");
  for (const char* odd : {"../", "/", "//", "a/../", ""}) {  // nothing is written anywhere
    save({{odd + std::string("0/a.pgm"), image},
          {odd + std::string("1/a.pgm"), image},
          {odd, image}});
    load_complaint(folder / "digits.zip");
    CHECK(folder.entries() == 2);
  }
  save({{"train.csv", "1,0\n"}});
  CHECK(load_complaint(folder / "digits.zip").ends_with("if it is data, unpack it first"));
  save({});
  CHECK(load_complaint(folder / "digits.zip").ends_with("if it is data, unpack it first"));
  CHECK(load_class_folder(folder / "digits").size() == 2);
  CHECK(error_of([&] {
          load_class_folder(folder / "digits/0/a.pgm");
        }).ends_with("expected a folder, found a file"));
}

TEST_CASE("training and testing beside each other") {
  const TemporaryFolder folder;
  for (const char* name : {"training/0", "training/1", "testing/1"})
    put_some_image(folder / name / "1.pgm");
  CHECK(load_data(folder.path()).description == "class folders, 2 images and 1 for the test");
}

TEST_CASE("what other programs write is told how to convert") {
  const TemporaryFolder folder;
  const auto line = [&](const std::string& name, const std::string& text) {
    put(folder / name, text);
    const std::string error = load_complaint(folder / name);
    CHECK(error.find("expected data in a format that is read, found ") != std::string::npos);
    CHECK(load_complaint(folder.path()) == error);  // in a folder, too
    fs::remove(folder / name);
    return error;
  };
  for (const auto& [file, text, part] :
       {std::tuple("a.mat", "MATLAB 5.0 MAT-file, Platform", "scipy.io.loadmat(f)"),
        {"b.h5", "\x89HDF\r\n\x1A\n", "h5py.File(f)"},
        {"c.parquet", "PAR1", "pandas.read_parquet(f)"},
        {"mnist.tfrecord-00000-of-00001", "", "TFRecordDataset(f)"},
        {"mnist.tfrecord", "", "TFRecordDataset(f)"},
        {"mnist.pkl.gz", "\x1F\x8B", "gzip.open(f)"},
        {"pair.pkl", "", "pickle.load(open(f,'rb'))"},
        {"pair", "\x80\x04", "pickle.load(open(f,'rb'))"},
        {"training.pt", "PK\3\4", "torch.load(f)"}}) {
    const std::string name = file;
    CAPTURE(name);
    const std::string error = line(name, text);
    CHECK(error.find(part) != std::string::npos);
    CHECK(error.ends_with("\" FILE` makes FILE.npz of it"));
  }
  put(folder / "mnist.tfrecord.npz", "");  // what the line makes
  CHECK(load_complaint(folder / "mnist.tfrecord.npz").find("TFRecord") == std::string::npos);
  fs::remove(folder / "mnist.tfrecord.npz");
  CHECK(
      line("set.tar.gz", "\x1F\x8B").ends_with("found an archive: unpack it and give the folder"));
}

TEST_CASE("a class may be called train") {
  const TemporaryFolder folder;
  put_some_image(folder / "train" / "1.pgm");
  put_some_image(folder / "bus" / "1.pgm");
  CHECK(load_data(folder.path()).classes() == std::vector<std::string>{"bus", "train"});
}

TEST_CASE("one image is a sheet of tiles") {
  const TemporaryFolder folder;
  put(folder / "sheet.pgm", "P5\n4 2\n255\nabcdefgh");
  const DataSource source =
      load_data(folder / "sheet.pgm",
                {.shape = Shape{1, 1, 2}, .tile_width = 2, .tile_height = 1, .sheet_classes = 2});
  CHECK(source.kind == DataKind::sheet);
  CHECK(source.train.labels == std::vector{0, 0, 1, 1});
  CHECK(source.train.pixels == std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'});
  CHECK(source.description == "sheet of tiles, 4 images");
}

TEST_CASE("what is no data is refused, with what was found") {
  const TemporaryFolder folder;
  CHECK(load_complaint(folder.path()).ends_with("found a folder with none of them"));
  put_some_image(folder / "image.pgm");
  CHECK(load_complaint(folder.path()).ends_with("found a folder with none of them"));
  CHECK(load_complaint(folder / "none")
            .ends_with("expected a folder of data or a sheet of tiles, found no file"));
  CHECK(load_complaint("/dev/null").ends_with("found a device"));
  put(folder / "text", "text");
  CHECK(load_complaint(folder / "text").ends_with("found another kind of file"));
}

TEST_CASE("MNIST is what it is known to be") {
  const char* folder = std::getenv("ANGKA_MNIST");
  if (!folder) {
    MESSAGE("skipped: ANGKA_MNIST names no folder");
    return;
  }
  const DataSource source = load_data(folder);
  REQUIRE(source.test);
  CHECK(source.train.shape == Shape{1, 28, 28});
  // Published counts of each digit, and the first labels.
  const auto counts = [](const Dataset& data) {
    std::vector<int> count(10);
    for (const int label : data.labels) ++count.at(static_cast<std::size_t>(label));
    return count;
  };
  CHECK(counts(source.train) ==
        std::vector{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949});
  CHECK(counts(*source.test) == std::vector{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009});
  const auto& labels = source.train.labels;
  CHECK(std::vector(labels.begin(), labels.begin() + 5) == std::vector{5, 0, 4, 1, 9});
  CHECK(source.test->labels[0] == 7);
}
