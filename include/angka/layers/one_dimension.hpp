#pragma once

// Layers of signals: an image of one row, C x 1 x W.

#include <angka/layers/conv.hpp>
#include <angka/layers/pool.hpp>
#include <type_traits>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// A modifier of a one-dimensional layer as that of one row.
template <class Modifier>
std::type_identity<Modifier> in_a_row(Modifier);
template <int P>
std::type_identity<Padding<0, P>> in_a_row(Padding<P>);
template <int S>
std::type_identity<Stride<1, S>> in_a_row(Stride<S>);
template <int D>
std::type_identity<Dilation<1, D>> in_a_row(Dilation<D>);
template <class Modifier>
using InARow = typename decltype(in_a_row(Modifier{}))::type;

}  // namespace detail

/// Convolution of signals, C x 1 x W -> Filters x 1 x W': `Conv2D<Filters, Kernel{1, Width}>`, whose
/// modifiers are one number each. Same as torch.nn.Conv1d, keras.layers.Conv1D; in files a weight is
/// Filters, C, 1, Width, and PyTorch's of Filters, C, Width are read, too.
/// Example: `Network<Input<3, 1, 128>, Conv1D<8, 5, Stride<2>>>::output == Shape{8, 1, 62}`
template <int Filters, int Width, class... Modifiers>
using Conv1D = Conv2D<Filters, Kernel{1, Width}, detail::InARow<Modifiers>...>;

/// The largest value of each window of signals: `MaxPool2D<Kernel{1, Width}>`. Same as
/// torch.nn.MaxPool1d, keras.layers.MaxPooling1D.
/// Example: `Network<Input<3, 1, 128>, MaxPool1D<4>>::output == Shape{3, 1, 32}`
template <int Width, class... Modifiers>
using MaxPool1D = MaxPool2D<Kernel{1, Width}, detail::InARow<Modifiers>...>;

/// The mean of each window of signals: `AveragePool2D<Kernel{1, Width}>`. Same as
/// torch.nn.AvgPool1d, keras.layers.AveragePooling1D.
/// Example: `Network<Input<3, 1, 128>, AveragePool1D<4>>::output == Shape{3, 1, 32}`
template <int Width, class... Modifiers>
using AveragePool1D = AveragePool2D<Kernel{1, Width}, detail::InARow<Modifiers>...>;

}  // namespace angka::inline ANGKA_ISA
