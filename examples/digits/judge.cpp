#include "judge.hpp"

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/io/safetensors.hpp>

#include "judge/network.hpp"
#include "judge_weights.hpp"

std::vector<angka::Judgement> judge(std::span<const angka::DigitPixels> images) {
  using Model = angka::Model<JudgeNetwork, angka::CrossEntropy, angka::SGD>;
  static const Model model = [] {
    Model made;
    made.network.normalization = judge_normalization;
    made.network.import_tensors(
        angka::parse_safetensors(judge_weights(), "judge.safetensors").tensors);
    return made;
  }();
  std::vector<angka::Judgement> result(images.size());
  if (images.empty()) return result;
  const angka::DataView view{
      .shape = JudgeNetwork::input, .count = images.size(), .bytes = images[0].data()};
  const std::vector<float> all = model.predict_batch(view, 1);
  for (std::size_t i = 0; i < result.size(); ++i)
    std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(i * result[i].size()), result[i].size(),
                result[i].begin());
  return result;
}
