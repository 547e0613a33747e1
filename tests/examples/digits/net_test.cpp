// `--net FILE`, and data of other numbers of classes than ten. Each network is compiled once: all
// tests share a cache.

#include <sys/stat.h>

#include <chrono>
#include <iterator>

#include "nets/headers.hpp"
#include "program.hpp"

namespace {

/// What `digits` says of a network's text.
Call train_with(const std::string& text, const Arguments& more = {}) {
  const TemporaryFolder folder;
  put(folder / "own.txt", text);
  Arguments words{"train",    "--net", "own.txt",       "--out", "m",
                  "--epochs", "1",     "--train-limit", "10"};
  words.insert(words.end(), more.begin(), more.end());
  return digits(folder, words);
}

}  // namespace

TEST_CASE("a network of one's own goes through every command") {
  const TemporaryFolder folder;
  const CacheAt cache(folder / "cache");
  put(folder / "three.txt",
      content(ANGKA_SOURCE_DIR "/examples/digits/nets/three_convolutions.txt"));
  const auto nets = folder / "cache/angka/nets";
  std::filesystem::create_directories(nets);
  for (int i = 0; i < 50; ++i)
    for (const char* ending : {".cpp", ".so"}) {
      const auto old = nets / (std::to_string(i) + ending);
      put(old, "old");
      std::filesystem::last_write_time(
          old, std::filesystem::file_time_type::clock::now() - std::chrono::hours(100 - i));
    }
  const Call trained = digits(folder, {"train", "--net", "three.txt", "--epochs", "2", "--out", "m",
                                       "--json", "t.json", "--train-limit", "1000"});
  CHECK(trained.err.find("Compiling the network three") != std::string::npos);
  REQUIRE(trained.status == 0);
  const auto json = read_json(folder / "t.json");
  CHECK(json["net"] == "three");
  // As Keras counts them: 320 + 64 (of 128, half are running figures) + 18,496 + 36,928 + 65,600
  // + 650, its last convolution leaving 5 x 5 pixels.
  CHECK(json["parameters"] == 320 + 64 + 18496 + 36928 + (5 * 5 * 64 + 1) * 64 + 650);
  CHECK(json["settings"]["dropout"] == 0.3);
  CHECK(json["test"]["accuracy"] > 0.8);

  struct stat is {};
  REQUIRE(stat(nets.c_str(), &is) == 0);
  CHECK((is.st_mode & 0777) == 0700);
  // The 40 that were used last are kept.
  CHECK(std::distance(std::filesystem::directory_iterator(nets), {}) == 80);
  for (const char* ending : {".cpp", ".so"}) {
    CHECK(!std::filesystem::exists(nets / (std::string("10") + ending)));
    CHECK(std::filesystem::exists(nets / (std::string("11") + ending)));
  }

  const Call evaluated = digits(folder, {"evaluate", "--model", "m", "--json", "e.json"});
  CHECK(evaluated.status == 0);
  CHECK(evaluated.err.empty());  // nothing is compiled again
  CHECK(read_json(folder / "e.json")["accuracy"] == json["test"]["accuracy"]);
  CHECK(digits(folder, {"export", "--model", "m", "--out", "m.hpp"}).status == 0);
  CHECK(
      digits(folder, {"tune", "--net", "three.txt", "--trials", "1", "--epochs", "1",
                      "--train-limit", "100", "--out", "tuned", "--json", "u.json", "--lang", "id"})
          .status == 0);
  CHECK(read_json(folder / "u.json")["trials"][0]["settings"]["dropout"] == 0.3);
  CHECK(digits(folder, {"demo", "--model", "m", "--out", "m.html"}).status == 0);

  const auto refused = [&] {
    const Call call = digits(folder, {"evaluate", "--model", "m"});
    CHECK(call.status == 2);
    CHECK(call.err.find("--compile") != std::string::npos);
    CHECK(call.error_lines() == 1);
  };
  {
    const CacheAt other(folder / "other");  // somebody else's
    refused();
  }
  for (const auto& entry : std::filesystem::directory_iterator(nets))
    if (entry.path().extension() == ".cpp") put(entry.path(), "another");
  refused();
  if (setting("ANGKA_WAYS", "") == "all")  // the same network a second time
    CHECK(digits(folder, {"evaluate", "--model", "m", "--compile"}).status == 0);
}

TEST_CASE("who ends the program ends the compiler that it called") {
  const TemporaryFolder folder;
  const CacheAt cache(folder / "cache");
  put(folder / "own.txt", "conv 8 3x3\nrelu\ndense 7\n");
  const auto nets = folder / "cache/angka/nets";
  for (const int signal : {SIGINT, SIGTERM}) {
    const Call call =
        digits(folder, {"train", "--net", "own.txt", "--out", "m", "--train-limit", "10"},
               [&](pid_t child) {
                 for (int i = 0; i < 1200 && !std::filesystem::exists(nets); ++i) usleep(50000);
                 usleep(1000000);
                 kill(child, signal);
               });
    CHECK(call.status == 1);
    CHECK(call.err.find("interrupted") != std::string::npos);
    for (const auto& entry : std::filesystem::directory_iterator(nets))
      CHECK(entry.path().extension() == ".cpp");
    std::filesystem::remove_all(nets);
    usleep(100000);
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
      std::ifstream file(process.path() / "cmdline");
      const std::string words{std::istreambuf_iterator<char>(file), {}};
      CHECK(words.find((folder / "cache").string()) == words.npos);
    }
  }
}

TEST_CASE("data of other numbers of classes than ten is inspected, trained and read") {
  const TemporaryFolder folder;
  const CacheAt cache(folder / "cache");
  // Circles, bars and crosses, here and there.
  std::string table = "label";
  for (int pixel = 0; pixel < 28 * 28; ++pixel) table += ",p" + std::to_string(pixel);
  table += '\n';
  for (int i = 0; i < 90; ++i) {
    const int label = i % 3;
    table += std::to_string(label);
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x) {
        const int u = x - 14 - i % 5, v = y - 14 + i % 4, from_centre = u * u + v * v;
        const bool ink = label == 0   ? from_centre > 40 && from_centre < 80
                         : label == 1 ? std::abs(u) < 2 && std::abs(v) < 9
                                      : std::abs(std::abs(u) - std::abs(v)) < 2 && std::abs(u) < 8;
        table += ink ? ",255" : ",0";
      }
    table += '\n';
  }
  put(folder / "shapes.csv", table);
  const Call inspected = digits(folder, {"inspect", "shapes.csv", "--json", "i.json"});
  CHECK(inspected.status == 0);
  CHECK(read_json(folder / "i.json")["per_class"].size() == 3);
  const Call trained =
      digits(folder, {"train", "shapes.csv", "--out", "m", "--json", "t.json", "--epochs", "20"});
  REQUIRE_MESSAGE(trained.status == 0, trained.err);
  const auto json = read_json(folder / "t.json");
  CHECK(json["net"] == "lenet5");
  CHECK(json["parameters"] == 61706 - 7 * 85);
  CHECK(json["test"]["accuracy"] > 0.9);
  CHECK(digits(folder, {"report", "shapes.csv", "--out", "r", "--epochs", "2", "--seeds", "1"})
            .status == 0);
}

TEST_CASE("a network's text that can't be used names its line and what fits there") {
  const auto refused = [](const std::string& text, const std::string& part) {
    const Call call = train_with(text);
    CAPTURE(text);
    CAPTURE(call.err);
    CHECK(call.status == 1);
    CHECK(call.error_lines() == 1);
    CHECK(call.err.find(part) != std::string::npos);
  };
  refused("", "line 1: expected a layer: conv, depthwise conv, separable conv, conv transpose");
  refused("relu\n\nconvolution 3\n",
          "line 3: expected a layer: conv, depthwise conv, separable conv, conv transpose");
  refused("conv 32\n", "line 1: expected conv FILTERS HxW");
  refused("conv 32 3x\n", "line 1: expected conv FILTERS HxW");
  refused("conv 32 3x29\n", "K from 1 to 28");
  refused("max pool 2x3 padding 1x2\n", "P from 0 to 1");
  refused("conv 0 3x3\n", "FILTERS from 1 to");
  refused("conv 8 3x3 stride 2 stride 2\n", "expected conv FILTERS HxW");
  refused("conv 8 3x3; system(\"true\")\n", "expected conv FILTERS HxW");
  refused("max pool 4\nmax pool 4\nconv 8 3x3\n", "line 3: expected a window that fits into 1 x 1");
  refused("conv 8 3x3 groups 3\n", "divides 1 channels and 8 filters");
  refused("depthwise conv 3 groups 1\n", "expected depthwise conv HxW");
  refused("separable conv 3\n", "expected separable conv FILTERS HxW");
  refused("separable conv 8 3 output padding 1\n", "expected separable conv FILTERS HxW");
  refused("conv 8 3x3 depth 2\n", "expected conv FILTERS HxW");
  refused("max pool 3 dilation 2 padding 1\n", "expected max pool HxW");
  refused("zero pad 1 2 3\n", "expected zero pad HxW or zero pad TOP BOTTOM LEFT RIGHT");
  refused("crop 1x1 1 1 1\n", "expected crop HxW or crop TOP BOTTOM LEFT RIGHT");
  refused("crop 0 0 20 8\n", "a window that fits into 28 x 28");
  refused("dropout 1\n", "RATE from 0 to below 1");
  refused("dropout nan\n", "RATE from 0 to below 1");
  refused("dense 1000000\n", "million parameters");
  refused("residual\nconv 8 3x3 same\nend\n", "expected a block whose layers end with 1 x 28 x 28");
  refused("residual\nrelu\n", "\"end\" of the block of line 1");
  refused("end\n", "expected a layer");
  refused("concat\nrelu\nend\n", "line 2: expected branch, found");
  refused("concat\nbranch\nrelu\nend\n", "line 4: expected branch, found");
  refused(
      "concat\nbranch\nbranch\nconv 8 3x3\nend\n",
      "for concat of one height and width, for multiply of one shape or channels x 1 x 1, found "
      "concat: 1 x 28 x 28, 8 x 26 x 26");
  std::string doubled;
  for (int i = 0; i < 20; ++i) doubled += "concat\nbranch\nbranch\nend\n";
  refused(doubled, "line 52: expected at most 100 layers");
  std::string many;
  for (int i = 0; i < 101; ++i) many += "relu\n";
  refused(many, "line 101: expected at most 100 layers");
  refused(std::string(70000, '\n'), "bytes");
}

TEST_CASE("without its compiler's folder a network of one's own is refused in a word") {
  const TemporaryFolder folder;
  put(folder / "nowhere", "");
  const CacheAt cache(folder / "nowhere");
  const Call call = train_with("relu\n");
  CHECK(call.status == 1);
  CHECK(call.error_lines() == 1);
  CHECK(call.err.find("a folder of this user alone") != std::string::npos);
}

TEST_CASE("headers are told from others by what is in them") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "core");
  put(folder / "a.hpp", "int a;");
  put(folder / "core" / "b.hpp", "int b;");
  put(folder / "core" / "notes.txt", "one");
  const std::string first = headers_fingerprint(folder.path());
  put(folder / "core" / "notes.txt", "two");
  put(folder / "a.hpp", "int a;");  // again, and newer
  CHECK(headers_fingerprint(folder.path()) == first);
  put(folder / "core" / "b.hpp", "int c;");
  CHECK(headers_fingerprint(folder.path()) != first);
}
