#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <angka/core/errors.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/packing.hpp>
#include <angka/layers/layers.hpp>
#include <angka/layers/settings.hpp>
#include <angka/network/inputs.hpp>
#include <angka/network/network.hpp>

namespace angka::inline ANGKA_ISA {

/// A trained network that predicts without heap, exceptions or input and output: its parameters lie
/// elsewhere, in read-only memory for instance, and so does its workspace, in static storage.
/// `save_cpp_header` (angka/io/cpp_header.hpp) writes one as a header.
///
/// `Net`: a Network. Its outputs are those of `Net`, bit by bit.
/// Example: `static const float trained[StaticNetwork<Net>::trained_size] = {},
/// state[StaticNetwork<Net>::state_size] = {}; static constexpr StaticNetwork<Net> net(trained,
/// state);`
template <class Net>
class StaticNetwork {
  using T = typename Net::Scalar;
  using Architecture = detail::ArchitectureOf<Net>;
  using Single = detail::SinglePass<Architecture, T>;

 public:
  static constexpr Shape input = Net::input;
  static constexpr std::size_t outputs = Net::outputs;

  /// Numbers in an array for so many parameters: room for the largest register lies behind them.
  static constexpr std::size_t storage(int parameters) {
    return static_cast<std::size_t>(parameters) + 64 / sizeof(T);
  }
  static constexpr std::size_t trained_size = storage(Architecture::trained);
  static constexpr std::size_t state_size = storage(Architecture::state);

  /// `trained` and `state`: the beginnings of `Net`'s `state()`, zeros behind them. Both are kept
  /// by reference.
  constexpr StaticNetwork(const T (&trained)[trained_size], const T (&state)[state_size],
                          const Normalization& normalization = {})
      : trained_(trained), state_(state), normalization_(normalization) {
    normalization_.check(input.channels);
  }

  /// Memory for the predictions of one thread.
  class Workspace {
   private:
    friend StaticNetwork;
    alignas(64) T memory_[static_cast<std::size_t>(Single::plan.slot_size)];
  };

  /// The outputs for one image of bytes (0..255; channel, row, column); they lie in the workspace,
  /// until the next call. An image of another size is a SettingError; where exceptions are off
  /// `error_handler` is called, or if there is none the program ends.
  std::span<const T, outputs> predict(std::span<const std::uint8_t> image,
                                      Workspace& workspace) const {
    return run(image, workspace);
  }
  /// The same for an image of numbers; a byte stands for byte / 255.
  std::span<const T, outputs> predict(std::span<const float> image, Workspace& workspace) const {
    return run(image, workspace);
  }

  /// The layer that stands there: `net.layer(At<1>{}).negative_slope = 0.2f`.
  template <int... Index>
  constexpr auto& layer(At<Index...> position) {
    return detail::settings_at(layers_, position);
  }
  /// A setting of the layer that stands there, by the name that the layer gives it.
  template <int... Index>
  constexpr void set(At<Index...> position, std::string_view name, double value) {
    bool known = false;
    detail::each_setting(layer(position), [&](std::string_view its_name, auto& setting) {
      if (its_name != name) return;
      detail::set_setting(setting, its_name, value);
      known = true;
    });
    if (!known) raise(SettingError("no setting " + std::string(name)));
  }

 private:
  template <class Pixel>
  std::span<const T, outputs> run(std::span<const Pixel> image, Workspace& workspace) const {
    if (image.size() != static_cast<std::size_t>(input.size()))
      detail::raise_setting("predict: the image is not of the size that the network takes");
    const detail::PixelScale<T> scale(normalization_, double{detail::white<Pixel>});
    return Single::run(layers_, trained_, state_, image, scale, workspace.memory_);
  }

  typename Architecture::Root layers_{};
  const T* trained_;
  const T* state_;
  Normalization normalization_;
};

}  // namespace angka::inline ANGKA_ISA
