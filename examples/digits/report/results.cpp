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
  heading(r_.test.course);
  say(r_.test.course_intro);
  if (augmented_) also(r_.test.course_augmented);
  also(r_.test.see_course);
  const std::size_t every = std::max<std::size_t>(1, (epochs_.size() + 9) / 10);
  if (every > 1) also(r_.test.epochs_file, epochs_.size());
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
  draw_curves("loss", r_.test.loss_figure, t_.loss, false, &Epoch::loss, &Epoch::validation_loss);
  draw_curves("accuracy", r_.test.accuracy_figure, r_.test.accuracy_axis, true,
              &Epoch::train_accuracy, &Epoch::validation_accuracy);
  Rows rows, some;
  for (std::size_t i = 0; i < epochs_.size(); ++i) {
    const Epoch& epoch = epochs_[i];
    rows.push_back({count(i + 1), fixed(epoch.loss, 4), percent(epoch.train_accuracy),
                    validated ? fixed(epoch.validation_loss, 4) : "-",
                    validated ? percent(epoch.validation_accuracy) : "-",
                    brief(epoch.learning_rate)});
    if ((i + 1) % every == 0 || i == 0 || i + 1 == epochs_.size()) some.push_back(rows.back());
  }
  table("epochs", every > 1 ? r_.test.epochs_caption : r_.test.all_epochs_caption,
        {t_.epoch, t_.loss, std::string(r_.document.accuracy) + ", " + t_.trained,
         std::string(t_.loss) + ", " + t_.validated,
         std::string(r_.document.accuracy) + ", " + t_.validated, r_.document.learning_rate},
        std::move(some), std::move(rows));
}

void ReportWriter::quality() {
  const std::vector<std::string>& classes = images_.classes;
  const angka::Interval interval = e_.accuracy_interval();
  heading(r_.test.quality);
  say(r_.test.quality_intro, e_.total());
  also(r_.test.see_quality);
  table("quality", r_.test.quality_caption, {r_.test.figure_column, r_.document.value},
        {{r_.document.accuracy, percent(e_.accuracy())},
         {r_.test.interval, percent(interval.low) + " - " + percent(interval.high)},
         {r_.test.right_of_all, count(e_.correct()) + " / " + count(e_.total())},
         {r_.test.loss_name, fixed(e_.loss(), 4)},
         {r_.test.calibration_error, percent(e_.calibration_error())},
         {fill(r_.test.top, 2), percent(e_.top_k_accuracy(2))},
         {fill(r_.test.top, 3), percent(e_.top_k_accuracy(3))}});

  say(r_.test.see_confusion);
  std::vector<std::vector<std::size_t>> confusion(classes.size());
  for (int truth = 0; truth < e_.classes(); ++truth)
    for (int read = 0; read < e_.classes(); ++read)
      confusion[static_cast<std::size_t>(truth)].push_back(
          static_cast<std::size_t>(e_.confusion(truth, read)));
  add(confusion_figure("confusion", r_.test.confusion_figure, classes, confusion,
                       r_.document.true_digit, r_.document.read_digit));
  std::vector<std::string> header{r_.document.true_digit};
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
  table("confusion", r_.test.confusion_caption, std::move(header), std::move(rows));

  rows.clear();
  const auto score = [&](const std::string& name, const angka::ClassScores& scores,
                         std::int64_t support) {
    rows.push_back({name, fixed(scores.precision, 4), fixed(scores.recall, 4), fixed(scores.f1, 4),
                    count(support)});
  };
  for (int c = 0; c < e_.classes(); ++c)
    score(e_.class_name(c), e_.confusion().scores(c), e_.support(c));
  score(t_.average, e_.macro_average(), e_.total());
  table("per-digit", r_.test.per_digit_caption,
        {t_.digit, t_.precision, t_.recall, t_.f1, t_.support}, std::move(rows));
  writer_accuracy();

  if (pairs.empty()) {
    say(r_.test.no_mistakes);
  } else {
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Confused& a, const Confused& b) { return a.times > b.times; });
    pairs.resize(std::min<std::size_t>(10, pairs.size()));
    rows.clear();
    for (const Confused& pair : pairs)
      rows.push_back({classes[pair.truth], classes[pair.read], count(pair.times)});
    say(r_.test.see_confused);
    table("confused", r_.test.confused_caption,
          {r_.document.true_digit, r_.document.read_digit, r_.test.times}, std::move(rows));
    add(mistakes_figure(
        "mistakes", r_.test.mistakes_figure, test_, classes,
        std::span(f_.mistakes).first(std::min<std::size_t>(24, f_.mistakes.size()))));
  }
  roc();
  calibration();
  insight();
}

void ReportWriter::comparison() {
  if (!f_.comparison) return;
  const Comparison& c = *f_.comparison;
  heading(r_.comparison.heading);
  say(r_.comparison.comparison_intro, c.settings.updates(parts_.train.size()), c.pairs.size(),
      test_.size());
  also(r_.comparison.see_comparison);
  Rows rows;
  const auto row = [&](const std::string& name, const Pair& pair) {
    const double without = pair.without.accuracy(), with = pair.with.accuracy();
    rows.push_back({name, percent(without), percent(with), points(with - without),
                    count(pair.only_without()), count(pair.only_with()), p_value(pair.p())});
  };
  for (std::size_t i = 0; i < c.pairs.size(); ++i)
    row(std::to_string(f_.options.seed + i), c.pairs[i]);
  if (c.pairs.size() > 1) row(t_.all_seeds, c.together);
  table("comparison", r_.comparison.comparison_caption,
        {t_.seed_column, t_.without_augmentation, t_.with_augmentation, t_.difference,
         t_.only_without, t_.only_with, t_.p_value},
        std::move(rows));
  paragraph(sentence(c.accuracy.gain, t_) + '.');
  if (c.pairs.size() > 1) also(r_.comparison.two_tests);
  rows.clear();
  for (std::size_t i = 0; i < c.per_class.size(); ++i)
    rows.push_back(means(images_.classes[i], c.per_class[i]));
  say(r_.comparison.see_comparison_digits);
  table("comparison-digits", fill(r_.comparison.digits_caption, c.pairs.size()),
        means_header(t_.digit), std::move(rows));
  rows.clear();
  for (const Comparison::OfSize& size : c.sizes)
    rows.push_back(means(count(size.images), size.accuracy));
  say(r_.comparison.see_comparison_sizes);
  table("comparison-sizes", fill(r_.comparison.sizes_caption, c.pairs.size()),
        means_header(t_.training_images), std::move(rows));
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
  add(plot_figure("training-images", r_.comparison.sizes_figure, plot));
  if (!c.curves.with.empty()) {
    say(r_.comparison.see_curves);
    angka::Plot courses{.x_label = t_.epoch, .y_label = t_.validation_axis, .percent = true};
    for (const auto& [curve, name] : {std::pair(&c.curves.without, t_.without_augmentation),
                                      std::pair(&c.curves.with, t_.with_augmentation)}) {
      courses.series.push_back({.name = name, .y = *curve});
      for (std::size_t i = 0; i < curve->size(); ++i)
        courses.series.back().x.push_back(static_cast<double>(i + 1));
    }
    add(plot_figure("learning-curves", r_.comparison.curves_figure, courses));
  }
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
  heading(r_.comparison.search);
  const std::deque<Trial>& trials = f_.tuning->trials;
  say(r_.comparison.search_intro, trials.size(), fixed(f_.tuning->seconds, 0));
  also(r_.comparison.see_search);
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
  table("trials", r_.comparison.trials_caption,
        {r_.comparison.trial, r_.comparison.validation_accuracy, t_.epoch, r_.comparison.settings},
        std::move(rows));
  blocks_.push_back(plot_figure("trials", r_.comparison.trials_figure, f_.tuning->plot));
  paragraph(marked(certainty(*f_.tuning, t_)));
  also(r_.comparison.winner_test, f_.tuning->winner.number);
}

void ReportWriter::experiment() {
  if (!f_.experiment) return;
  for (Block& block : experiment_section(*f_.experiment, t_)) add(std::move(block));
}

void ReportWriter::environment() {
  heading(r_.study.environment);
  say(r_.study.see_environment);
  const std::string cpu = cpu_info("model name");
  table("environment", r_.study.environment_caption, {r_.document.item, r_.document.value},
        {{r_.study.program, "digits, angka " ANGKA_VERSION},
         {r_.study.compiler, compiler()},
         {r_.study.cpu, cpu.empty() ? "-" : cpu},
         {r_.study.lanes, std::to_string(angka::Lanes<float>::count)},
         {r_.study.threads,
          std::to_string(f_.options.threads > 0 ? f_.options.threads : angka::hardware_threads())},
         {r_.document.seed, std::to_string(f_.options.seed)}});
  say(r_.study.again);
  add(Code{f_.options.words});
  say(r_.study.files);
}
