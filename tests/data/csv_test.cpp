#include <angka/data/csv.hpp>
#include <angka/data/load.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "files.hpp"

using namespace angka;
namespace fs = std::filesystem;

namespace {

struct Table {
  TemporaryFolder folder{};

  Dataset load(const std::string& text, int classes = 0) const {
    put(folder / "t.csv", text);
    return load_csv(folder / "t.csv", classes);
  }
  std::string complaint(const std::string& text, int classes = 0) const {
    const std::string error = error_of([&] { load(text, classes); });
    const std::string file = (folder / "t.csv").string() + ": ";
    CHECK((error.empty() || error.starts_with(file)));
    return error.substr(std::min(file.size(), error.size()));
  }
};

}  // namespace

TEST_CASE("a table of labels and pixels, however it is written") {
  const Table table;
  const std::vector<int> labels{1, 0};
  const std::vector<std::uint8_t> pixels{0, 7, 255, 9, 3, 4, 5, 6};
  for (const char* text : {
           "label,pixel0,pixel1,pixel2,pixel3\n1,0,7,255,9\n0,3,4,5,6\n",  // Kaggle
           "1,0,7,255,9\n0,3,4,5,6",                                       // no names, no last end
           "1,0,7,255,9\r\n0,3,4,5,6\r\n\r\n",
           "\xEF\xBB\xBFLabel;1x1;1x2;2x1;2x2\n1;0;7;255;9\n0;3;4;5;6\n",  // Excel
           "1\t0\t7\t255\t9\n\n0\t3\t4\t5\t6\n",
           "\"1x1\",\"1x2\",\"2x1\",\"2x2\",\"class\"\n\"0\",7,255,9,1\n3,4,5,6,\"0\"\n",  // R
           "0,7,255,9,1\n3,4,5,6,0\n",                      // 0 and 3 are no labels
           ",label,a,b,c,d\n0,1,0,7,255,9\n1,0,3,4,5,6\n",  // pandas, with its index
           "Unnamed: 0,a,b,c,d,label\n0,0,7,255,9,1\n1,3,4,5,6,0\n",
           "0, 0.1, 0.2, 0.3, 0.4\n1, 0, 7, 255, 9\n0, 3, 4, 5, 6\n",  // names made of numbers
           "1.0,0.0,7.0,255.0,8.6\n0,3,4,5,6.4\n",
       }) {
    CAPTURE(text);
    const Dataset data = table.load(text);
    CHECK(data.shape == Shape{1, 2, 2});
    CHECK(data.labels == labels);
    CHECK(data.pixels == pixels);
    CHECK(data.classes == std::vector<std::string>{"0", "1"});
  }
  // Where both outer columns are like labels, the first; where neither is, too.
  CHECK(table.load("1,0,0,0,1\n0,0,0,0,2\n").labels == labels);
  CHECK(table.load("7,0,0,0,9\n").labels == std::vector{7});
  CHECK(table.load("2,9\n0,8\n").shape == Shape{1, 1, 1});
  CHECK(table.load("1,0,7,255,9\n", 4).classes.size() == 4);
}

TEST_CASE("pixels that are parts of 1") {
  const Table table;
  CHECK(table.load("1,0,0.5,1,0.2\n0,0,0,0,1e-3\n").pixels ==
        std::vector<std::uint8_t>{0, 128, 255, 51, 0, 0, 0, 0});
  CHECK(table.load("1,0,1,1,0\n0,0,0,0,1\n").pixels ==
        std::vector<std::uint8_t>{0, 255, 255, 0, 0, 0, 0, 255});
  CHECK(table.load("1,0,1,1,0\n0,0,0,0,2\n").pixels ==
        std::vector<std::uint8_t>{0, 1, 1, 0, 0, 0, 0, 2});
}

TEST_CASE("tables that hold no labelled squares are refused, with the place") {
  const Table table;
  CHECK(table.complaint("") ==
        "expected a table of a label and a square number of pixels a row, such as 1 + 28 x 28, "
        "found an empty file");
  CHECK(table.complaint("\n \r\n").ends_with("found an empty file"));
  CHECK(table.complaint("some text\n").ends_with("found 1 columns"));
  CHECK(table.complaint("label,a,b,c\n1,2,3,4\n").ends_with("found 4 columns"));
  CHECK(table.complaint("label\n1\n").ends_with("found 1 columns"));
  CHECK(table.complaint("p0,p1,p2,p3\n1,2,3,4\n") ==
        "expected a column of labels beside those of the pixels, found 4 columns of pixels alone");
  CHECK(table.complaint("id,p0,p1,p2,p3\n1,1,2,3,4\n").ends_with("4 columns of pixels alone"));
  CHECK(table.complaint("label,a,b,c,d\n").ends_with("expected at least one image, found none"));
  CHECK(table.complaint("1,0,0,0,0\n\n2,0,0,0\n") ==
        "expected 5 columns, as in the first line, found 4 in line 3");
  CHECK(table.complaint("1,0,0,0,0\n2,0,0,0,0,0\n").ends_with("found more in line 2"));
  CHECK(table.complaint("1,0,0,0,0\n2,0,x\ty,0,0\n") ==
        "expected a pixel, a number of 0 to 255, found \"x\\x09y\" in line 2, column 3");
  for (const char* pixel : {"256", "-1", "", "nan", "inf", "1e99", "0x10", "1 2", "1000"})
    CHECK(table.complaint("1,0,0,0,0\n2,0,0,0," + std::string(pixel) + "\n")
              .ends_with("in line 2, column 5"));
  for (const char* label : {"1.5", "a", "256", "-1"})
    CHECK(table.complaint("1,0,0,0,0\n" + std::string(label) + ",0,0,0,0\n")
              .starts_with("expected a label, a whole number of 0 to 255, found \"" +
                           std::string(label)));
  CHECK(table.complaint("1,0,0,0,0\n2,0,0,0,0\n", 2) == "expected labels of 0 to 1, found 2");
  CHECK(error_of([&] { load_csv(table.folder / "none.csv"); }).ends_with("found no file"));
}

TEST_CASE("train.csv and test.csv are a data set, as Kaggle has them") {
  const TemporaryFolder folder;
  put(folder / "train.csv", "label,a,b,c,d\n1,0,7,255,9\n0,3,4,5,6\n");
  put(folder / "sample_submission.csv", "ImageId,Label\n1,0\n");
  DataSource source = load_data(folder.path());
  CHECK(source.kind == DataKind::csv);
  CHECK(source.files == 1);
  CHECK(source.description == "CSV, 2 images");
  CHECK(load_data(folder / "train.csv").train.pixels == source.train.pixels);

  put(folder / "test.csv", "a,b,c,d\n0,7,255,9\n");  // Kaggle keeps the labels
  source = load_data(folder.path());
  CHECK_FALSE(source.test);
  REQUIRE(source.report.left_out.size() == 1);
  CHECK(source.report.left_out[0].file == (folder / "test.csv").string());
  CHECK(source.report.left_out[0].why.ends_with("found 4 columns of pixels alone"));
  CHECK(error_of([&] {
          load_data(folder.path(), {.strict = true});
        }).ends_with("found 4 columns of pixels alone"));
  CHECK(error_of([&] { load_data(folder / "test.csv"); }).ends_with("4 columns of pixels alone"));

  put(folder / "test.csv", "label,a,b,c,d\n0,0,7,255,9\n");
  source = load_data(folder.path());
  REQUIRE(source.test);
  CHECK(source.files == 2);
  CHECK(source.test->classes == source.classes());
  CHECK(source.description == "CSV, 2 images and 1 for the test");
  CHECK(error_of([&] {
          load_data(folder.path(), {.shape = Shape{1, 28, 28}});
        }).ends_with("expected images of 1 x 28 x 28, found 1 x 2 x 2"));

  put(folder / "test.csv", "label,a\n0,0\n");
  CHECK(error_of([&] { load_data(folder.path()); }) ==
        (folder / "test.csv").string() + ": expected images of 1 x 2 x 2, found 1");
  put(folder / "mnist_train.csv", "label,a\n1,0\n0,9\n");
  CHECK(error_of([&] { load_data(folder.path()); }).ends_with("found those of 'mnist_' and ''"));
  for (const char* name : {"train.csv", "test.csv"}) fs::remove(folder / name);
  put(folder / "mnist_test.csv", "1,1\n0,0\n");
  source = load_data(folder.path());
  REQUIRE(source.test);
  CHECK(source.test->labels == std::vector{1, 0});
  fs::remove(folder / "mnist_train.csv");
  CHECK(error_of([&] { load_data(folder.path()); }).ends_with("found no file"));
}

TEST_CASE("EMNIST's tables are transposed, as its IDX files are") {
  const TemporaryFolder folder;
  put(folder / "emnist-digits-train.csv", "1,0,7,255,9\n0,3,4,5,6\n");
  const DataSource source = load_data(folder.path());
  CHECK(source.train.pixels == std::vector<std::uint8_t>{0, 255, 7, 9, 3, 5, 4, 6});
  CHECK(source.report.transposed == 2);
}
