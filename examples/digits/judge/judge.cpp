#include "judge.hpp"

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/io/safetensors.hpp>
#include <cmath>

#include "network.hpp"
#include "weights.hpp"

namespace {

constexpr std::size_t classes = 11, none = 10;

template <class Network>
angka::Model<Network, angka::CrossEntropy, angka::SGD> with(std::span<const std::uint8_t> weights,
                                                            const char* name) {
  angka::Model<Network, angka::CrossEntropy, angka::SGD> model;
  model.network.normalization = judge_normalization;
  model.network.import_tensors(angka::parse_safetensors(weights, name).tensors);
  return model;
}

/// What two networks say together: which digit it is the one that sees ink alone; whether it is one
/// both, by their log odds, of which what is around counts more. Of their training images more were
/// none than of the candidates that compete on a page.
angka::Judgement both(const float* ink, const float* glimpse) {
  constexpr float around = 0.65f, fewer = -0.5f, least = 1e-6f;
  const auto odds_of_none = [](const float* say) {
    float digit = least;
    for (std::size_t k = 0; k < none; ++k) digit += say[k];
    return std::log((say[none] + least) / digit);
  };
  const float odds = fewer + (1 - around) * odds_of_none(ink) + around * odds_of_none(glimpse);
  angka::Judgement result{};
  float sum = 0;
  for (std::size_t k = 0; k < none; ++k) sum += result[k] = ink[k] + least;
  result[none] = 1 / (1 + std::exp(-odds));
  for (std::size_t k = 0; k < none; ++k) result[k] *= (1 - result[none]) / sum;
  return result;
}

}  // namespace

std::vector<angka::Judgement> judge(std::span<const angka::Glimpse> glimpses) {
  static const auto of_ink = with<InkNetwork>(ink_weights(), "ink.safetensors");
  static const auto of_glimpse = with<GlimpseNetwork>(glimpse_weights(), "glimpse.safetensors");
  std::vector<angka::Judgement> result;
  if (glimpses.empty()) return result;
  std::vector<angka::DigitPixels> inks;
  for (const angka::Glimpse& glimpse : glimpses) inks.push_back(glimpse.ink);
  const std::vector<float> ink = of_ink.predict_batch(
      {.shape = InkNetwork::input, .count = inks.size(), .bytes = inks[0].data()}, 1);
  const std::vector<float> around = of_glimpse.predict_batch(
      {.shape = GlimpseNetwork::input, .count = inks.size(), .bytes = glimpses[0].ink.data()}, 1);
  for (std::size_t i = 0; i < inks.size(); ++i)
    result.push_back(both(&ink[i * classes], &around[i * classes]));
  return result;
}

std::vector<float> name_digits(std::span<const angka::ReadDigit> digits) {
  static const auto naming = with<NamingNetwork>(name_weights(), "name.safetensors");
  std::vector<angka::DigitPixels> images;
  for (const angka::ReadDigit& digit : digits) images.push_back(digit.pixels);
  if (images.empty()) return {};
  return naming.predict_batch(
      {.shape = NamingNetwork::input, .count = images.size(), .bytes = images[0].data()}, 1);
}
