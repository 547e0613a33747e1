#include <angka/core/bytes.hpp>
#include <angka/io/checkpoint.hpp>

#include "surface.hpp"

using namespace angka;

namespace {

/// What a checkpoint is read into: 3 weights and an optimizer with 2 numbers for each.
class Stub {
 public:
  TrainingState<float> state{};
  bool restored = false;

  Stub() {
    state.weights = {1, 2, 3};
    state.optimizer = {{1, 2, 3}, {4, 5, 6}};
  }
  TrainingState<float> training_state() const { return state; }
  bool takes(const TrainingState<float>& other) const {
    return other.weights.size() == 3 && other.optimizer.size() == 2 &&
           other.optimizer[0].size() == 3 && other.optimizer[1].size() == 3 &&
           (other.best_weights.empty() || other.best_weights.size() == 3);
  }
  void restore(TrainingState<float> other) {
    state = std::move(other);
    restored = true;
  }
};

}  // namespace

Loaded load(std::span<const std::uint8_t> file) {
  static const MemoryFile input;
  const auto read = [](std::span<const std::uint8_t> bytes) -> Loaded {
    Stub stub;
    try {
      load_checkpoint(input.holding(bytes), stub, "seed");
    } catch (const FileError& error) {
      require_reason(error.what());
      require(!stub.restored, "a model that a refused checkpoint leaves alone");
      return std::nullopt;
    }
    require(stub.restored, "a model that has taken over what was read");
    return detail::checkpoint::encode(stub.state, "seed");
  };
  Loaded loaded = read(file);
  if (loaded) require(read(*loaded) == loaded, "a checkpoint that is read as written");
  return loaded;
}

bool seal(std::span<std::uint8_t> file) {
  if (file.size() < 4) return true;
  const std::uint32_t sum = detail::crc32(file.first(file.size() - 4));
  for (std::size_t i = 0; i < 4; ++i)
    file[file.size() - 4 + i] = static_cast<std::uint8_t>(sum >> 8 * i);
  return true;
}
