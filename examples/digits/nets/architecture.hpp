#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "console/text.hpp"

/// A network that a person wrote, as text: one layer a line, with # before a remark.
///
///   conv FILTERS HxW [same|padding P] [stride S] [dilation D] [groups G] [no bias]
///   depthwise conv HxW, the same with [depth M] for groups
///   separable conv FILTERS HxW, as depthwise conv
///   conv transpose FILTERS HxW, the same and [output padding P]
///   dense UNITS [no bias]
///   max pool HxW [same|padding P] [stride S] [dilation D] [ceil]      average pool likewise
///   adaptive average pool HxW
///   adaptive max pool HxW
///   global max pool      global average pool      flatten      batch norm      dropout RATE
///   group norm GROUPS      instance norm      layer norm      spatial dropout RATE      noise
///   [DEVIATION] relu      relu6      leaky relu [SLOPE]      prelu      elu [ALPHA]      gelu silu
///   sigmoid      hard sigmoid      hard swish      softplus      mish      tanh
///   zero pad HxW      zero pad TOP BOTTOM LEFT RIGHT      crop likewise
///   upsample HxW [bilinear]      reshape CHANNELS HEIGHT WIDTH
/// HxW, P, S and D are two numbers, as in 1x5, or one for both.
///   residual, lines of layers, then, where these change the shape, shortcut and lines, then end
///   add, concat or multiply, then twice or more often branch and lines of layers or none, then end
///
/// The input is a digit of 28 x 28; a dense layer with an output for each class is added.
struct Architecture {
  std::string name;  ///< the file's, without its ending
  std::string text;
  std::string layers;  ///< as arguments of angka::Network, without the last dense layer
  /// The slopes, alphas and rates of the layers that have one, in their order.
  std::vector<float> values{};
  std::vector<double> dropout_rates{};
  int last_size = 0;            ///< of what the last dense layer reads
  std::int64_t parameters = 0;  ///< without the last dense layer
};

/// Raises FileError, with the line of `file` and what fits there, for anything that is no such
/// network, or one larger than this program compiles: 100 layers, 20 million parameters, two
/// thousand million multiplications an image.
Architecture parse_architecture(const std::string& text, const std::string& name,
                                const std::string& file, const Texts& texts);

/// That of a file. Raises FileError.
Architecture read_architecture(const std::string& path, const Texts& texts);
