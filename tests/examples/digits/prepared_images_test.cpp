#include <sys/stat.h>

#include <angka/data/image.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/sheet.hpp>

#include "console/fingerprint.hpp"
#include "reading.hpp"

// Photographs are read once: what they became is kept.

namespace {

namespace fs = std::filesystem;

/// A dark digit of the bundled ones, twice as large.
void put_photograph(const fs::path& path, int digit, int nth) {
  static const angka::Dataset data = angka::load_sheet(bundled);
  const auto pixels = data.image(static_cast<std::size_t>(500 * digit + nth));
  angka::Image image{28, 28, 1, {pixels.begin(), pixels.end()}};
  for (std::uint8_t& pixel : image.pixels) pixel = static_cast<std::uint8_t>(230 - pixel * 3 / 4);
  fs::create_directories(path.parent_path());
  put_png(path, angka::resize(image, 56, 56));
}

void put_photographs(const TemporaryFolder& folder) {
  for (const int digit : {3, 7})
    for (int i = 0; i < 2; ++i)
      put_photograph(folder / "data" / std::to_string(digit) / ("w" + std::to_string(i) + "_1.png"),
                     digit, i);
  put_png(folder / "data/3/w1_2.png", {50, 50, 1, std::vector<std::uint8_t>(2500, 200)});
}

/// What `digits inspect` says, with a cache.
std::string inspected(const TemporaryFolder& folder, const std::string& cache,
                      Call* told = nullptr) {
  Arguments words{"inspect", "data", "--json", "j", "--validation", "0"};
  if (!cache.empty()) words.insert(words.end(), {"--cache", cache});
  const Call call = digits(folder, words);
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  if (told) *told = call;
  return call.out + content(folder / "j");
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  return files;
}

}  // namespace

TEST_CASE("photographs are read once, and again where file, class or cache are another") {
  const TemporaryFolder folder;
  put_photographs(folder);
  const std::string first = inspected(folder, "made/cache");
  CHECK(first.find("4 images are photographs") != first.npos);
  REQUIRE(files_of(folder / "made/cache").size() == 1);
  const fs::path kept = files_of(folder / "made/cache")[0];
  const std::string whole = content(kept);
  CHECK(inspected(folder, "made/cache") == first);
  CHECK(content(kept) == whole);

  // What is told is what was kept: an image that is altered there is another.
  const auto replace_end = [](std::string file) {
    file.resize(file.size() - 16);
    return file + fingerprint(file);
  };
  CHECK(replace_end(whole) == whole);
  std::string altered = whole;
  for (const std::size_t at : {whole.size() / 2, whole.size() / 2 + 850})  // pixels one or other
    altered[at] = static_cast<char>(altered[at] ^ 127);
  put(kept, replace_end(altered));
  CHECK(inspected(folder, "made/cache") != first);

  // Damaged, cut short, or of another program: it is made anew.
  std::string other = whole;
  other.replace(other.find("photographs 1"), 13, "photographs 2");
  for (const std::string& damaged :
       {altered, whole.substr(0, whole.size() / 2), std::string(), replace_end(other),
        replace_end(whole.substr(0, whole.size() - 100)), replace_end(whole + "more")}) {
    put(kept, damaged);
    CHECK(inspected(folder, "made/cache") == first);
    CHECK(content(kept) == whole);
  }

  // Another picture under the same name, and one that moved to another class.
  put_photograph(folder / "data/3/w0_1.png", 3, 9);
  fs::rename(folder / "data/7/w1_1.png", folder / "data/3/w1_3.png");
  const std::string second = inspected(folder, "made/cache");
  CHECK(second != first);
  CHECK(second == inspected(folder, "another"));
  CHECK(files_of(folder / "made/cache").size() == 2);

  // Of twenty data sets or so.
  for (int i = 0; i < 30; ++i) {
    put(folder / "made/cache" / (std::to_string(i) + ".photographs"), "old");
    fs::last_write_time(folder / "made/cache" / (std::to_string(i) + ".photographs"),
                        fs::file_time_type::clock::now() - std::chrono::hours(1));
  }
  put_photograph(folder / "data/3/w0_1.png", 3, 10);
  inspected(folder, "made/cache");
  CHECK(files_of(folder / "made/cache").size() == 20);
  CHECK(fs::exists(kept));
}

TEST_CASE("without a place to keep them photographs are read, and it is said once") {
  const TemporaryFolder folder;
  put_photographs(folder);
  put(folder / "file", "");
  Call call;
  const std::string first = inspected(folder, "made", &call);
  CHECK(call.err == "");
  CHECK(inspected(folder, "file/below", &call) == first);
  CHECK(call.error_lines() == 1);
  CHECK(call.err.find("photographs will be read again the next time: ") == 0);
  {
    const CacheAt nowhere(folder / "file");
    CHECK(inspected(folder, "", &call) == first);
    CHECK(call.error_lines() == 1);
    CHECK(call.err.find("a folder of this user alone") != std::string::npos);
  }
  const CacheAt home(folder / "home");
  CHECK(inspected(folder, "", &call) == first);
  CHECK(call.err == "");
  struct stat is {};
  REQUIRE(stat((folder / "home/angka/photographs").c_str(), &is) == 0);
  CHECK((is.st_mode & 0777) == 0700);
  CHECK(files_of(folder / "home/angka/photographs").size() == 1);
}

TEST_CASE(
    "of those who don't agree nothing is kept, nor is anything told by what was kept before") {
  const TemporaryFolder folder;
  put_photographs(folder);
  const std::string all = inspected(folder, "cache");
  const auto size = fs::file_size(files_of(folder / "cache")[0]);
  put(folder / "data/dataset.json", R"({"respondents": [{"writer": "w1", "consent": "no"}]})");
  const std::string fewer = inspected(folder, "cache");
  CHECK(fewer != all);
  CHECK(fewer.find("2 images are photographs") != fewer.npos);
  CHECK(fewer.find("left out: 3 images of writers without consent") != fewer.npos);
  CHECK(fewer == inspected(folder, "another"));
  CHECK(fs::file_size(files_of(folder / "another")[0]) < size - 2 * 784);
}
