#pragma once

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/shape.hpp>
#include <angka/layers/layer.hpp>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <tuple>

namespace angka::inline ANGKA_ISA {

/// What a join reads and writes: the values in which the branches end, for one pack of images
/// (`Value` is Lanes<T>) or for a single image (T).
template <class Value>
struct JoinForward {
  const Value* const* inputs = nullptr;
  Value* output = nullptr;
};

/// What a join's backward pass reads and writes, for one pack of images.
template <class T>
struct JoinBackward {
  const Lanes<T>* const* inputs = nullptr;  ///< only if `uses_input`
  const Lanes<T>* output_gradient = nullptr;
  Lanes<T>* const* input_gradients = nullptr;  ///< each null where nobody needs it
  const bool* adds = nullptr;                  ///< whether to add to that gradient, or to write it
};

/// A join whose output is its inputs, one behind the other.
template <class J>
concept SideBySideJoin = requires {
  J::side_by_side;
};

namespace detail {

/// Runs a join, compiled once for all of a network that are alike.
template <class J, class Value>
ANGKA_APART void join(const JoinForward<Value>& pass) {
  J::forward(pass);
}
template <class J, class T>
ANGKA_APART void join(const JoinBackward<T>& pass) {
  J::backward(pass);
}

/// Adds `from` to a gradient or writes it there, unless it is there already.
template <class T>
void pass_on(const Lanes<T>* from, int count, bool adds, Lanes<T>* to) {
  if (adds)
    for (int i = 0; i < count; ++i) to[i] += from[i];
  else if (to != from)
    std::copy_n(from, count, to);
}

}  // namespace detail

/// Joins branches to their sum, value by value. All of one shape, which stays.
/// Example: `Network<Input<2, 4, 4>, Branches<Add, Sequence<>, Tanh, Conv2D<2, 3, Same>>>::output
/// == Shape{2, 4, 4}`
struct Add {
  static constexpr const char* kind = "add";
  static constexpr bool takes(std::span<const Shape> branches) {
    return std::count(branches.begin(), branches.end(), branches[0]) == std::ssize(branches);
  }
  static constexpr Shape output(std::span<const Shape> branches) { return branches[0]; }

  template <Shape First, Shape... Others>
  struct Bind : Layer<First> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr bool in_place = true;
    static constexpr int branches = 1 + sizeof...(Others);

    template <class Value>
    static void forward(const JoinForward<Value>& pass) {
      if (pass.output != pass.inputs[0]) std::copy_n(pass.inputs[0], First.size(), pass.output);
      for (int b = 1; b < branches; ++b)
        for (int i = 0; i < First.size(); ++i) pass.output[i] += pass.inputs[b][i];
    }
    template <class T>
    static void backward(const JoinBackward<T>& pass) {
      for (int b = 0; b < branches; ++b)
        if (Lanes<T>* to = pass.input_gradients[b])
          detail::pass_on(pass.output_gradient, First.size(), pass.adds[b], to);
    }
  };
};

/// Joins branches by putting their channels one behind the other; nothing is copied where a batch
/// is trained or predicted, since the branches write to their part of the result.
///
/// C1 x H x W, C2 x H x W, ... -> (C1 + C2 + ...) x H x W. Same as torch.cat(branches, 1).
/// Source: Szegedy et al. 2014 (arXiv 1409.4842), Huang et al. 2016 (arXiv 1608.06993).
/// Example: `Network<Input<2, 4, 4>, Branches<Concat, Sequence<>, Conv2D<3, 3, Same>>>::output ==
/// Shape{5, 4, 4}`
struct Concat {
  static constexpr const char* kind = "concat";
  static constexpr bool takes(std::span<const Shape> branches) {
    return std::all_of(branches.begin(), branches.end(), [&](const Shape& each) {
      return each.height == branches[0].height && each.width == branches[0].width;
    });
  }
  static constexpr Shape output(std::span<const Shape> branches) {
    Shape all = branches[0];
    for (const Shape& each : branches.subspan(1)) all.channels += each.channels;
    return all;
  }

  template <Shape First, Shape... Others>
  struct Bind : Layer<First, output(std::array{First, Others...})> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr bool side_by_side = true;
    static constexpr std::array sizes{First.size(), Others.size()...};

    template <class Value>
    static void forward(const JoinForward<Value>& pass) {
      Value* to = pass.output;
      for (std::size_t b = 0; b < sizes.size(); to += sizes[b++])
        if (to != pass.inputs[b]) std::copy_n(pass.inputs[b], sizes[b], to);
    }
    template <class T>
    static void backward(const JoinBackward<T>& pass) {
      const Lanes<T>* from = pass.output_gradient;
      for (std::size_t b = 0; b < sizes.size(); from += sizes[b++])
        if (Lanes<T>* to = pass.input_gradients[b])
          detail::pass_on(from, sizes[b], pass.adds[b], to);
    }
  };
};

/// Joins branches to their product, value by value; a branch of one value a channel is the factor
/// of that whole channel. With a branch that ends in Sigmoid: squeeze and excitation.
///
/// Each branch C x H x W or C x 1 x 1 -> C x H x W.
/// Source: Hu et al. 2017 (arXiv 1709.01507).
/// Example: `Network<Input<4, 8, 8>, Branches<Multiply, Sequence<>, Sequence<GlobalAveragePool2D,
/// Dense<2>, ReLU, Dense<4>, Sigmoid>>>::output == Shape{4, 8, 8}`
struct Multiply {
  static constexpr const char* kind = "multiply";
  static constexpr bool takes(std::span<const Shape> branches) {
    const Shape all = output(branches);
    return std::all_of(branches.begin(), branches.end(), [&](const Shape& each) {
      return each == all || each == Shape{all.channels, 1, 1};
    });
  }
  static constexpr Shape output(std::span<const Shape> branches) {
    return *std::max_element(branches.begin(), branches.end(), [](const Shape& a, const Shape& b) {
      return a.pixels() < b.pixels();
    });
  }

  template <Shape First, Shape... Others>
  struct Bind : Layer<First, output(std::array{First, Others...})> {
    static constexpr Shape output = Multiply::output(std::array{First, Others...});
    static constexpr bool uses_output = false;
    static constexpr int branches = 1 + sizeof...(Others), pixels = output.pixels();
    /// How far apart two values of a branch lie: 0 where it has one a channel.
    static constexpr std::array step{First.pixels() == pixels ? 1 : 0,
                                     (Others.pixels() == pixels ? 1 : 0)...};

    /// A branch's values of a channel.
    template <class Value>
    static Value* channel(Value* branch, int b, int c) {
      return branch + (step[std::size_t(b)] ? c * pixels : c);
    }

    template <class Value>
    static void forward(const JoinForward<Value>& pass) {
      for (int c = 0; c < output.channels; ++c) {
        Value* to = pass.output + c * pixels;
        const Value* product = channel(pass.inputs[0], 0, c);
        int stride = step[0];
        for (int b = 1; b < branches; ++b, product = to, stride = 1) {
          const Value* factor = channel(pass.inputs[b], b, c);
          for (int p = 0; p < pixels; ++p)
            to[p] = product[p * stride] * factor[p * step[std::size_t(b)]];
        }
      }
    }

    template <class T>
    static void backward(const JoinBackward<T>& pass) {
      for (int b = 0; b < branches; ++b)
        if (pass.input_gradients[b])
          for (int c = 0; c < output.channels; ++c) backward(pass, b, c);
    }

   private:
    template <class T>
    static void backward(const JoinBackward<T>& pass, int b, int c) {
      Lanes<T>* to = channel(pass.input_gradients[b], b, c);
      Lanes<T> sum(T(0));
      for (int p = 0; p < pixels; ++p) {
        Lanes<T> gradient = pass.output_gradient[c * pixels + p];
        for (int other = 0; other < branches; ++other)
          if (other != b)
            gradient =
                gradient * channel(pass.inputs[other], other, c)[p * step[std::size_t(other)]];
        if (step[std::size_t(b)])
          to[p] = pass.adds[b] ? to[p] + gradient : gradient;
        else
          sum += gradient;
      }
      if (!step[std::size_t(b)]) *to = pass.adds[b] ? *to + sum : sum;
    }
  };
};

/// Branches that read the same value, and how they are joined. A branch is a layer, a Sequence of
/// layers, or `Sequence<>`: the value itself.
///
/// `Join`: Add, Concat, Multiply. Blocks may stand in one another. In positions a branch is its
/// number: "3.1.0.weight" is of the first layer in branch 1 of layer 3, `At<3, 1, 0>`.
/// Errors, at compile time: branches that end in shapes which the join doesn't take.
/// Example: `Network<Input<8, 6, 6>, Branches<Concat, Conv2D<4, 1>, Sequence<Conv2D<4, 1>, ReLU,
/// Conv2D<6, 3, Same>>, MaxPool2D<3, Stride<1>, Same>>>::output == Shape{18, 6, 6}`
template <class Join, class... Branch>
struct Branches {
  static_assert(sizeof...(Branch) > 1,
                "angka: Branches needs a join and two branches at least: Branches<Concat, "
                "Sequence<...>, Sequence<...>>");
  static constexpr const char* kind = Join::kind;
  std::tuple<Branch...> layers{};
  static constexpr void settings(auto&, auto) {}  // its layers name their own
};

}  // namespace angka::inline ANGKA_ISA
