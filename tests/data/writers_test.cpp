#include <angka/data/load.hpp>
#include <angka/data/split.hpp>
#include <angka/data/writers.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "data/zip_file.hpp"
#include "files.hpp"

using namespace angka;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

void put_picture(const fs::path& path) {
  fs::create_directories(path.parent_path());
  put(path, "P5\n2 2\n255\nabcd");
}

/// What writers load_data finds where pictures lie at these places.
DataSource with_pictures(const TemporaryFolder& folder, const Names& places,
                         const LoadOptions& options = {}) {
  for (const std::string& place : places) put_picture(folder / place);
  return load_data(folder.path(), options);
}

std::string refused_pattern(const std::string& pattern) {
  try {
    writers_by_pattern(pattern);
  } catch (const SettingError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a pattern finds the writer in a file's name") {
  const auto writer = [](const std::string& pattern, const std::string& file) {
    return writers_by_pattern(pattern)(file);
  };
  CHECK(writer("{writer}_*", "3/w07_3_02.jpg") == "w07");
  CHECK(writer("{writer}_{digit}_{number}", "siti_aminah_3_02.jpg") == "siti_aminah");
  CHECK(writer("{writer}_*", "siti_aminah_3_02.jpg") == "siti");
  CHECK(writer("scan {digit} by {writer}", "scan 3 by Ana.png") == "Ana");
  CHECK(writer("*-{writer}", "a-b-c.png") == "b-c");
  CHECK(writer("{writer}", "\xC3\xA9.png") == "\xC3\xA9");
  const auto complaint = [&](const std::string& pattern, const std::string& file) {
    return error_of([&] { writer(pattern, file); });
  };
  CHECK(complaint("{writer}_{digit}", "x/w07_a.jpg") ==
        "x/w07_a.jpg: expected a name that tells the writer, as {writer}_{digit}, found another");
  for (const char* name : {"_3.jpg", "w07_.jpg", "w07.jpg", "w07_3_.jpg", "w07-3.jpg"})
    CHECK(complaint("{writer}_{digit}", name) != "");
  for (const char* pattern : {"", "*", "{digit}", "{writer}{writer}", "{writer}_{x}", "{writer}_{",
                              "{writer", "{}{writer}"})
    CHECK(refused_pattern(pattern).starts_with("a pattern of names needs {writer} once"));
  CHECK(refused_pattern("{writer}" + std::string(93, '*')) != "");
}

TEST_CASE("folders within the classes are the writers'") {
  const TemporaryFolder folder;
  DataSource source = with_pictures(
      folder, {"0/budi/b.pgm", "0/budi/a.pgm", "0/al/a.pgm", "1/al/c.pgm", "1/cici/d.pgm"});
  CHECK(source.classes() == Names{"0", "1"});
  CHECK(source.train.labels == std::vector{0, 0, 0, 1, 1});
  CHECK(source.writers == Names{"al", "budi", "cici"});
  CHECK(source.train.writers == std::vector{0, 1, 1, 0, 2});
  CHECK(source.report.files.at(1) == (folder / "0/budi/a.pgm").string());
  CHECK(count_writers(source.train) == 3);
  CHECK(DataView(source.train).writer(4) == 2);

  // What a person's own programs leave there changes nothing.
  put(folder / "0/.DS_Store", "x");
  put(folder / "1/Thumbs.db", "x");
  put(folder / "1/al/note.txt", "x");
  source = load_data(folder.path());
  CHECK(source.train.writers == std::vector{0, 1, 1, 0, 2});
  CHECK(source.report.left_out.size() == 1);
  LoadReport report;
  CHECK(load_class_folder(folder.path(), {}, &report).writers == std::vector{0, 1, 1, 0, 2});
  CHECK(report.written_by == Names{"al", "budi", "budi", "al", "cici"});

  // A picture beside the folders: then they are no writers'.
  put_picture(folder / "0/e.pgm");
  put_picture(folder / "1/e.pgm");
  source = load_data(folder.path());
  CHECK(source.train.size() == 2);
  CHECK(source.train.writers.empty());
  CHECK(source.writers.empty());
  CHECK(source.report.left_out.size() == 4);
}

TEST_CASE("folders within the writers' are the classes, if only those are called as digits are") {
  const TemporaryFolder folder, other;
  const DataSource source =
      with_pictures(folder, {"w10/3/a.pgm", "w10/1/b.pgm", "w9/3/c.pgm", "w9/1/d.pgm"});
  CHECK(source.classes() == Names{"1", "3"});
  CHECK(source.writers == Names{"w9", "w10"});
  CHECK(source.train.labels == std::vector{0, 0, 1, 1});
  CHECK(source.train.writers == std::vector{1, 0, 1, 0});
  CHECK(with_pictures(other, {"1/2/a.pgm", "3/4/b.pgm"}).classes() == Names{"1", "3"});
  const TemporaryFolder numbers;
  CHECK(with_pictures(numbers, {"01/2/a.pgm", "12/4/b.pgm"}).writers == Names{"01", "12"});
}

TEST_CASE("writers of a test set have the numbers of the training set's") {
  const TemporaryFolder folder;
  DataSource source = with_pictures(
      folder, {"train/0/ben/a.pgm", "train/1/eva/a.pgm", "test/0/ada/a.pgm", "test/1/eva/a.pgm"});
  REQUIRE(source.test);
  CHECK(source.writers == Names{"ada", "ben", "eva"});
  CHECK(source.train.writers == std::vector{1, 2});
  CHECK(source.test->writers == std::vector{0, 2});
  // Also where those of one set alone are known.
  fs::rename(folder / "test/0/ada/a.pgm", folder / "test/0/a.pgm");
  fs::remove(folder / "test/0/ada");
  fs::rename(folder / "test/1/eva/a.pgm", folder / "test/1/a.pgm");
  fs::remove(folder / "test/1/eva");
  source = load_data(folder.path());
  CHECK(source.writers == Names{"ben", "eva"});
  CHECK(source.train.writers == std::vector{0, 1});
  CHECK(source.test->writers.empty());
}

TEST_CASE("files' names tell their writers where all do, or as they are said to") {
  const TemporaryFolder folder;
  const Names places = {"0/w07_0_01.pgm", "0/w2_0_01.pgm", "1/w07_1_01.pgm"};
  DataSource source = with_pictures(folder, places);
  CHECK(source.writers == Names{"w2", "w07"});
  CHECK(source.train.writers == std::vector{1, 0, 1});
  put(folder / "0/Thumbs.db", "x");
  CHECK(load_data(folder.path()).train.writers == std::vector{1, 0, 1});
  put_picture(folder / "1/scan_1.pgm");
  CHECK(load_data(folder.path()).train.writers.empty());
  const LoadOptions told{.writer_of = writers_by_pattern("{writer}_*")};
  CHECK(load_data(folder.path(), told).writers == Names{"w2", "w07", "scan"});
  put_picture(folder / "1/other.pgm");
  CHECK(error_of([&] { load_data(folder.path(), told); })
            .ends_with("1/other.pgm: expected a name that tells the writer, as {writer}_*, found "
                       "another"));
  for (const char* name : {"wall_1.pgm", "w_1.pgm", "w7a_1.pgm", "7_1.pgm", "w7 1.pgm"}) {
    const TemporaryFolder others;
    CHECK(with_pictures(others, {"0/w07_0_01.pgm", std::string("1/") + name}).writers.empty());
  }
  for (const char* name : {"W7-1.pgm", "writer3_1.pgm", "Penulis12.pgm", "responden1_0.pgm"}) {
    const TemporaryFolder others;
    CHECK(with_pictures(others, {"0/w07_0_01.pgm", std::string("1/") + name}).writers.size() == 2);
  }
}

TEST_CASE("whose images aren't to be used are left out, and named") {
  const TemporaryFolder folder;
  const DataSource source =
      with_pictures(folder, {"0/al/a.pgm", "0/bo/b.pgm", "1/bo/c.pgm", "1/cy/d.pgm", "1/cy/e.pgm"},
                    {.without_writers = {"cy", "nobody"}});
  CHECK(source.writers == Names{"al", "bo"});
  CHECK(source.train.size() == 3);
  CHECK(source.report.skipped == 2);
  REQUIRE(source.report.left_out.size() == 2);
  CHECK(source.report.left_out[0].file == (folder / "1/cy/d.pgm").string());
  CHECK(source.report.left_out[0].why == "its writer's images are not used");
}

TEST_CASE("writers in a zip file") {
  const TemporaryFolder folder;
  put(folder / "data.zip", zip_file({{"data/3/al/a.pgm", "P5\n2 2\n255\nabcd"},
                                     {"data/4/bo/b.pgm", "P5\n2 2\n255\nabcd"}}));
  CHECK(load_data(folder / "data.zip").writers == Names{"al", "bo"});
}

TEST_CASE("QMNIST's labels tell the writers of MNIST's images beside them") {
  const TemporaryFolder folder;
  const auto number = [](int value) {
    return std::string{0, 0, static_cast<char>(value / 256), static_cast<char>(value % 256)};
  };
  const auto images = [&](int count) {
    return std::string{0, 0, 8, 3} + number(count) + number(1) + number(1) +
           std::string(static_cast<std::size_t>(count), 'x');
  };
  // class, series, writer, index, NIST's class, global index, duplicate, unused
  const auto rows = [&](const std::vector<std::pair<int, int>>& of) {
    std::string file = std::string{0, 0, 12, 2} + number(static_cast<int>(of.size())) + number(8);
    for (const auto& [label, writer] : of)
      file += number(label) + number(4) + number(writer) + number(7) + number(30 + label) +
              number(9) + number(0) + number(0);
    return file;
  };
  put(folder / "train-images-idx3-ubyte", images(3));
  put(folder / "train-labels-idx1-ubyte", std::string{0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 2});
  put(folder / "t10k-images-idx3-ubyte", images(2));
  put(folder / "t10k-labels-idx1-ubyte", std::string{0, 0, 8, 1, 0, 0, 0, 2, 2, 0});
  CHECK(load_data(folder.path()).train.writers.empty());
  for (const char* place : {".", "qmnist"}) {
    fs::create_directories(folder / place);
    const fs::path train = folder / place / "qmnist-train-labels-idx2-int",
                   test = folder / place / "qmnist-test-labels-idx2-int";
    put(train, rows({{1, 2154}, {0, 12}, {2, 2154}}));
    put(test, rows({{2, 12}, {0, 300}, {0, 301}}));  // the rest is of images beyond MNIST's
    const DataSource source = load_data(folder.path());
    CHECK(source.writers == Names{"12", "300", "2154"});
    CHECK(source.train.writers == std::vector{2, 0, 2});
    REQUIRE(source.test);
    CHECK(source.test->writers == std::vector{0, 1});
    CHECK(load_data(folder / "train-images-idx3-ubyte").writers.size() == 3);
    for (const auto& wrong : {rows({{1, 1}, {0, 1}, {1, 1}}), rows({{1, 1}, {0, 1}})}) {
      put(train, wrong);
      CHECK(error_of([&] { load_data(folder.path()); })
                .ends_with("expected labels of eight integers that begin with those of the 3 "
                           "images, found others"));
    }
    fs::remove(train);
    CHECK(load_data(folder.path()).train.writers.empty());
    CHECK(load_data(folder.path()).test->writers == std::vector{0, 1});
    fs::remove(test);
  }
  // The images that the labels were made for: writers as NIST numbers them.
  put(folder / "qmnist/train-images", images(2));
  put(folder / "qmnist/train-labels", rows({{1, 2154}, {0, 12}}));
  CHECK(load_idx(folder / "qmnist/train-images", folder / "qmnist/train-labels").writers ==
        std::vector{2154, 12});
}

TEST_CASE("MNIST's writers are as many as its authors' successors counted") {
  const char* mnist = std::getenv("ANGKA_MNIST");
  const fs::path beside = mnist ? fs::path(mnist) / "../qmnist" : fs::path();
  if (!mnist || !fs::exists(beside)) {
    MESSAGE("skipped: no folder qmnist beside that of ANGKA_MNIST");
    return;
  }
  const TemporaryFolder folder;
  for (const auto& entry : fs::directory_iterator(mnist))
    fs::create_symlink(fs::absolute(entry.path()), folder / entry.path().filename().string());
  fs::create_directory_symlink(fs::canonical(beside), folder / "qmnist");
  const DataSource source = load_data(folder.path());
  REQUIRE(source.test);
  CHECK(count_writers(source.train) == 539);
  CHECK(count_writers(*source.test) == 297);
  CHECK(source.writers.size() == 539 + 297);  // so that none wrote in both
  const Split split = split_by_writer(source.train, 0.1, seed(1));
  CHECK(split.held_out.size() >= 5940);
  CHECK(split.held_out.size() <= 6060);
}
