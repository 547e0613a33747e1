#include <angka/data/cifar.hpp>

#include <doctest/doctest.h>

#include <angka/data/load.hpp>
#include <filesystem>
#include <string>

#include "files.hpp"

using namespace angka;
namespace fs = std::filesystem;

namespace {

/// A record whose red is `label` + row, green column and blue 200.
std::string record(int label) {
  std::string bytes(1, static_cast<char>(label));
  for (int y = 0; y < 32; ++y) bytes += std::string(32, static_cast<char>(label + y));
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x) bytes += static_cast<char>(x);
  return bytes + std::string(1024, static_cast<char>(200));
}

}  // namespace

TEST_CASE("CIFAR-10's files, one after the other: label, then red, green and blue") {
  const TemporaryFolder folder;
  put(folder / "a", record(3) + record(9));
  put(folder / "b", record(0));
  const Dataset data = load_cifar10({folder / "a", folder / "b"});
  CHECK(data.shape == Shape{3, 32, 32});
  CHECK(data.labels == std::vector<int>{3, 9, 0});
  CHECK(data.classes[9] == "truck");
  const auto pixel = [&](std::size_t image, std::size_t channel, std::size_t y, std::size_t x) {
    return int{data.pixels[((image * 3 + channel) * 32 + y) * 32 + x]};
  };
  CHECK(pixel(0, 0, 5, 8) == 3 + 5);
  CHECK(pixel(1, 0, 31, 0) == 9 + 31);
  CHECK(pixel(2, 1, 5, 8) == 8);
  CHECK(pixel(2, 2, 31, 31) == 200);
}

TEST_CASE("what isn't whole records of CIFAR-10 is refused") {
  const TemporaryFolder folder;
  const auto complaint = [&](const std::string& bytes) {
    put(folder / "batch", bytes);
    return error_of([&] { load_cifar10({folder / "batch"}); });
  };
  CHECK(complaint(record(1) + "x").ends_with("expected records of 3073 bytes, found 3074 bytes"));
  CHECK(complaint("").ends_with("found 0 bytes"));
  CHECK(complaint(record(2) + record(10)).ends_with("expected labels of 0 to 9, found 10"));
  CHECK(error_of([&] { load_cifar10({folder / "none"}); }) != "");
}

TEST_CASE("a folder of CIFAR-10's files is found out") {
  const TemporaryFolder folder;
  const fs::path files = folder / "cifar-10-batches-bin";
  fs::create_directories(files);
  put(files / "batches.meta.txt", "airplane\n");
  for (int i = 1; i <= 5; ++i)
    put(files / ("data_batch_" + std::to_string(i) + ".bin"), record(i) + record(i + 1));
  DataSource source = load_data(files);
  CHECK(source.kind == DataKind::cifar);
  CHECK(source.description == "CIFAR-10, 10 images");
  CHECK_FALSE(source.test);
  put(files / "test_batch.bin", record(7));
  for (const fs::path& path : {files, folder.path(), files / "data_batch_2.bin"}) {
    source = load_data(path);
    CHECK(source.description == "CIFAR-10, 10 images and 1 for the test");
    CHECK(source.train.labels == std::vector<int>{1, 2, 2, 3, 3, 4, 4, 5, 5, 6});
    CHECK(source.test->labels == std::vector<int>{7});
    CHECK(source.files == 6);
  }
  CHECK(error_of([&] {
          load_data(files, {.shape = Shape{1, 28, 28}});
        }).ends_with("expected images of 1 x 28 x 28, found 3 x 32 x 32"));
  fs::remove(files / "data_batch_4.bin");  // most of the images aren't all of them
  CHECK(error_of([&] { load_data(files); }).find("data_batch_4.bin") != std::string::npos);
}
