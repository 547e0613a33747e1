#pragma once

#include <algorithm>
#include <angka/core/denormals.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/packing.hpp>
#include <angka/layers/branches.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/architecture.hpp>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

/// Step I, which joins branches, where `value(number)` is the memory of a value.
template <class Step, class Value, class Find>
void run_join(Value* output, Find&& value) {
  [&]<std::size_t... B>(std::index_sequence<B...>) {
    const Value* inputs[] = {value(Step::inputs[B])...};
    join<typename Step::Bound>(JoinForward<Value>{inputs, output});
  }
  (std::make_index_sequence<Step::inputs.size()>{});
}

/// A single image through a network, wherever its parameters lie. `Pool`: a ThreadPool whose
/// threads share the work of large layers, or void.
template <class Architecture, class T, class Pool = void>
struct SinglePass {
  static constexpr bool shared = !std::is_void_v<Pool>;
  static constexpr auto plan = Architecture::template single_plan<T>(shared);
  static constexpr std::size_t outputs = static_cast<std::size_t>(Architecture::output.size());

  /// `trained` and `state`: the parameters, each with room for a register beyond its end. `memory`:
  /// plan.slot_size numbers, aligned to a register; the result lies there.
  template <class Layers, class Pixel>
  static std::span<T, outputs> run(const Layers& layers, const T* trained, const T* state,
                                   std::span<const Pixel> image, const PixelScale<T>& scale,
                                   T* memory, Pool* pool = nullptr) {
    const FlushDenormals flush;  // as in `fit` and in a batch
    constexpr int lanes = Lanes<T>::count;
    const int plane_size = Architecture::input.size() / scale.planes;
    T* first = memory + plan.value[0].offset;
    const Pixel* from = image.data();
    for (int plane = 0; plane < scale.planes; ++plane, first += plane_size, from += plane_size) {
      for (int p = 0; p < plane_size; ++p) first[p] = static_cast<T>(from[p]);
      for (int p = 0; p < plane_size; p += lanes)
        scale(Lanes<T>::load_unaligned(first + p), plane).store_unaligned(first + p);
    }
    Architecture::for_each_step([&]<int I>() {
      using Step = typename Architecture::template StepAt<I>;
      const auto value = [&](std::size_t number) { return memory + plan.value[number].offset; };
      if constexpr (Step::joins)
        run_join<Step>(value(I + 1), value);
      else
        step<typename Step::Bound>(
            settings_at(layers, typename Step::Position{}),
            SingleForward<T>{.parameters = trained + Architecture::trained_offset[I],
                             .input = value(Step::from),
                             .output = value(I + 1),
                             .workspace = memory + plan.forward_workspace[I].offset,
                             .state = state + Architecture::state_offset[I]},
            pool);
    });
    return std::span<T, outputs>(memory + plan.value[Architecture::size].offset, outputs);
  }

 private:
  template <class Bound, class Settings>
  static void step(const Settings& settings, const SingleForward<T>& pass,
                   [[maybe_unused]] Pool* pool) {
    if constexpr (shared && single_shares<Bound, T>() > 1) {
      constexpr int room = round_up(single_workspace<Bound, Settings, T>(), Lanes<T>::count);
      const int shares = std::min(pool->size(), single_shares<Bound, T>());
      pool->run_own(shares, [&](int part, int) {
        SingleForward<T> own = pass;
        own.workspace += part * room;
        Bound::forward_single(settings, own, Share{part, shares});
      });
    } else {
      forward_single<Bound>(settings, pass);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
