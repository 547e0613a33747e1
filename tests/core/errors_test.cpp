#include <doctest/doctest.h>

#include <angka/core/errors.hpp>
#include <string>

namespace {

using namespace angka;

TEST_CASE("errors are one line; one about a file names it, what was expected and what was found") {
  const FileError error("a b.png", "a PNG image", "text");
  CHECK(std::string(error.what()) == "a b.png: expected a PNG image, found text");
  CHECK(error.file() == "a b.png");
  CHECK(error.expected() == "a PNG image");
  CHECK(error.found() == "text");
}

TEST_CASE("what is raised is caught by its own type or as any of the library's errors") {
  CHECK_THROWS_AS(raise(SettingError("rate: is 0")), SettingError);
  CHECK_THROWS_AS(raise(SettingError("rate: is 0")), Error);
  CHECK_THROWS_AS(raise(FileError("f", "e", "f")), Error);
  CHECK_THROWS_WITH(raise(Error("text")), "text");
}

}  // namespace
