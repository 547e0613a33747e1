#include <angka/angka.hpp>
#include <angka/data/card.hpp>
#include <angka/data/load.hpp>
#include <angka/io/checkpoint.hpp>
#include <angka/io/weights.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "faults.hpp"
#include "files.hpp"
#include "training/quadrants.hpp"

using namespace angka;
using faults::Kind;

namespace {

namespace fs = std::filesystem;
const fs::path corpus = fs::path(ANGKA_SOURCE_DIR) / "tests/fuzz/corpus";

using Net = Network<Input<1, 6, 6>, Conv2D<2, 3>, LeakyReLU, Dense<4>>;
using Classifier = Model<Net, CrossEntropy, Adam>;

/// Whatever fails, what is loaded without an error is what is in the file.
template <class Load>
void check_loading(const Load& load) {
  const auto expected = load();
  for (const Kind kind : {Kind::memory, Kind::read}) {
    bool same = false;
    const long calls = faults::each(
        kind, [] {}, [&] { same = load() == expected; },
        [&](bool done) {
          if (done) CHECK(same);
        });
    CHECK(calls > 0);
  }
}

std::vector<float> weights(const Net& net) { return {net.state().begin(), net.state().end()}; }

}  // namespace

TEST_CASE("IDX files are read as they are or not at all, whatever call fails") {
  for (const std::string ending : {"", "-gzipped"})
    check_loading([&] {
      const Dataset data = load_idx(corpus / "idx/accepted" / ("images" + ending),
                                    corpus / "idx/accepted" / ("labels" + ending));
      return std::pair(data.pixels, data.labels);
    });
}

TEST_CASE("tables and arrays are read as they are or not at all, whatever call fails") {
  check_loading([&] { return load_csv(corpus / "csv/accepted/Kaggle").pixels; });
  for (const char* name : {"stored", "deflated"})
    check_loading([&] { return load_numpy(corpus / "npz/accepted" / name).train.pixels; });
}

TEST_CASE("images are read as they are or not at all, whatever call fails") {
  for (const char* name :
       {"png-type-6-depth-8-interlaced", "png-palette-depth-4-16-colours-transparent",
        "png-compressed-at-level-1-in-pieces", "jpeg-colour-halved-both-ways",
        "jpeg-grey-progressive", "bmp-palette-4-bits-9-colours-header-40", "pgm-P2-to-1000"}) {
    CAPTURE(name);
    check_loading([&] { return read_image(corpus / "image/accepted" / name).pixels; });
  }
}

// Without memory, libstdc++'s directory_iterator ends the program.
TEST_CASE("a class folder is read as it is, or what is missing is told, whatever read fails") {
  const TemporaryFolder folder;
  for (const char* name : {"cat", "dog"}) {
    fs::create_directory(folder / name);
    for (const char* image : {"png-type-0-depth-1", "jpeg-grey"})
      fs::copy(corpus / "image/accepted" / image, folder / name);
  }
  const auto load = [&](LoadReport& report) {
    return load_class_folder(folder.path(), {.shape = {1, 6, 6}}, &report).pixels;
  };
  LoadReport whole;
  const std::vector<std::uint8_t> expected = load(whole);
  REQUIRE(whole.loaded == 4);
  bool told = false;
  const long calls = faults::each(
      Kind::read, [] {},
      [&] {
        LoadReport report;
        told = load(report) == expected || report.skipped > 0;
        told &= report.loaded + report.skipped == 4;
      },
      [&](bool done) {
        if (done) CHECK(told);
      });
  CHECK(calls > 0);
}

TEST_CASE("a card is read as it is or not at all, whatever call fails") {
  check_loading([] {
    const DataCard card = read_card(corpus / "card/accepted/whole");
    std::vector<std::string> texts;
    for (const DataCard::Field& field : DataCard::fields) texts.push_back(card.*(field.text));
    return texts;
  });
}

TEST_CASE("weights are loaded as a whole or not at all, whatever call fails") {
  const TemporaryFolder folder;
  Net saved(seed(1));
  const Net other(seed(2));
  saved.layer<LeakyReLU>().negative_slope = 0.5f;
  saved.normalization.mean = 0.5f;
  save_weights(folder / "model", saved, {{"net", "small"}});
  Net net = other;
  for (const Kind kind : {Kind::memory, Kind::read}) {
    const long calls = faults::each(
        kind,
        [&] {
          std::copy(other.state().begin(), other.state().end(), net.state().begin());
          net.layer<LeakyReLU>() = other.layer<LeakyReLU>();
          net.normalization = other.normalization;
        },
        [&] { load_weights(folder / "model", net); },
        [&](bool done) {
          const Net& expected = done ? saved : other;
          CHECK(weights(net) == weights(expected));
          CHECK(net.layer<LeakyReLU>().negative_slope ==
                expected.layer<LeakyReLU>().negative_slope);
          CHECK(net.normalization == expected.normalization);
        });
    CHECK(calls > 0);
  }
}

TEST_CASE("a checkpoint is loaded as a whole or not at all, whatever call fails") {
  const TemporaryFolder folder;
  const Dataset data = quadrants(20);
  const auto trained = [&](std::uint64_t number, int epochs) {
    Classifier model{seed(number)};
    model.fit(data, {.epochs = epochs, .validation = data, .restore_best = true});
    return model;
  };
  Classifier saved = trained(1, 2), other = trained(2, 1), model = other;
  save_checkpoint(folder / "saved", saved);
  const auto bytes = [&](const Classifier& of) {
    save_checkpoint(folder / "compared", of);
    return content(folder / "compared");
  };
  const std::string saved_bytes = bytes(saved), other_bytes = bytes(other);
  for (const Kind kind : {Kind::memory, Kind::read}) {
    const long calls = faults::each(
        kind, [&] { model.restore(other.training_state()); },
        [&] { load_checkpoint(folder / "saved", model); },
        [&](bool done) { CHECK(bytes(model) == (done ? saved_bytes : other_bytes)); });
    CHECK(calls > 0);
  }
}
