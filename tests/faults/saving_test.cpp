#include <angka/angka.hpp>
#include <angka/io/checkpoint.hpp>
#include <angka/io/weights.hpp>

#include <functional>
#include <string>

#include "faults.hpp"
#include "files.hpp"
#include "training/quadrants.hpp"

using namespace angka;
using faults::Kind;

namespace {

using Net = Network<Input<1, 6, 6>, Conv2D<2, 3>, ReLU, Dense<4>>;

/// Whatever fails, the file holds what it did, or all of what was saved if nothing is said to have
/// failed; and nothing lies beside it.
void check_saving(const std::function<void(const std::filesystem::path&)>& save) {
  const TemporaryFolder folder;
  const auto path = folder / "file";
  save(path);
  const std::string whole = content(path);
  for (const bool existing : {true, false})
    for (const Kind kind :
         {Kind::memory, Kind::open, Kind::write, Kind::fsync, Kind::close, Kind::rename}) {
      CAPTURE(existing);
      const auto prepare = [&] {
        std::filesystem::remove(path);
        if (existing) put(path, "old");
      };
      const long calls = faults::each(
          kind, prepare, [&] { save(path); },
          [&](bool done) {
            if (done || existing) CHECK(content(path) == (done ? whole : "old"));
            CHECK(folder.entries() == (done || existing ? 1 : 0));
          });
      CHECK(calls > 0);
    }
}

}  // namespace

TEST_CASE("weights are saved whole or not at all, whatever call fails") {
  const Net net(seed(1));
  check_saving([&](const auto& path) { save_weights(path, net, {{"net", "small"}}); });
}

TEST_CASE("a checkpoint is saved whole or not at all, whatever call fails") {
  Model<Net, CrossEntropy, Adam> model{seed(1)};
  const Dataset data = quadrants(20);
  model.fit(data, {.epochs = 2, .validation = data, .restore_best = true});
  check_saving([&](const auto& path) { save_checkpoint(path, model, "purpose"); });
}
