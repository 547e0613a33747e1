#include <algorithm>
#include <angka/io/description.hpp>
#include <angka/metrics/roc.hpp>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "figures_text.hpp"
#include "network_figures.hpp"
#include "test_figures.hpp"
#include "writer.hpp"

void ReportWriter::roc() {
  const FigureTexts& g = figure_texts(t_);
  const std::vector<std::string>& classes = images_.classes;
  std::vector<angka::RocCurve> curves;
  std::vector<float> scores(test_.size());
  Rows rows;
  double sum = 0, count_of = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    for (std::size_t i = 0; i < scores.size(); ++i)
      scores[i] = f_.probabilities[i * classes.size() + c];
    curves.push_back(angka::roc_curve(
        scores, [&](std::size_t i) { return test_.label(i) == static_cast<int>(c); }));
    const double area = curves.back().area;
    if (!std::isnan(area)) sum += area, ++count_of;
    rows.push_back({classes[c], std::isnan(area) ? "-" : fixed(area, 4),
                    count(e_.support(static_cast<int>(c)))});
  }
  if (count_of == 0) return;
  rows.push_back({g.roc_mean, fixed(sum / count_of, 4), count(test_.size())});
  say(g.see_roc);
  add(roc_figure("roc", g.roc, classes, curves, g));
  table("auc", g.roc_table, {t_.digit, "AUC", g.roc_positives}, std::move(rows));
}

void ReportWriter::calibration() {
  say(r_.test.see_calibration, percent(e_.calibration_error()));
  const FigureTexts& g = figure_texts(t_);
  add(calibration_figure("calibration", g.calibration, f_.calibration, g));
}

void ReportWriter::insight() {
  const FigureTexts& g = figure_texts(t_);
  const std::vector<std::string>& classes = images_.classes;
  const Classifier& classifier = *f_.trained.model.classifier;
  part(g.insight);
  const angka::NetworkDescription network = classifier.describe();
  auto filters = filters_figure("filters", g.filters, network);
  auto maps = feature_maps_figure(
      "feature-maps",
      fill(g.maps, std::min(most_maps, network.steps.front().output_shape.channels)), network,
      images_, f_.inspection.shown);
  if (filters && maps) {
    const angka::StepDescription& first = network.steps.front();
    say(g.see_filters, first.output_shape.channels, first.kernel[0], first.kernel[1]);
    add(std::move(*filters));
    add(std::move(*maps));
  }

  constexpr std::size_t most = 5;
  const auto its = std::span(f_.probabilities);
  std::vector<Mistake> right;
  for (std::size_t c = 0; c < classes.size() && right.size() < most; ++c)
    for (std::size_t i = 0; i < test_.size(); ++i) {
      if (test_.label(i) != static_cast<int>(c)) continue;
      const auto of_image = its.subspan(i * classes.size(), classes.size());
      const auto best = std::max_element(of_image.begin(), of_image.end());
      if (best - of_image.begin() != test_.label(i)) continue;
      right.push_back({i, test_.label(i), test_.label(i), *best});
      break;
    }
  const auto wrong = std::span(f_.mistakes).first(std::min(most, f_.mistakes.size()));
  if (!right.empty() || !wrong.empty()) {
    say(g.see_evidence);
    add(evidence_figure("evidence", g.evidence, classifier, test_, classes, right, wrong, g));
  }
  if (test_.size() > 1) {
    say(g.see_embedding);
    add(embedding_figure("embedding", g.embedding, test_, classes, f_.probabilities, g));
  }
}
