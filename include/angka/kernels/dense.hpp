#pragma once

// The kernels of a fully connected layer, in lanes and of a single image.

#include <angka/core/lanes.hpp>
#include <angka/core/share.hpp>
#include <angka/kernels/blocks.hpp>
#include <type_traits>

namespace angka::inline ANGKA_ISA::detail {

/// outputs[o] = bias[o] + sum over i of weights[i InputStep + o OutputStep] inputs[i].
template <int Inputs, int Outputs, int InputStep, int OutputStep, class T>
void dense_product(const Lanes<T>* inputs, const T* weights, const T* bias, Lanes<T>* outputs) {
  constexpr int block = choose_block(Outputs, 1, register_block).outputs;
  in_blocks<Outputs, block>([&]<int Count>(int first) {
    Lanes<T> sum[Count];
    ANGKA_UNROLL
    for (int o = 0; o < Count; ++o) sum[o] = Lanes<T>(bias ? bias[first + o] : T(0));
    const T* column = weights + first * OutputStep;
    for (int i = 0; i < Inputs; ++i) {
      const Lanes<T> input = inputs[i];
      ANGKA_UNROLL
      for (int o = 0; o < Count; ++o)
        sum[o] = fma(Lanes<T>(column[i * InputStep + o * OutputStep]), input, sum[o]);
    }
    ANGKA_UNROLL
    for (int o = 0; o < Count; ++o) outputs[first + o] = sum[o];
  });
}

/// `Vectors` registers of outputs of `dense_single`, from number `first` on.
template <int Inputs, int Outputs, int Vectors, class T>
void dense_single_block(const T* inputs, const T* weights, const T* bias, T* outputs, int first) {
  constexpr int lanes = Lanes<T>::count;
  Lanes<T> sum[Vectors];
  const T* column = weights + first * lanes;
  ANGKA_UNROLL
  for (int v = 0; v < Vectors; ++v)
    sum[v] = bias ? Lanes<T>::load_unaligned(bias + (first + v) * lanes) : Lanes<T>(T(0));
  for (int i = 0; i < Inputs; ++i, column += Outputs) {
    const Lanes<T> input(inputs[i]);
    ANGKA_UNROLL
    for (int v = 0; v < Vectors; ++v)
      sum[v] = fma(Lanes<T>::load_unaligned(column + v * lanes), input, sum[v]);
  }
  ANGKA_UNROLL
  for (int v = 0; v < Vectors; ++v) sum[v].store(outputs + (first + v) * lanes);
}

/// outputs[o] = bias[o] + sum over i of weights[i Outputs + o] inputs[i], for one image, of the
/// registers of outputs or a share of them.
template <int Inputs, int Outputs, class T, class Part>
void dense_single(const T* inputs, const T* weights, const T* bias, T* outputs, Part part) {
  constexpr int vectors = round_up(Outputs, Lanes<T>::count) / Lanes<T>::count;
  const auto run = [&]<int Vectors>(int first) {
    dense_single_block<Inputs, Outputs, Vectors>(inputs, weights, bias, outputs, first);
  };
  if constexpr (std::is_same_v<Part, Whole>)
    in_blocks<vectors, choose_block(vectors, 1, register_block).outputs>(run);
  else
    in_blocks<8>(part.begin(vectors), part.end(vectors), run);
}

}  // namespace angka::inline ANGKA_ISA::detail
