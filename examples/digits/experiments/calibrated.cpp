#include "calibrated.hpp"

#include <angka/metrics/probabilities.hpp>
#include <iostream>
#include <span>

#include "console/measuring_text.hpp"

std::optional<Calibrated> calibrate(const ModelFacts& model, std::vector<float> probabilities,
                                    const angka::DataView& images) {
  if (!model.temperature) return {};
  const angka::Temperature temperature{*model.temperature};
  temperature.apply(std::span(probabilities), images.size());
  const angka::Evaluation now = evaluate_probabilities(probabilities, images);
  return Calibrated{temperature, now.loss(), now.calibration_error()};
}

Json to_json(const Calibrated& c) {
  return {{"temperature", c.temperature.value},
          {"loss", c.loss},
          {"calibration_error", c.calibration_error}};
}

void print(const std::optional<Calibrated>& c, const angka::Evaluation& before, const Texts& t) {
  if (!c) return;
  const MeasuringTexts& m = measuring_texts(t);
  std::cout << '\n'
            << fill(m.calibrated, brief(c->temperature.value), fixed(c->loss, 4),
                    fixed(before.loss(), 4), percent(c->calibration_error),
                    percent(before.calibration_error()))
            << '\n';
  if (c->temperature.at_limit()) std::cout << m.temperature_at_limit << '\n';
}
