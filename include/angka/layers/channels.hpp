#pragma once

#include <algorithm>
#include <angka/layers/border.hpp>
#include <angka/layers/layer.hpp>
#include <array>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Within more channels, `Before` of them in front.
template <Shape Inner, Shape Outer, int Before>
struct InChannels {
  template <bool Add, class V>
  static void copy(const V* from, V* to, V blank) {
    constexpr int begin = Before * Outer.pixels(), size = Inner.size();
    if (Add) {
      std::fill_n(to, begin, blank);
      std::fill(to + begin + size, to + Outer.size(), blank);
    }
    std::copy_n(from + (Add ? 0 : begin), size, to + (Add ? begin : 0));
  }
};

template <Shape In, Shape Out, int Before, bool Add>
using SomeChannels = Surrounded<In, Out, Add, InChannels<Add ? In : Out, Add ? Out : In, Before>>;

}  // namespace detail

/// `Count` of an image's channels, from number `First` on. C x H x W -> Count x H x W.
///
/// Same as x[:, First:First + Count] in PyTorch. Branches that begin with it share the channels
/// out, as torch.split does.
/// Source: Ma et al. 2018 (arXiv 1807.11164), where half of the channels pass each unit.
/// Example: `Network<Input<6, 8, 8>, ChannelSlice<2, 3>>::output == Shape{3, 8, 8}`
template <int First, int Count>
struct ChannelSlice {
  static_assert(First >= 0 && Count > 0,
                "angka: ChannelSlice needs the number of a channel, 0 or more, and a count");
  static constexpr const char* kind = "channel_slice";
  static constexpr std::array channels{First, Count};
  static constexpr Shape needs(Shape in) {
    return {std::max(in.channels, First + Count), in.height, in.width};
  }

  template <Shape In>
  using Bind = detail::SomeChannels<In, Shape{Count, In.height, In.width}, First, false>;
};

/// Channels of zeros around an image's. C x H x W -> (Before + C + After) x H x W.
///
/// Same as torch.nn.functional.pad(x, (0, 0, 0, 0, Before, After)).
/// Source: He et al. 2015 (arXiv 1512.03385), the shortcut of option A.
/// Example: `Network<Input<6, 8, 8>, ChannelPad<3, 3>>::output == Shape{12, 8, 8}`
template <int Before, int After = 0>
struct ChannelPad {
  static_assert(Before >= 0 && After >= 0, "angka: ChannelPad needs numbers of 0 or more");
  static constexpr const char* kind = "channel_pad";
  static constexpr std::array channels{Before, After};

  template <Shape In>
  using Bind = detail::SomeChannels<In, Shape{Before + In.channels + After, In.height, In.width},
                                    Before, true>;
};

/// Deals `Groups` groups of channels out: the first of each group, the second of each, and so on,
/// so that a convolution of groups that follows sees some of each group.
///
/// Channel g C / Groups + i becomes channel i Groups + g; C x H x W stays, and `Groups` divides C.
/// Same as torch.nn.ChannelShuffle.
/// Source: Zhang et al. 2017 (arXiv 1707.01083).
/// Example: `Network<Input<6, 8, 8>, ChannelShuffle<2>>::output == Shape{6, 8, 8}`
template <int Groups>
struct ChannelShuffle {
  static_assert(Groups > 0, "angka: ChannelShuffle needs groups, as in ChannelShuffle<2>");
  static constexpr const char* kind = "channel_shuffle";
  static constexpr int groups = Groups;
  static constexpr Shape needs(Shape in) {
    return {(in.channels + Groups - 1) / Groups * Groups, 1, 1};
  }

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr bool reorders = true;  ///< the numbers' places in an image are others

    template <class T>
    static void forward(const ChannelShuffle&, const Forward<T>& pass) {
      deal<Groups>(pass.input, pass.output);
    }
    template <class T>
    static void forward_single(const ChannelShuffle&, const SingleForward<T>& pass) {
      deal<Groups>(pass.input, pass.output);
    }
    template <class T>
    static void backward(const ChannelShuffle&, const Backward<T>& pass) {
      if (pass.input_gradient)
        deal<In.channels / Groups>(pass.output_gradient, pass.input_gradient);
    }

   private:
    template <int Hands, class V>
    static void deal(const V* from, V* to) {
      constexpr int each = In.channels / Hands, pixels = In.pixels();
      for (int hand = 0; hand < Hands; ++hand)
        for (int i = 0; i < each; ++i, from += pixels)
          std::copy_n(from, pixels, to + (i * Hands + hand) * pixels);
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
