#include "page.hpp"

#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/number.hpp>
#include <angka/data/card.hpp>
#include <angka/training/threads.hpp>
#include <angka/version.hpp>
#include <iterator>
#include <utility>

#include "console/cpu.hpp"
#include "console/images.hpp"
#include "console/output.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/findings.hpp"
#include "experiments/training.hpp"
#include "text.hpp"

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string compiler() {
#if defined(__clang__)
  return "clang++ " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

/// Puts the sections of a report together.
class Writer {
 public:
  explicit Writer(const ReportFacts& facts)
      : f_(facts), t_(*facts.options.texts), r_(report_texts(t_)) {}

  Document document(std::vector<Chapter> chapters) const {
    return {.title = r_.title,
            .language = &t_ == &indonesian ? "id" : "en",
            .table = r_.table,
            .figure = r_.figure,
            .chapters = std::move(chapters)};
  }
  const ReportTexts& texts() const { return r_; }
  std::vector<Block> take() { return std::exchange(blocks_, {}); }

  void summary() {
    heading(r_.summary);
    const angka::Shape& shape = images_.shape;
    const angka::Interval interval = e_.accuracy_interval();
    Rows rows{
        {r_.counts, fill(r_.summary_data, images_.size(), split_counts(), shape.height, shape.width,
                         shape.size(), shape.channels)},
        {r_.card, card_field(f_.card.collected_by) + "; " + card_field(f_.card.written_by)},
        {r_.architecture.title,
         fill(r_.summary_net, net_.name, net_.parameters, parts_.train.size(), epochs_.size())},
        {r_.quality, fill(r_.summary_accuracy, e_.correct(), e_.total(), percent(e_.accuracy()),
                          percent(interval.low), percent(interval.high))}};
    if (f_.comparison) {
      const BothMeans& mean = f_.comparison->accuracy;
      rows.push_back({r_.comparison, fill(r_.summary_augmentation, percent(mean.without.value),
                                          percent(mean.with.value), f_.comparison->pairs.size()) +
                                         ' ' + sentence(mean.gain, t_)});
    }
    table("summary", r_.summary, {r_.question, r_.answer}, std::move(rows));
  }

  /// What is trained, how long and on what, what was chosen by what, and what is measured on what.
  void protocol() {
    heading(r_.protocol);
    const TrainingSettings& s = f_.trained.plan.settings;
    const std::size_t train = parts_.train.size(), test = test_.size();
    const std::string on_test = fill(r_.of_the_test, test);
    Rows rows;
    const auto row = [&](const std::string& what, std::size_t images, const TrainingSettings& its,
                         std::size_t trainings) {
      rows.push_back({what, count(images), count(its.epochs), count(its.updates(images)),
                      count(trainings), on_test});
    };
    std::size_t measured = 1;
    if (f_.tuning) {
      std::size_t trainings = 0;
      for (const Trial& trial : f_.tuning->trials) trainings += trial.rungs.size();
      rows.push_back({fill(r_.the_search, f_.tuning->trials.size()), count(train), r_.by_trial, "",
                      count(trainings), fill(r_.of_the_validation, f_.tuning->judging_images)});
    }
    row(r_.this_model, train, s, 1);
    if (f_.comparison) {
      const std::size_t both = 2 * f_.comparison->pairs.size();
      for (const Comparison::OfSize& size : f_.comparison->sizes) {
        const bool all = size.images == train;  // among them the model of the report
        row(all ? r_.its_comparison : r_.smaller_comparison, size.images, size.settings,
            both - all);
        measured += both - all;
      }
    }
    table("protocol", r_.protocol_caption,
          {r_.trained_what, t_.training_images, t_.epoch, r_.updates, r_.trainings, r_.measured_on},
          std::move(rows));
    paragraph(f_.tuning ? fill(r_.chosen_by_search, f_.tuning->winner.number,
                               f_.tuning->trials.size(), f_.tuning->judging_images)
                        : r_.chosen_before);
    if (f_.comparison) {
      const bool with = !f_.trained.plan.settings.augmentation.off();
      paragraph(fill(r_.one_training, std::to_string(f_.options.seed),
                     with ? t_.with_augmentation : t_.without_augmentation));
    }
    paragraph(fill(r_.test_measured, test, measured));
  }

  void data() {
    heading(r_.the_data);
    paragraph(r_.data_intro);
    part(r_.card);
    Rows rows;
    bool any = false;
    for (std::size_t i = 0; i < std::size(angka::DataCard::fields); ++i) {
      const std::string& text = f_.card.*(angka::DataCard::fields[i].text);
      rows.push_back({t_.card_fields[i].title, card_field(text)});
      any = any || !text.empty();
    }
    if (any)
      table("card", r_.card, {r_.field, r_.content}, std::move(rows));
    else
      paragraph(r_.no_card);
    part(r_.counts);
    paragraph(fill(r_.counts_intro, fixed(f_.inspection.findings.imbalance, 2)));
    counts();
    part(r_.shape);
    const angka::Shape& shape = images_.shape;
    const angka::Normalization& pixels = f_.inspection.pixels;
    paragraph(fill(r_.shape_intro, shape.channels, shape.height, shape.width, shape.size(),
                   f_.inspection.darkest, f_.inspection.brightest,
                   fixed(255.0 * double{pixels.mean[0]}, 2),
                   fixed(255.0 * double{pixels.standard_deviation[0]}, 2)));
    if (const auto& shapes = f_.data.digits.photographs; !shapes.empty())
      paragraph(fill(r_.photograph_shapes, shapes.size(), original_size(shapes.front()),
                     original_size(shapes[shapes.size() / 2]), original_size(shapes.back())));
    const std::vector<std::uint32_t>& shown = f_.inspection.shown;
    blocks_.push_back(images_figure("examples", r_.examples_figure, images_, shown));
    const std::string& first = images_.classes[static_cast<std::size_t>(images_.labels[shown[0]])];
    blocks_.push_back(
        pixels_figure("pixels", fill(r_.pixels_figure, first), pixel_rows(images_, shown[0])));
    part(r_.checks);
    paragraph(r_.checks_intro);
    rows.clear();
    for (const FindingLine& line : lines(f_.inspection.findings, t_))
      rows.push_back({line.title, line.figure, line.examples});
    table("checks", r_.checks, {r_.finding, r_.found, ""}, std::move(rows));
  }

  void preparing() {
    heading(r_.preparing);
    paragraph(r_.preparing_intro);
    Rows rows;
    const std::vector<DataStep>& steps = f_.trained.plan.steps;
    for (std::size_t i = 0; i < steps.size(); ++i)
      rows.push_back({count(i + 1) + ". " + steps[i].title, fill(steps[i].in_unit, steps[i].in),
                      fill(steps[i].out_unit, steps[i].out), steps[i].detail});
    table("preparing", r_.preparing, {r_.step, r_.in, r_.out, r_.what_happens}, std::move(rows));
  }

  void augmentation() {
    heading(r_.augmentation);
    if (!augmented_) paragraph(r_.no_augmentation);
    if (f_.augmentation.empty()) return;
    paragraph(augmented_ ? r_.augmentation_intro : r_.augmentation_of_comparison);
    Rows rows;
    for (const std::string& spec : operation_specs(f_.augment)) {
      const std::string key = spec.substr(0, spec.find('='));
      std::string meaning;
      for (const auto& operation : r_.operations)
        if (key == operation.key) meaning = operation.meaning;
      rows.push_back({key, setting(spec.substr(std::min(spec.size(), key.size() + 1))), meaning});
    }
    table("augmentation", r_.operations_caption, {r_.operation, r_.setting, r_.meaning},
          std::move(rows));
    blocks_.push_back(Figure{"augmentation", r_.augmentation_figure, f_.augmentation, ""});
  }

  void building() {
    heading(r_.building);
    paragraph(r_.building_intro);
    const TrainingSettings& s = f_.trained.plan.settings;
    const std::string augmentation = to_string(s.augmentation);
    const angka::Normalization& measured = f_.trained.plan.normalization;
    std::string others;
    for (const Net& net : nets())
      if (net.name != net_.name)
        others += (others.empty() ? "" : ", ") + std::string(net.name) + " (" +
                  count(static_cast<std::size_t>(net.parameters)) + ')';
    const std::string eigen = std::to_string(EIGEN_WORLD_VERSION) + '.' +
                              std::to_string(EIGEN_MAJOR_VERSION) + '.' +
                              std::to_string(EIGEN_MINOR_VERSION);
    Rows rows;
    const auto step = [&](const StepText& text, const std::string& chosen) {
      rows.push_back({count(rows.size() + 1) + ". " + text.title, chosen, text.reason});
    };
    step(r_.libraries, fill(r_.libraries_chosen, ANGKA_VERSION, eigen, compiler()));
    step(r_.normalisation, fill(r_.normalisation_chosen, per_channel(measured.mean, 4),
                                per_channel(measured.standard_deviation, 4)));
    step(r_.split,
         fill(r_.split_chosen, parts_.train.size(), parts_.validation.size(), test_.size()));
    step(r_.input, fill(r_.input_chosen, to_string(layers_.input), images_.classes.size()));
    step(r_.architecture,
         fill(r_.architecture_chosen, net_.name, layers_.layers.size(), net_.parameters));
    step(r_.initialisation, fill(r_.initialisation_chosen, std::to_string(f_.options.seed)));
    step(r_.activation, r_.activation_chosen);
    step(r_.loss, fill(r_.loss_chosen, brief(s.label_smoothing)));
    step(r_.optimizer,
         ::fill(r_.optimizer_chosen, s.optimizer, brief(s.learning_rate), s.schedule));
    step(r_.training, fill(r_.training_chosen, s.epochs, s.batch_size, augmentation,
                           fixed(f_.trained.history.seconds, 1)));
    step(r_.evaluation, r_.evaluation_chosen);
    step(r_.tuning, f_.tuning
                        ? fill(r_.tuning_chosen, f_.tuning->trials.size(), words(f_.tuning->winner))
                        : r_.tuning_none);
    step(r_.other_nets, ::fill(r_.other_nets_chosen, net_.name, others));
    step(r_.regularisation, ::fill(r_.regularisation_chosen, brief(s.weight_decay),
                                   dropout_text(s, t_), brief(s.label_smoothing), augmentation));
    table("building", r_.building, {r_.step, r_.chosen, r_.why}, std::move(rows));

    part(r_.layers);
    rows = {{"", r_.input_layer, to_string(layers_.input), "", ""}};
    for (const angka::LayerSummary& layer : layers_.layers)
      rows.push_back({layer.position, layer.layer, to_string(layer.output), count(layer.parameters),
                      count(layer.multiply_adds)});
    rows.push_back({"", t_.total, "", count(layers_.parameters), count(layers_.multiply_adds)});
    table("layers", fill(r_.layers_caption, net_.name),
          {"", r_.layer, r_.output, r_.parameters, r_.multiply_adds}, std::move(rows));
    blocks_.push_back(layers_figure("layers", fill(r_.layers_figure, net_.name), layers_));
  }

  void measuring() {
    heading(r_.measuring);
    paragraph(r_.measuring_intro);
    Rows rows;
    for (const auto& measure : r_.measures) rows.push_back({measure.name, measure.formula});
    table("measures", r_.measures_caption, {r_.measure, r_.formula}, std::move(rows));
  }

  void course() {
    heading(r_.course);
    paragraph(r_.course_intro);
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
      blocks_.push_back(plot_figure(name, caption, plot));
    };
    draw_curves("loss", r_.loss_figure, t_.loss, false, &Epoch::loss, &Epoch::validation_loss);
    draw_curves("accuracy", r_.accuracy_figure, r_.accuracy_axis, true, &Epoch::train_accuracy,
                &Epoch::validation_accuracy);
    Rows rows;
    const std::size_t every = std::max<std::size_t>(1, (epochs_.size() + 9) / 10);
    for (std::size_t i = 0; i < epochs_.size(); ++i) {
      if ((i + 1) % every != 0 && i != 0 && i + 1 != epochs_.size()) continue;
      const Epoch& epoch = epochs_[i];
      rows.push_back({count(i + 1), fixed(epoch.loss, 4), percent(epoch.train_accuracy),
                      validated ? fixed(epoch.validation_loss, 4) : "-",
                      validated ? percent(epoch.validation_accuracy) : "-",
                      brief(epoch.learning_rate)});
    }
    table("epochs", r_.epochs_caption,
          {t_.epoch, t_.loss, std::string(r_.accuracy) + ", " + t_.trained,
           std::string(t_.loss) + ", " + t_.validated,
           std::string(r_.accuracy) + ", " + t_.validated, r_.learning_rate},
          std::move(rows));
  }

  void quality() {
    const std::vector<std::string>& classes = images_.classes;
    const angka::Interval interval = e_.accuracy_interval();
    heading(r_.quality);
    paragraph(fill(r_.quality_intro, e_.total()));
    table("quality", r_.quality_caption, {r_.figure_column, r_.value},
          {{r_.accuracy, percent(e_.accuracy())},
           {r_.interval, percent(interval.low) + " - " + percent(interval.high)},
           {r_.right_of_all, count(e_.correct()) + " / " + count(e_.total())},
           {r_.loss_name, fixed(e_.loss(), 4)},
           {r_.calibration_error, percent(e_.calibration_error())},
           {fill(r_.top, 2), percent(e_.top_k_accuracy(2))},
           {fill(r_.top, 3), percent(e_.top_k_accuracy(3))}});

    std::vector<std::vector<std::size_t>> confusion(classes.size());
    for (int truth = 0; truth < e_.classes(); ++truth)
      for (int read = 0; read < e_.classes(); ++read)
        confusion[static_cast<std::size_t>(truth)].push_back(
            static_cast<std::size_t>(e_.confusion(truth, read)));
    blocks_.push_back(confusion_figure("confusion", r_.confusion_figure, classes, confusion,
                                       r_.true_digit, r_.read_digit));
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
      rows.push_back({name, fixed(scores.precision, 4), fixed(scores.recall, 4),
                      fixed(scores.f1, 4), count(support)});
    };
    for (int c = 0; c < e_.classes(); ++c)
      score(e_.class_name(c), e_.confusion().scores(c), e_.support(c));
    score(t_.average, e_.macro_average(), e_.total());
    table("per-digit", r_.per_digit_caption, {t_.digit, t_.precision, t_.recall, t_.f1, t_.support},
          std::move(rows));

    if (pairs.empty()) {
      paragraph(r_.no_mistakes);
    } else {
      std::stable_sort(pairs.begin(), pairs.end(),
                       [](const Confused& a, const Confused& b) { return a.times > b.times; });
      pairs.resize(std::min<std::size_t>(10, pairs.size()));
      rows.clear();
      for (const Confused& pair : pairs)
        rows.push_back({classes[pair.truth], classes[pair.read], count(pair.times)});
      table("confused", r_.confused_caption, {r_.true_digit, r_.read_digit, r_.times},
            std::move(rows));
      blocks_.push_back(mistakes_figure(
          "mistakes", r_.mistakes_figure, test_, classes,
          std::span(f_.mistakes).first(std::min<std::size_t>(24, f_.mistakes.size()))));
    }
    calibration();
  }

  void comparison() {
    if (!f_.comparison) return;
    const Comparison& c = *f_.comparison;
    heading(r_.comparison);
    paragraph(fill(r_.comparison_intro, c.settings.updates(parts_.train.size()), c.pairs.size(),
                   test_.size()));
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
    table("comparison-digits", fill(r_.digits_caption, c.pairs.size()), means_header(t_.digit),
          std::move(rows));
    rows.clear();
    for (const Comparison::OfSize& size : c.sizes)
      rows.push_back(means(count(size.images), size.accuracy));
    table("comparison-sizes", fill(r_.sizes_caption, c.pairs.size()),
          means_header(t_.training_images), std::move(rows));
    if (!c.curves.with.empty()) {
      angka::Plot plot{.x_label = t_.epoch, .y_label = t_.validation_axis, .percent = true};
      for (const auto& [curve, name] : {std::pair(&c.curves.without, t_.without_augmentation),
                                        std::pair(&c.curves.with, t_.with_augmentation)}) {
        plot.series.push_back({.name = name, .y = *curve});
        for (std::size_t i = 0; i < curve->size(); ++i)
          plot.series.back().x.push_back(static_cast<double>(i + 1));
      }
      blocks_.push_back(plot_figure("learning-curves", r_.curves_figure, plot));
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
    blocks_.push_back(plot_figure("training-images", r_.sizes_figure, plot));
  }

  void search() {
    if (!f_.tuning) return;
    heading(r_.search);
    const std::deque<Trial>& trials = f_.tuning->trials;
    paragraph(fill(r_.search_intro, trials.size(), fixed(f_.tuning->seconds, 0)));
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
                      count(trial->rungs.back().epochs), words(*trial)});
    table("trials", r_.trials_caption, {r_.trial, r_.validation_accuracy, t_.epoch, r_.settings},
          std::move(rows));
    const std::vector<std::uint8_t>& picture = f_.tuning->picture;
    blocks_.push_back(
        Figure{"trials", r_.trials_figure, std::string(picture.begin(), picture.end()), ""});
    paragraph(certainty(*f_.tuning, t_));
    paragraph(fill(r_.winner_test, f_.tuning->winner.number));
  }

  void environment() {
    heading(r_.environment);
    const std::string cpu = cpu_info("model name");
    table("environment", r_.environment_caption, {r_.item, r_.value},
          {{r_.program, "digits, angka " ANGKA_VERSION},
           {r_.compiler, compiler()},
           {r_.cpu, cpu.empty() ? "-" : cpu},
           {r_.lanes, std::to_string(angka::Lanes<float>::count)},
           {r_.threads, std::to_string(f_.options.threads > 0 ? f_.options.threads
                                                              : angka::hardware_threads())},
           {r_.seed, std::to_string(f_.options.seed)}});
    paragraph(r_.again);
    blocks_.push_back(Code{f_.options.words});
    paragraph(r_.files);
  }

 private:
  void heading(const char* text) { blocks_.push_back(Heading{text, 1}); }
  void part(const char* text) { blocks_.push_back(Heading{text, 2}); }
  void paragraph(std::string text) { blocks_.push_back(Paragraph{std::move(text)}); }
  void table(const char* name, std::string caption, std::vector<std::string> header, Rows rows) {
    blocks_.push_back(Table{name, std::move(caption), std::move(header), std::move(rows)});
  }

  std::string card_field(const std::string& text) const {
    return text.empty() ? r_.not_told : text;
  }
  /// "0.1" of an operation's "shift=0.1" as people write it.
  static std::string setting(const std::string& typed) {
    double number = 0;
    return angka::detail::read_number(typed, number) ? brief(number) : typed;
  }
  /// Settings as "net small, epochs 20, ...".
  static std::string words(const Trial& trial) {
    const Json settings = settings_json(trial);
    std::string text;
    for (const auto& [key, value] : settings.items())
      if (!value.is_null())
        text += (text.empty() ? "" : ", ") + key + ' ' +
                (value.is_string() ? value.get<std::string>() : brief(value.get<double>()));
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }
  std::string split_counts() const {
    return fill(t_.parts, parts_.train.size(), parts_.validation.size(), test_.size());
  }
  void counts() {
    const std::vector<std::string>& classes = images_.classes;
    const std::size_t n = classes.size();
    const auto train = count_classes(images_.select(parts_.train), n);
    const auto validation = count_classes(images_.select(parts_.validation), n);
    const auto test = count_classes(test_, n);
    const std::size_t epochs = epochs_.size();
    Rows rows;
    std::size_t sums[5] = {};
    const auto row = [&](const std::string& name, const std::size_t(&values)[5]) {
      rows.push_back({name});
      for (const std::size_t value : values) rows.back().push_back(count(value));
      if (!augmented_) rows.back().pop_back();
    };
    for (std::size_t c = 0; c < n; ++c) {
      const std::size_t values[] = {train[c] + validation[c] + test[c], train[c], validation[c],
                                    test[c], train[c] * epochs};
      for (std::size_t i = 0; i < 5; ++i) sums[i] += values[i];
      row(classes[c], values);
    }
    row(t_.total, sums);
    std::vector<std::string> header{t_.digit,     r_.images, t_.trained,
                                    t_.validated, t_.tested, r_.augmented};
    if (!augmented_) header.pop_back();
    table("counts", r_.counts_caption, std::move(header), std::move(rows));
    if (augmented_ && train[0] > 0)
      paragraph(fill(r_.counts_augmented, classes[0], train[0], epochs, train[0] * epochs));
    blocks_.push_back(
        bars_figure("counts", r_.counts_figure, classes,
                    {{t_.trained, train}, {t_.validated, validation}, {t_.tested, test}}));
  }

  void calibration() {
    angka::Plot plot{.x_label = r_.probability_axis, .y_label = r_.accuracy_axis, .percent = true};
    plot.series = {{.name = r_.perfect, .x = {0, 1}, .y = {0, 1}}, {.name = r_.the_net}};
    for (int i = 0; i < angka::Calibration::bins; ++i)
      if (const auto& bin = f_.calibration.bin(i); bin.count > 0) {
        plot.series[1].x.push_back(bin.confidence());
        plot.series[1].y.push_back(bin.accuracy());
      }
    blocks_.push_back(plot_figure("calibration", r_.calibration_figure, plot));
  }

  std::vector<std::string> means(const std::string& name, const BothMeans& means) const {
    return {name, percent(means.without.value), percent(means.with.value),
            points(means.gain.mean.value), verdict(means.gain, t_)};
  }
  std::vector<std::string> means_header(const char* name) const {
    return {name, t_.without_augmentation, t_.with_augmentation, t_.difference, t_.significance};
  }

  const ReportFacts& f_;
  const Texts& t_;
  const ReportTexts& r_;
  const angka::Dataset& images_ = f_.data.digits.train();
  const angka::DataView test_ = f_.data.test->view();
  const Net& net_ = *f_.trained.plan.net;
  const Parts& parts_ = f_.trained.plan.parts;
  const std::vector<angka::EpochResult>& epochs_ = f_.trained.history.epochs;
  const angka::Evaluation& e_ = *f_.trained.evaluation;
  const bool augmented_ = !f_.trained.plan.settings.augmentation.off();
  const angka::Summary layers_ = f_.trained.model.classifier->summary();
  std::vector<Block> blocks_{};
};

void write_method(Writer& writer) {
  writer.data();
  writer.protocol();
  writer.preparing();
  writer.augmentation();
  writer.building();
  writer.measuring();
}

void write_results(Writer& writer) {
  writer.course();
  writer.quality();
  writer.comparison();
  writer.search();
  writer.environment();
}

}  // namespace

Document report_page(const ReportFacts& facts) {
  Writer writer(facts);
  writer.summary();
  write_method(writer);
  write_results(writer);
  return writer.document({{.blocks = writer.take()}});
}

Document report_chapters(const ReportFacts& facts) {
  Writer writer(facts);
  write_method(writer);
  Chapter method{3, writer.texts().method, writer.take()};
  write_results(writer);
  return writer.document({std::move(method), {4, writer.texts().results, writer.take()}});
}
