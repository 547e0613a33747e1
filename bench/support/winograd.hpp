#pragma once

#include <angka/layers/conv.hpp>

/// Whether a layer multiplies less than its `multiply_adds`, so that a rate would mean nothing.
template <class Bound>
constexpr bool uses_winograd() {
  if constexpr (requires { typename Bound::ConvBound; })
    return uses_winograd<typename Bound::ConvBound>();
  else if constexpr (requires { Bound::convolution; })
    return angka::detail::winograd_pays(Bound::convolution);
  else
    return false;
}
