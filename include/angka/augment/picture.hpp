#pragma once

#include <algorithm>
#include <angka/augment/integers.hpp>
#include <angka/augment/noise.hpp>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <cstddef>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// `width`, rounded up to whole registers and whole cache lines.
constexpr int row_stride(int width) {
  constexpr int block = FloatLanes::count > 16 ? FloatLanes::count : 16;
  return (width + block - 1) / block * block;
}

/// Rows of floats, `stride` from one to the next, each aligned to the register. Between `width` and
/// `stride` lies anything.
struct Rows {
  float* data = nullptr;
  int height = 0;
  int width = 0;
  int stride = 0;

  float* row(int y) const { return data + static_cast<std::ptrdiff_t>(y) * stride; }
};

/// Rows [top, bottom) and columns [left, right) of an image.
struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool empty() const { return left >= right || top >= bottom; }
};

/// Room for what needs a pixel's neighbours.
struct Scratch {
  Rows plain{};
  /// Zeros all around: a row above and below, at least a width to the left and right.
  Rows framed{};
  std::uint32_t* words = nullptr;  ///< random ones, as many as `plain` has floats

  /// Makes zeros of what follows each framed row.
  void close_frame() const {
    for (int y = 0; y < framed.height; ++y)
      std::fill(framed.row(y) + framed.width, framed.row(y) + plain.stride, 0.0f);
  }
};

}  // namespace detail

/// The image that an operation changes, as floats: 0 is black, `white` is 255 where the image has
/// bytes, which the floats end as, rounded; 1 where it has numbers, which may lie beyond.
/// Example: `const auto dim = [](const Picture& of) { of.change([](auto x) { return x / 2; }); };`
struct Picture {
  Shape shape{};
  float background = 0;
  float white = 255;
  float lowest = 0, highest = 255;  ///< what values are brought into; of numbers any are
  detail::Rows rows{};              ///< of all channels
  detail::Scratch scratch{};

  detail::Rows plane(int channel) const {
    return {rows.row(channel * shape.height), shape.height, shape.width, rows.stride};
  }
  /// Makes change(value) of each value; bytes are kept from 0 to 255.
  template <class Change>
  void change(Change&& change) const {
    using Pack = detail::FloatLanes;
    const Pack least(lowest), most(highest);
    for (int y = 0; y < rows.height; ++y)
      for (float* at = rows.row(y); at < rows.row(y) + rows.width; at += Pack::count)
        min(max(change(Pack::load(at)), least), most).store(at);
  }
  /// Makes change(value, random word) of each value; bytes are kept from 0 to 255.
  template <class Change>
  void change_by_noise(Random& random, Change&& change) const {
    using Pack = detail::FloatLanes;
    const Pack least(lowest), most(highest);
    detail::Noise noise(random);
    for (int channel = 0; channel < shape.channels; ++channel) {
      const detail::Rows rows_of_channel = plane(channel);
      noise.fill(scratch.words, shape.height * rows.stride);
      const std::uint32_t* words = scratch.words;
      for (int y = 0; y < shape.height; ++y, words += rows.stride)
        for (int x = 0; x < shape.width; x += Pack::count) {
          float* at = rows_of_channel.row(y) + x;
          const Pack value = change(Pack::load(at), detail::IntegerLanes::load(words + x));
          min(max(value, least), most).store(at);
        }
    }
  }
  /// Makes change(value, above, below, left, right) of each value of a channel; all are given and
  /// made as what they are above the background, which lies beyond the image, too.
  template <class Change>
  void change_by_neighbours(int channel, Change&& change) const {
    using Pack = detail::FloatLanes;
    const detail::Rows of_channel = plane(channel), &framed = scratch.framed;
    const Pack ground(background);
    for (int y = 0; y < of_channel.height; ++y)
      for (int x = 0; x < of_channel.width; x += Pack::count)
        (Pack::load(of_channel.row(y) + x) - ground).store(framed.row(y) + x);
    scratch.close_frame();
    for (int y = 0; y < of_channel.height; ++y)
      for (int x = 0; x < of_channel.width; x += Pack::count) {
        const float* at = framed.row(y) + x;
        const Pack above = Pack::load(at - framed.stride), below = Pack::load(at + framed.stride);
        const Pack left = Pack::load_unaligned(at - 1), right = Pack::load_unaligned(at + 1);
        (change(Pack::load(at), above, below, left, right) + ground).store(of_channel.row(y) + x);
      }
  }
};

/// How far, in pixels, the source of each pixel of the new image is from where the projection says.
struct DisplacementField {
  detail::Rows right{};
  detail::Rows down{};
  detail::Scratch scratch{};
};

}  // namespace angka::inline ANGKA_ISA
