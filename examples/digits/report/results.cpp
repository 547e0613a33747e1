#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/training/threads.hpp>
#include <angka/version.hpp>
#include <utility>

#include "console/cpu.hpp"
#include "console/output.hpp"
#include "experiment.hpp"
#include "experiments/findings.hpp"
#include "figures_text.hpp"
#include "writer.hpp"

void ReportWriter::course() {
  heading(r_.course);
  say(r_.course_intro);
  say(p_.see_course, epochs_.size());
  using Epoch = angka::EpochResult;
  const bool validated = !parts_.validation.empty();
  const auto curve = [&](double Epoch::*figure, const char* name) {
    angka::Series series{.name = name};
    for (const Epoch& epoch : epochs_) {
      series.x.push_back(epoch.epoch);
      series.y.push_back(epoch.*figure);
    }
    return series;
  };
  const auto draw_curves = [&](const char* name, const char* caption, const char* axis,
                               bool percent, double Epoch::*on_training,
                               double Epoch::*on_validation) {
    angka::Plot plot{.x_label = t_.epoch, .y_label = axis, .percent = percent};
    plot.series = {curve(on_training, t_.trained)};
    if (validated) plot.series.push_back(curve(on_validation, t_.validated));
    if (!epochs_.empty()) {
      const Epoch& kept = epochs_.back();
      plot.series.push_back({.name = figure_texts(t_).kept_epoch,
                             .x = {double(kept.epoch)},
                             .y = {kept.*(validated ? on_validation : on_training)},
                             .line = false});
    }
    add(plot_figure(name, caption, plot));
  };
  draw_curves("loss", r_.loss_figure, t_.loss, false, &Epoch::loss, &Epoch::validation_loss);
  draw_curves("accuracy", r_.accuracy_figure, r_.accuracy_axis, true, &Epoch::train_accuracy,
              &Epoch::validation_accuracy);
  Rows rows, some;
  const std::size_t every = std::max<std::size_t>(1, (epochs_.size() + 9) / 10);
  for (std::size_t i = 0; i < epochs_.size(); ++i) {
    const Epoch& epoch = epochs_[i];
    rows.push_back({count(i + 1), fixed(epoch.loss, 4), percent(epoch.train_accuracy),
                    validated ? fixed(epoch.validation_loss, 4) : "-",
                    validated ? percent(epoch.validation_accuracy) : "-",
                    brief(epoch.learning_rate)});
    if ((i + 1) % every == 0 || i == 0 || i + 1 == epochs_.size()) some.push_back(rows.back());
  }
  table("epochs", r_.epochs_caption,
        {t_.epoch, t_.loss, std::string(r_.accuracy) + ", " + t_.trained,
         std::string(t_.loss) + ", " + t_.validated, std::string(r_.accuracy) + ", " + t_.validated,
         r_.learning_rate},
        std::move(some), std::move(rows));
}

void ReportWriter::quality() {
  const std::vector<std::string>& classes = images_.classes;
  const angka::Interval interval = e_.accuracy_interval();
  heading(r_.quality);
  say(r_.quality_intro, e_.total());
  say(p_.see_quality);
  table("quality", r_.quality_caption, {r_.figure_column, r_.value},
        {{r_.accuracy, percent(e_.accuracy())},
         {r_.interval, percent(interval.low) + " - " + percent(interval.high)},
         {r_.right_of_all, count(e_.correct()) + " / " + count(e_.total())},
         {r_.loss_name, fixed(e_.loss(), 4)},
         {r_.calibration_error, percent(e_.calibration_error())},
         {fill(r_.top, 2), percent(e_.top_k_accuracy(2))},
         {fill(r_.top, 3), percent(e_.top_k_accuracy(3))}});

  say(p_.see_confusion);
  std::vector<std::vector<std::size_t>> confusion(classes.size());
  for (int truth = 0; truth < e_.classes(); ++truth)
    for (int read = 0; read < e_.classes(); ++read)
      confusion[static_cast<std::size_t>(truth)].push_back(
          static_cast<std::size_t>(e_.confusion(truth, read)));
  add(confusion_figure("confusion", r_.confusion_figure, classes, confusion, r_.true_digit,
                       r_.read_digit));
  std::vector<std::string> header{r_.true_digit};
  header.insert(header.end(), classes.begin(), classes.end());
  Rows rows;
  struct Confused {
    std::size_t times, truth, read;
  };
  std::vector<Confused> pairs;
  for (std::size_t truth = 0; truth < classes.size(); ++truth) {
    rows.push_back({classes[truth]});
    for (std::size_t read = 0; read < classes.size(); ++read) {
      rows.back().push_back(count(confusion[truth][read]));
      if (truth != read && confusion[truth][read] > 0)
        pairs.push_back({confusion[truth][read], truth, read});
    }
  }
  table("confusion", r_.confusion_caption, std::move(header), std::move(rows));

  rows.clear();
  const auto score = [&](const std::string& name, const angka::ClassScores& scores,
                         std::int64_t support) {
    rows.push_back({name, fixed(scores.precision, 4), fixed(scores.recall, 4), fixed(scores.f1, 4),
                    count(support)});
  };
  for (int c = 0; c < e_.classes(); ++c)
    score(e_.class_name(c), e_.confusion().scores(c), e_.support(c));
  score(t_.average, e_.macro_average(), e_.total());
  table("per-digit", r_.per_digit_caption, {t_.digit, t_.precision, t_.recall, t_.f1, t_.support},
        std::move(rows));
  writer_accuracy();

  if (pairs.empty()) {
    say(r_.no_mistakes);
  } else {
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Confused& a, const Confused& b) { return a.times > b.times; });
    pairs.resize(std::min<std::size_t>(10, pairs.size()));
    rows.clear();
    for (const Confused& pair : pairs)
      rows.push_back({classes[pair.truth], classes[pair.read], count(pair.times)});
    say(p_.see_confused);
    table("confused", r_.confused_caption, {r_.true_digit, r_.read_digit, r_.times},
          std::move(rows));
    add(mistakes_figure(
        "mistakes", r_.mistakes_figure, test_, classes,
        std::span(f_.mistakes).first(std::min<std::size_t>(24, f_.mistakes.size()))));
  }
  roc();
  calibration();
  insight();
}

void ReportWriter::comparison() {
  if (!f_.comparison) return;
  const Comparison& c = *f_.comparison;
  heading(r_.comparison);
  say(r_.comparison_intro, c.settings.updates(parts_.train.size()), c.pairs.size(), test_.size());
  say(p_.see_comparison);
  Rows rows;
  const auto row = [&](const std::string& name, const Pair& pair) {
    const double without = pair.without.accuracy(), with = pair.with.accuracy();
    rows.push_back({name, percent(without), percent(with), points(with - without),
                    count(pair.only_without()), count(pair.only_with()), p_value(pair.p())});
  };
  for (std::size_t i = 0; i < c.pairs.size(); ++i)
    row(std::to_string(f_.options.seed + i), c.pairs[i]);
  if (c.pairs.size() > 1) row(t_.all_seeds, c.together);
  table("comparison", r_.comparison_caption,
        {t_.seed_column, t_.without_augmentation, t_.with_augmentation, t_.difference,
         t_.only_without, t_.only_with, t_.p_value},
        std::move(rows));
  paragraph(sentence(c.accuracy.gain, t_));
  rows.clear();
  for (std::size_t i = 0; i < c.per_class.size(); ++i)
    rows.push_back(means(images_.classes[i], c.per_class[i]));
  say(p_.see_comparison_digits);
  table("comparison-digits", fill(r_.digits_caption, c.pairs.size()), means_header(t_.digit),
        std::move(rows));
  rows.clear();
  for (const Comparison::OfSize& size : c.sizes)
    rows.push_back(means(count(size.images), size.accuracy));
  say(p_.see_comparison_sizes);
  table("comparison-sizes", fill(r_.sizes_caption, c.pairs.size()),
        means_header(t_.training_images), std::move(rows));
  if (!c.curves.with.empty()) {
    say(p_.see_curves);
    angka::Plot plot{.x_label = t_.epoch, .y_label = t_.validation_axis, .percent = true};
    for (const auto& [curve, name] : {std::pair(&c.curves.without, t_.without_augmentation),
                                      std::pair(&c.curves.with, t_.with_augmentation)}) {
      plot.series.push_back({.name = name, .y = *curve});
      for (std::size_t i = 0; i < curve->size(); ++i)
        plot.series.back().x.push_back(static_cast<double>(i + 1));
    }
    add(plot_figure("learning-curves", r_.curves_figure, plot));
  }
  angka::Plot plot{
      .x_label = t_.training_images, .y_label = t_.accuracy_axis, .log_x = true, .percent = true};
  for (const auto& [side, name] : {std::pair(&BothMeans::without, t_.without_augmentation),
                                   std::pair(&BothMeans::with, t_.with_augmentation)}) {
    plot.series.push_back({.name = name});
    for (const Comparison::OfSize& size : c.sizes) {
      plot.series.back().x.push_back(static_cast<double>(size.images));
      plot.series.back().y.push_back((size.accuracy.*side).value);
    }
  }
  add(plot_figure("training-images", r_.sizes_figure, plot));
}

std::vector<std::string> ReportWriter::means(const std::string& name,
                                             const BothMeans& means) const {
  return {name, percent(means.without.value), percent(means.with.value),
          points(means.gain.mean.value), verdict(means.gain, t_)};
}

std::vector<std::string> ReportWriter::means_header(const char* name) const {
  return {name, t_.without_augmentation, t_.with_augmentation, t_.difference, t_.significance};
}

void ReportWriter::search() {
  if (!f_.tuning) return;
  heading(r_.search);
  const std::deque<Trial>& trials = f_.tuning->trials;
  say(r_.search_intro, trials.size(), fixed(f_.tuning->seconds, 0));
  say(p_.see_search);
  std::vector<const Trial*> order;
  for (const Trial& trial : trials)
    if (!trial.rungs.empty()) order.push_back(&trial);
  std::stable_sort(order.begin(), order.end(), [&](const Trial* a, const Trial* b) {
    const int winner = f_.tuning->winner.number;
    const bool a_won = a->number == winner, b_won = b->number == winner;
    return a_won != b_won ? a_won : better(a->rungs.back(), b->rungs.back());
  });
  order.resize(std::min<std::size_t>(10, order.size()));
  Rows rows;
  for (const Trial* trial : order)
    rows.push_back({std::to_string(trial->number), percent(trial->rungs.back().accuracy),
                    count(trial->rungs.back().epochs), words(*trial, r_)});
  table("trials", r_.trials_caption, {r_.trial, r_.validation_accuracy, t_.epoch, r_.settings},
        std::move(rows));
  blocks_.push_back(plot_figure("trials", r_.trials_figure, f_.tuning->plot));
  paragraph(certainty(*f_.tuning, t_));
  say(r_.winner_test, f_.tuning->winner.number);
}

void ReportWriter::experiment() {
  if (!f_.experiment) return;
  for (Block& block : experiment_section(*f_.experiment, t_)) add(std::move(block));
}

void ReportWriter::environment() {
  heading(r_.environment);
  say(p_.see_environment);
  const std::string cpu = cpu_info("model name");
  table("environment", r_.environment_caption, {r_.item, r_.value},
        {{r_.program, "digits, angka " ANGKA_VERSION},
         {r_.compiler, compiler()},
         {r_.cpu, cpu.empty() ? "-" : cpu},
         {r_.lanes, std::to_string(angka::Lanes<float>::count)},
         {r_.threads,
          std::to_string(f_.options.threads > 0 ? f_.options.threads : angka::hardware_threads())},
         {r_.seed, std::to_string(f_.options.seed)}});
  say(r_.again);
  add(Code{f_.options.words});
  say(r_.files);
}
