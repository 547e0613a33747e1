#include "rate_finder.hpp"

#include <angka/report/plot.hpp>
#include <angka/report/svg.hpp>
#include <cstdio>
#include <memory>

#include "console/print.hpp"
#include "console/progress.hpp"
#include "rate_text.hpp"

namespace {

angka::Plot plot_of(const angka::RangeTest& test, const Texts& t) {
  const RateTexts& r = rate_texts(t);
  angka::Plot plot{.x_label = r.learning_rate,
                   .y_label = t.loss,
                   .series = {{.name = r.loss, .line = false},
                              {.name = r.smoothed_loss, .dots = false},
                              {.name = r.suggestion, .line = false}},
                   .log_x = true};
  const double highest = 1.5 * test.steps.front().loss;  // what is above it only tells of its end
  const auto add = [&](angka::Series& series, double rate, double loss) {
    if (loss > highest) return;
    series.x.push_back(rate);
    series.y.push_back(loss);
  };
  for (const angka::RangeTestStep& step : test.steps) {
    add(plot.series[0], step.learning_rate, step.loss);
    add(plot.series[1], step.learning_rate, step.smoothed_loss);
    if (step.learning_rate == test.suggested)
      add(plot.series[2], step.learning_rate, step.smoothed_loss);
  }
  return plot;
}

}  // namespace

angka::RangeTest find_rate(const TrainingPlan& plan, const ExperimentData& data,
                           const Options& options, const InterruptGuard& interrupt) {
  const angka::DataView images = data.digits.train().select(plan.parts.train);
  TrainingSettings settings = plan.settings;
  settings.learning_rate = 1;  // as the finder wants it
  angka::LearningRateFinder finder;
  const angka::FitOptions how =
      finder.fit_options(settings.fit_options(images.size(), options.threads), images.size());
  Progress progress(options, how.epochs);
  const auto classifier = settings.make(*plan.net, options.seed, plan.normalization);
  const angka::History history = classifier->fit(
      images, how, settings.augmentation,
      [&](const angka::StepResult& step) {
        progress.step(step);
        return finder(step) && !interrupt.received();
      },
      [](const angka::EpochResult&) {});
  progress.clear();
  interrupt.check(*options.texts);
  if (!finder.result().steps.empty()) return finder.result();
  angka::raise(angka::Error(fill(options.texts->diverged, history.message)));
}

std::string suggestion(const angka::RangeTest& test) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", test.suggested);
  return text;
}

std::string picture_of(const angka::RangeTest& test, const std::string& path, const Texts& t) {
  if (!path.ends_with(".svg")) return printed(plot_of(test, t));
  const angka::Plot plot = for_print(plot_of(test, t));
  angka::SvgCanvas svg(plot.width, plot.height);
  draw(plot, svg);
  return svg.str(rate_texts(t).learning_rate);
}

Json to_json(const angka::RangeTest& test, const TrainingPlan& plan, const ExperimentData& data,
             const Options& options) {
  const auto found = [](double rate) { return rate > 0 ? Json(rate) : Json(); };
  Json json{{"net", plan.net->name},
            {"data", data.digits.source.description},
            {"images", plan.parts.train.size()},
            {"seed", options.seed},
            {"optimizer", plan.settings.optimizer},
            {"batch_size", plan.settings.batch_size},
            {"suggested", found(test.suggested)},
            {"diverged_at", found(test.diverged_at)},
            {"steps", Json::array()}};
  for (const angka::RangeTestStep& step : test.steps)
    json["steps"].push_back({{"learning_rate", step.learning_rate},
                             {"loss", step.loss},
                             {"smoothed_loss", step.smoothed_loss}});
  return json;
}
