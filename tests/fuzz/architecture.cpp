// Networks as text, of which the program makes C++.
#include "../../examples/digits/nets/architecture.hpp"

#include <angka/core/errors.hpp>
#include <cctype>

#include "surface.hpp"

Loaded load(std::span<const std::uint8_t> file) {
  try {
    const Architecture net =
        parse_architecture({file.begin(), file.end()}, "own", "input", english);
    require(!net.layers.empty() && net.last_size > 0, "layers");
    require(net.parameters >= 0 && net.parameters <= 20'000'000, "a bounded number of parameters");
    // Names of the library and whole numbers: nothing else of the text becomes C++.
    std::string word;
    for (const char c : net.layers + ' ') {
      if (std::isalnum(static_cast<unsigned char>(c))) {
        word += c;
        continue;
      }
      require(std::string_view("<>:, {}").find(c) != std::string_view::npos, "C++ of types alone");
      static constexpr std::string_view names =
          " angka Conv2D DepthwiseConv2D DepthMultiplier SeparableConv2D ConvTranspose2D Dense "
          "MaxPool2D AveragePool2D AdaptiveAveragePool2D AdaptiveMaxPool2D GlobalMaxPool2D "
          "GlobalAveragePool2D ZeroPad2D Crop2D UpSample2D ChannelPad ChannelSlice "
          "ChannelShuffle Bilinear Reshape Flatten "
          "BatchNorm GroupNorm InstanceNorm LayerNorm Dropout SpatialDropout FeatureNoise ReLU "
          "ReLU6 "
          "LeakyReLU PReLU ELU GELU SiLU Sigmoid HardSigmoid HardSwish Softplus Mish Tanh Residual "
          "Branches Add Concat Multiply Sequence Kernel Same Padding OutputPadding Stride Dilation "
          "Groups CeilMode NoBias ";
      const bool number = word.find_first_not_of("0123456789") == word.npos;
      require(number || names.find(' ' + word + ' ') != names.npos, "names of layers");
      word.clear();
    }
    Content content;
    content.add(net.layers).add(net.values).add(net.parameters);
    return content.loaded();
  } catch (const angka::FileError& error) {
    require_reason(error.what());
    return std::nullopt;
  }
}

bool seal(std::span<std::uint8_t>) { return false; }
