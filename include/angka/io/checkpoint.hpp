#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <angka/core/bytes.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/training/training_state.hpp>

namespace angka::inline ANGKA_ISA {
namespace detail::checkpoint {

inline constexpr std::string_view magic = "angka checkpoint 5\n";
/// The version of a checkpoint, by its text; 0 of anything else. Earlier versions are the same, but
/// end earlier: the fourth knows of no frozen layers, the third of no average over epochs, the
/// second no average of weights, the first ends with the best weights and says nothing of the
/// network's settings either.
inline int version_of(std::string_view text) {
  constexpr std::size_t digit = magic.size() - 2;
  if (text.size() < magic.size() || text.substr(0, digit) != magic.substr(0, digit) ||
      text[digit + 1] != '\n' || text[digit] < '1' || text[digit] > magic[digit])
    return 0;
  return text[digit] - '0';
}

/// How many bytes the arrays of a state take, with best weights or without.
template <class State>
std::uintmax_t array_bytes(const State& state) {
  std::uintmax_t numbers = 3 * state.weights.size();
  for (const auto& slot : state.optimizer) numbers += slot.size();
  return numbers * sizeof(typename decltype(State::weights)::value_type);
}
/// No checkpoint of such a state is larger: there is room for a training of ten million epochs.
template <class State>
std::uintmax_t most_bytes(const State& state, std::string_view purpose) {
  return array_bytes(state) + purpose.size() + (std::uintmax_t{1} << 30);
}

/// Numbers, texts and arrays one after the other, little-endian.
struct Writer {
  std::vector<std::uint8_t> bytes{};

  template <class Number>
  void number(Number value) {
    if constexpr (std::is_same_v<Number, double>)
      append_little_endian(bytes, std::bit_cast<std::uint64_t>(value));
    else if constexpr (std::is_same_v<Number, float>)
      append_little_endian(bytes, std::bit_cast<std::uint32_t>(value));
    else
      append_little_endian(bytes, static_cast<std::uint64_t>(value));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes.insert(bytes.end(), value.begin(), value.end());
  }
  template <class T>
  void array(const std::vector<T>& values) {
    number(values.size());
    for (const T value : values) number(value);
  }
};

/// Reads what a Writer wrote; raises FileError at the end of the bytes.
class Reader {
 public:
  Reader(std::span<const std::uint8_t> bytes, const std::string& name)
      : rest_(bytes), name_(name) {}

  template <class Number>
  Number number() {
    if constexpr (std::is_same_v<Number, double>)
      return std::bit_cast<double>(take<std::uint64_t>());
    else if constexpr (std::is_same_v<Number, float>)
      return std::bit_cast<float>(take<std::uint32_t>());
    else
      return static_cast<Number>(take<std::uint64_t>());
  }
  std::string text() {
    const std::size_t size = count(1);
    const std::string value(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
    return value;
  }
  template <class T>
  std::vector<T> array() {
    std::vector<T> values(count(sizeof(T)));
    for (T& value : values) value = number<T>();
    return values;
  }
  /// A number of things of `size` bytes or more, which the rest has room for.
  std::size_t count(std::size_t size) {
    const auto number = take<std::uint64_t>();
    if (number > rest_.size() / size) refuse("one that breaks off");
    return static_cast<std::size_t>(number);
  }
  bool at_end() const { return rest_.empty(); }
  [[noreturn]] void refuse(const std::string& found) const {
    raise(FileError(name_, "a whole checkpoint", found));
  }

 private:
  template <class Integer>
  Integer take() {
    if (rest_.size() < sizeof(Integer)) refuse("one that breaks off");
    const auto value = little_endian<Integer>(rest_);
    rest_ = rest_.subspan(sizeof(Integer));
    return value;
  }

  std::span<const std::uint8_t> rest_;
  const std::string& name_;
};

/// Visits the numbers of an epoch's result, in the order of the file.
template <class Result, class Visit>
void each_number(Result& result, Visit&& visit) {
  visit(result.loss);
  visit(result.train_accuracy);
  visit(result.validation_loss);
  visit(result.validation_accuracy);
  visit(result.learning_rate);
  visit(result.seconds);
  visit(result.images_per_second);
}

/// Visits what the second version added to a state, in the order of the file.
template <class State, class Visit>
void each_addition(State& state, Visit&& visit) {
  visit(state.shown);
  visit(state.tally.images);
  visit(state.tally.correct);
  visit(state.tally.loss);
  visit(state.tally.weight);
  visit(state.epoch_seconds);
}

inline void put_settings(Writer& out, const NetworkSettings& settings) {
  for (const PerChannel& numbers :
       {settings.normalization.mean, settings.normalization.standard_deviation})
    out.array(std::vector<float>(numbers.begin(), numbers.end()));
  out.number(settings.layers.size());
  for (const NamedSetting& setting : settings.layers) {
    out.text(setting.name);
    out.number(setting.value);
  }
  out.number(settings.kinds.size());
  for (const std::string& kind : settings.kinds) out.text(kind);
}

inline NetworkSettings take_settings(Reader& in) {
  NetworkSettings settings;
  for (PerChannel* numbers :
       {&settings.normalization.mean, &settings.normalization.standard_deviation}) {
    const auto values = in.array<float>();
    if (values.empty() || values.size() > std::size_t{PerChannel::max_size})
      in.refuse("one that normalizes " + std::to_string(values.size()) + " channels");
    *numbers = PerChannel(std::span<const float>(values));
  }
  settings.layers.resize(in.count(2 * 8));
  for (NamedSetting& setting : settings.layers) {
    setting.name = in.text();
    setting.value = in.number<double>();
  }
  settings.kinds.resize(in.count(8));
  for (std::string& kind : settings.kinds) kind = in.text();
  return settings;
}

/// The bytes of a checkpoint.
template <class State>
std::vector<std::uint8_t> encode(const State& state, std::string_view purpose) {
  Writer out;
  out.bytes.reserve(static_cast<std::size_t>(array_bytes(state)) + (std::size_t{1} << 16));
  out.bytes.assign(magic.begin(), magic.end());
  out.text(purpose);
  out.number(sizeof(state.weights.front()));
  out.number(state.seed.value);
  out.number(state.epochs);
  out.number(state.steps);
  out.number(state.history.best_epoch);
  out.number(state.history.seconds);
  out.number(state.best_loss);
  out.number(state.history.epochs.size());
  for (const EpochResult& epoch : state.history.epochs) {
    out.number(epoch.epoch);
    out.number(epoch.has_validation);
    each_number(epoch, [&](double value) { out.number(value); });
  }
  out.array(state.weights);
  out.number(state.optimizer.size());
  for (const auto& slot : state.optimizer) out.array(slot);
  out.array(state.best_weights);
  each_addition(state, [&](auto value) { out.number(value); });
  out.number(state.settings.has_value());
  if (state.settings) put_settings(out, *state.settings);
  out.array(state.average_weights);
  out.number(state.averaged_epochs);
  for (const EpochResult& epoch : state.history.epochs) out.number(epoch.average_seconds);
  out.number(state.layers.size());
  for (const LayerTraining& layer : state.layers) {
    out.number(layer.frozen);
    out.number(layer.rate);
    out.number(layer.decay);
  }
  out.array(state.missed);
  append_little_endian(out.bytes, crc32(out.bytes));
  return std::move(out.bytes);
}

}  // namespace detail::checkpoint

/// Writes all that the training of `model` goes on from, whole or not at all; at any time between
/// two steps, as in an observer, or after `fit`:
/// `model.fit(train, options, [&](const EpochResult&) { save_checkpoint("run.ckpt", model); });`
///
/// It holds weights, best weights, the optimizer's state, the history, the settings of the layers
/// and the normalization, which layers are frozen and their rates, and what layers and optimizer
/// are; not the settings of loss and optimizer. `purpose`: what must be the same when it is loaded,
/// such as data and settings; any text.
///
/// Errors: SettingError for settings that can't be used; FileError; an existing file is then
/// unchanged.
template <class ModelType>
void save_checkpoint(const std::filesystem::path& path, const ModelType& model,
                     std::string_view purpose = {}) {
  write_file_atomically(path, detail::checkpoint::encode(model.training_state(), purpose));
}

/// Brings back what save_checkpoint wrote of a model of the same type: `fit` with `resume` set and
/// the same data and options then ends as the uninterrupted training would have, bit by bit.
/// Checkpoints of the first version say nothing of settings and normalization: `model` keeps its
/// own.
///
/// Errors: FileError for a file that is damaged, of another kind of model, or made for another
/// `purpose`; `model` is then unchanged.
/// Example: `save_checkpoint("training.angka", model); load_checkpoint("training.angka", model);`
template <class ModelType>
void load_checkpoint(const std::filesystem::path& path, ModelType& model,
                     std::string_view purpose = {}) {
  namespace format = detail::checkpoint;
  using State = decltype(model.training_state());
  using T = typename decltype(State::weights)::value_type;
  const std::string name = detail::printable(path);
  const auto bytes = read_file(path, format::most_bytes(model.training_state(), purpose));
  std::span<const std::uint8_t> body(bytes);
  const auto* begin = reinterpret_cast<const char*>(bytes.data());
  const std::string_view text(begin, bytes.size());
  const int version = format::version_of(text);
  if (version == 0) raise(FileError(name, "a checkpoint", "something else"));
  if (body.size() < format::magic.size() + 4)
    raise(FileError(name, "a whole checkpoint", "one that breaks off"));
  const auto sum = detail::little_endian(bytes, bytes.size() - 4);
  body = body.first(body.size() - 4);
  if (detail::crc32(body) != sum)
    raise(FileError(name, "a whole checkpoint", "a wrong checksum: it is damaged"));

  format::Reader in(body.subspan(format::magic.size()), name);
  if (in.text() != purpose)
    raise(FileError(name, "a checkpoint of this training", "one of other data or settings"));
  const auto other_model = [&] {
    raise(FileError(name, "a checkpoint of this model",
                    "one of another kind of model, or of a build for another instruction set"));
  };
  if (in.template number<std::size_t>() != sizeof(T)) other_model();
  State state;
  state.seed.value = in.template number<std::uint64_t>();
  state.epochs = in.template number<std::uint32_t>();
  state.steps = in.template number<std::int64_t>();
  state.history.best_epoch = in.template number<int>();
  state.history.seconds = in.template number<double>();
  state.best_loss = in.template number<double>();
  state.history.epochs.resize(in.count(9 * 8));
  for (EpochResult& epoch : state.history.epochs) {
    epoch.epoch = in.template number<int>();
    epoch.has_validation = in.template number<int>() != 0;
    format::each_number(epoch, [&](double& value) { value = in.template number<double>(); });
  }
  state.weights = in.template array<T>();
  state.optimizer.resize(in.count(8));
  for (auto& slot : state.optimizer) slot = in.template array<T>();
  state.best_weights = in.template array<T>();
  if (version >= 2) {
    format::each_addition(
        state, [&]<class Number>(Number& value) { value = in.template number<Number>(); });
    if (state.shown > ShownWeights::average) in.refuse("one that shows other weights");
    if (in.template number<std::uint64_t>() != 0) state.settings = format::take_settings(in);
    if (version >= 3) state.average_weights = in.template array<T>();
    if (version >= 4) {
      state.averaged_epochs = in.template number<std::int64_t>();
      for (EpochResult& epoch : state.history.epochs)
        epoch.average_seconds = in.template number<double>();
    }
    if (version >= 5) {
      state.layers.resize(in.count(3 * 8));
      for (LayerTraining& layer : state.layers) {
        layer.frozen = in.template number<int>() != 0;
        layer.rate = in.template number<double>();
        layer.decay = in.template number<double>();
      }
      state.missed = in.template array<std::int64_t>();
    }
  }
  if (!in.at_end()) in.refuse("one with something behind it");
  if (!model.takes(state)) other_model();
  try {
    model.restore(std::move(state));
  } catch (const SettingError& error) {
    raise(FileError(name, "a checkpoint of this model",
                    detail::printable(std::string_view(error.what()))));
  }
}

}  // namespace angka::inline ANGKA_ISA
