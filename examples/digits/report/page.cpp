#include "page.hpp"

#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/core/lanes.hpp>
#include <angka/data/card.hpp>
#include <angka/training/threads.hpp>
#include <angka/version.hpp>
#include <fstream>
#include <iterator>
#include <utility>

#include "experiments/data_steps.hpp"
#include "experiments/training.hpp"
#include "text.hpp"

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string count(std::size_t number) { return std::to_string(number); }

std::string processor() {
  std::ifstream lines("/proc/cpuinfo");
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("model name"))
      return line.substr(std::min(line.size(), line.find(':') + 2));
  return "-";
}

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
    const Json& shape = f_.data["shape"];
    const Json& tested = f_.evaluation;
    Rows rows{
        {r_.counts, fill(r_.summary_data, f_.data["images"].get<std::size_t>(), split_counts(),
                         shape["height"].get<int>(), shape["width"].get<int>(),
                         shape["pixels"].get<int>(), shape["channels"].get<int>())},
        {r_.card, card_field("collected_by") + "; " + card_field("written_by")},
        {r_.architecture.title, fill(r_.summary_net, f_.net.name, f_.net.parameters,
                                     f_.parts.train.size(), f_.training["epochs"].size())},
        {r_.quality,
         fill(r_.summary_accuracy, tested["correct"].get<int>(), tested["total"].get<int>(),
              percent(tested["accuracy"]), percent(tested["accuracy_interval"][0]),
              percent(tested["accuracy_interval"][1]))}};
    if (!f_.comparison.is_null()) {
      const Json& mean = f_.comparison["mean"];
      rows.push_back({r_.comparison,
                      fill(r_.summary_augmentation, percent(mean["without"]["accuracy"]),
                           percent(mean["with"]["accuracy"]),
                           points(mean["difference"]["accuracy"]), f_.comparison["runs"].size())});
    }
    table("summary", r_.summary, {r_.question, r_.answer}, std::move(rows));
  }

  void data() {
    heading(r_.the_data);
    paragraph(r_.data_intro);
    part(r_.card);
    if (!f_.card["card"].empty()) {
      Rows rows;
      for (std::size_t i = 0; i < std::size(angka::DataCard::fields); ++i)
        rows.push_back({t_.card_fields[i].title, card_field(angka::DataCard::fields[i].name)});
      table("card", r_.card, {r_.field, r_.content}, std::move(rows));
    } else {
      paragraph(r_.no_card);
    }
    part(r_.counts);
    paragraph(
        fill(r_.counts_intro, fixed(f_.data["findings"]["imbalance"]["ratio"].get<double>(), 2)));
    counts();
    part(r_.shape);
    const Json& shape = f_.data["shape"];
    const Json& pixels = f_.data["pixels"];
    paragraph(fill(r_.shape_intro, shape["channels"].get<int>(), shape["height"].get<int>(),
                   shape["width"].get<int>(), shape["pixels"].get<int>(),
                   pixels["minimum"].get<int>(), pixels["maximum"].get<int>(),
                   fixed(pixels["mean"], 2), fixed(pixels["standard_deviation"], 2)));
    std::vector<std::uint32_t> shown;
    for (const Json& image : f_.data["shown"]) shown.push_back(image["position"]);
    blocks_.push_back(images_figure("examples", r_.examples_figure, f_.digits.train(), shown));
    const Json& first = f_.data["shown"][0];
    blocks_.push_back(pixels_figure(
        "pixels", fill(r_.pixels_figure, first["name"].get<std::string>()), first["pixels"]));
    part(r_.checks);
    paragraph(r_.checks_intro);
    Rows rows;
    for (const FindingLine& line : f_.findings)
      rows.push_back({line.title, line.figure, line.examples});
    table("checks", r_.checks, {r_.finding, r_.found, ""}, std::move(rows));
  }

  void preparing() {
    heading(r_.preparing);
    paragraph(r_.preparing_intro);
    Rows rows;
    const auto steps = data_steps(f_.digits, f_.parts, f_.normalization,
                                  f_.training["settings"]["batch_size"], f_.options);
    for (std::size_t i = 0; i < steps.size(); ++i)
      rows.push_back({count(i + 1) + ". " + steps[i].title,
                      count(steps[i].in) + ' ' + steps[i].in_unit,
                      count(steps[i].out) + ' ' + steps[i].out_unit, steps[i].detail});
    table("preparing", r_.preparing, {r_.step, r_.in, r_.out, r_.what_happens}, std::move(rows));
  }

  void augmentation() {
    heading(r_.augmentation);
    if (f_.augmentation.empty()) return paragraph(r_.no_augmentation);
    paragraph(r_.augmentation_intro);
    Rows rows;
    for (const std::string& spec : operation_specs(f_.options.augment)) {
      const std::string key = spec.substr(0, spec.find('='));
      std::string meaning;
      for (const auto& operation : r_.operations)
        if (key == operation.key) meaning = operation.meaning;
      rows.push_back({key, spec.substr(std::min(spec.size(), key.size() + 1)), meaning});
    }
    table("augmentation", r_.operations_caption, {r_.operation, r_.setting, r_.meaning},
          std::move(rows));
    blocks_.push_back(Figure{"augmentation", r_.augmentation_figure, f_.augmentation, ""});
  }

  void building() {
    heading(r_.building);
    paragraph(r_.building_intro);
    const Json& s = f_.training["settings"];
    const auto number = [&](const char* key) { return brief(s[key].get<double>()); };
    const auto word = [&](const char* key) { return s[key].get<std::string>(); };
    const angka::Normalization& measured = f_.normalization;
    std::string others;
    for (const Net& net : nets())
      if (net.name != std::string(f_.net.name))
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
         fill(r_.split_chosen, f_.parts.train.size(), f_.parts.validation.size(), f_.test.size()));
    step(r_.input, fill(r_.input_chosen, to_string(f_.layers.input), class_count));
    step(r_.architecture,
         fill(r_.architecture_chosen, f_.net.name, f_.layers.layers.size(), f_.net.parameters));
    step(r_.initialisation, fill(r_.initialisation_chosen, f_.options.seed));
    step(r_.activation, r_.activation_chosen);
    step(r_.loss, fill(r_.loss_chosen, number("label_smoothing")));
    step(r_.optimizer,
         ::fill(r_.optimizer_chosen, word("optimizer"), number("learning_rate"), word("schedule")));
    step(r_.training, fill(r_.training_chosen, s["epochs"].get<int>(), s["batch_size"].get<int>(),
                           word("augment"), fixed(f_.training["seconds"].get<double>(), 1)));
    step(r_.evaluation, r_.evaluation_chosen);
    step(r_.tuning, f_.tuning.is_null() ? r_.tuning_none
                                        : fill(r_.tuning_chosen, f_.tuning["trials"].size(),
                                               words(f_.tuning["winner"]["settings"])));
    step(r_.other_nets, ::fill(r_.other_nets_chosen, f_.net.name, others));
    step(r_.regularisation, ::fill(r_.regularisation_chosen, number("weight_decay"),
                                   number("dropout"), number("label_smoothing"), word("augment")));
    table("building", r_.building, {r_.step, r_.chosen, r_.why}, std::move(rows));

    part(r_.layers);
    rows = {{"", r_.input_layer, to_string(f_.layers.input), "", ""}};
    for (const angka::LayerSummary& layer : f_.layers.layers)
      rows.push_back({layer.position, layer.layer, to_string(layer.output),
                      std::to_string(layer.parameters), std::to_string(layer.multiply_adds)});
    rows.push_back({"", t_.total, "", std::to_string(f_.layers.parameters),
                    std::to_string(f_.layers.multiply_adds)});
    table("layers", fill(r_.layers_caption, f_.net.name),
          {"", r_.layer, r_.output, r_.parameters, r_.multiply_adds}, std::move(rows));
    blocks_.push_back(layers_figure("layers", fill(r_.layers_figure, f_.net.name), f_.layers));
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
    const Json& epochs = f_.training["epochs"];
    const auto curve = [&](const char* key, const char* name) {
      angka::Series series{.name = name};
      for (const Json& epoch : epochs)
        if (epoch.contains(key) && epoch[key].is_number()) {
          series.x.push_back(epoch["epoch"]);
          series.y.push_back(epoch[key]);
        }
      return series;
    };
    const auto draw_curves = [&](const char* name, const char* caption, const char* axis,
                                 bool percent, const char* trained, const char* validated) {
      angka::Plot plot{.x_label = t_.epoch, .y_label = axis, .percent = percent};
      plot.series = {curve(trained, t_.trained)};
      if (!f_.parts.validation.empty()) plot.series.push_back(curve(validated, t_.validated));
      blocks_.push_back(plot_figure(name, caption, plot));
    };
    draw_curves("loss", r_.loss_figure, t_.loss, false, "loss", "validation_loss");
    draw_curves("accuracy", r_.accuracy_figure, r_.accuracy_axis, true, "train_accuracy",
                "validation_accuracy");
    Rows rows;
    const std::size_t every = std::max<std::size_t>(1, (epochs.size() + 9) / 10);
    for (std::size_t i = 0; i < epochs.size(); ++i) {
      if ((i + 1) % every != 0 && i != 0 && i + 1 != epochs.size()) continue;
      const Json& e = epochs[i];
      const bool validated = !f_.parts.validation.empty();
      rows.push_back({count(i + 1), fixed(e["loss"], 4), percent(e["train_accuracy"]),
                      validated ? fixed(e["validation_loss"], 4) : "-",
                      validated ? percent(e["validation_accuracy"]) : "-",
                      brief(e["learning_rate"].get<double>())});
    }
    table("epochs", r_.epochs_caption,
          {t_.epoch, t_.loss, std::string(r_.accuracy) + ", " + t_.trained,
           std::string(t_.loss) + ", " + t_.validated,
           std::string(r_.accuracy) + ", " + t_.validated, r_.learning_rate},
          std::move(rows));
  }

  void quality() {
    const Json& e = f_.evaluation;
    const std::vector<std::string>& classes = f_.digits.classes();
    heading(r_.quality);
    paragraph(fill(r_.quality_intro, e["total"].get<int>()));
    table("quality", r_.quality_caption, {r_.figure_column, r_.value},
          {{r_.accuracy, percent(e["accuracy"])},
           {r_.interval,
            percent(e["accuracy_interval"][0]) + " - " + percent(e["accuracy_interval"][1])},
           {r_.right_of_all, count(e["correct"]) + " / " + count(e["total"])},
           {r_.loss_name, fixed(e["loss"], 4)},
           {r_.calibration_error, percent(e["calibration_error"])},
           {fill(r_.top, 2), percent(e["top_2_accuracy"])},
           {fill(r_.top, 3), percent(e["top_3_accuracy"])}});

    const std::vector<std::vector<std::size_t>> confusion = e["confusion"];
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
    for (const Json& scores : e["per_class"])
      rows.push_back({scores["name"], fixed(scores["precision"], 4), fixed(scores["recall"], 4),
                      fixed(scores["f1"], 4), count(scores["support"])});
    const Json& average = e["macro_average"];
    rows.push_back({t_.average, fixed(average["precision"], 4), fixed(average["recall"], 4),
                    fixed(average["f1"], 4), count(e["total"])});
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
          "mistakes", r_.mistakes_figure, f_.test, classes,
          std::span(f_.mistakes).first(std::min<std::size_t>(24, f_.mistakes.size()))));
    }
    calibration();
  }

  void comparison() {
    if (f_.comparison.is_null()) return;
    const Json& c = f_.comparison;
    heading(r_.comparison);
    paragraph(fill(r_.comparison_intro, c["updates"].get<std::size_t>(), c["runs"].size(),
                   c["images"]["test"].get<std::size_t>()));
    Rows rows;
    const auto row = [&](const std::string& name, const Json& pair) {
      rows.push_back({name, percent(pair["without"]["accuracy"]), percent(pair["with"]["accuracy"]),
                      points(pair["with"]["accuracy"].get<double>() -
                             pair["without"]["accuracy"].get<double>()),
                      count(pair["only_without"]), count(pair["only_with"]),
                      p_value(pair["mcnemar_p"])});
    };
    for (const Json& run : c["runs"]) row(std::to_string(run["seed"].get<std::uint64_t>()), run);
    if (c["runs"].size() > 1) row(t_.all_seeds, c["together"]);
    table("comparison", r_.comparison_caption,
          {t_.seed_column, t_.without_augmentation, t_.with_augmentation, t_.difference,
           t_.only_without, t_.only_with, t_.p_value},
          std::move(rows));
    if (c["runs"].size() > 1) {
      const Json& gain = c["mean"]["difference"];
      paragraph(fill(r_.gain, points(gain["accuracy"]), points(gain["interval"][0]),
                     points(gain["interval"][1])));
    }
    means("comparison-digits", r_.digits_caption, t_.digit, c["per_class"], "name");
    means("comparison-sizes", r_.sizes_caption, t_.training_images, c["sizes"], "images");
    if (c.contains("curves")) {
      const Json& curves = c["curves"]["validation_accuracy"];
      angka::Plot plot{.x_label = t_.epoch, .y_label = t_.validation_axis, .percent = true};
      for (const auto& [key, name] : {std::pair("without", t_.without_augmentation),
                                      std::pair("with", t_.with_augmentation)}) {
        plot.series.push_back({.name = name, .y = curves[key]});
        for (std::size_t i = 0; i < plot.series.back().y.size(); ++i)
          plot.series.back().x.push_back(static_cast<double>(i + 1));
      }
      blocks_.push_back(plot_figure("learning-curves", r_.curves_figure, plot));
    }
    angka::Plot plot{
        .x_label = t_.training_images, .y_label = t_.accuracy_axis, .log_x = true, .percent = true};
    for (const auto& [key, name] :
         {std::pair("without", t_.without_augmentation), std::pair("with", t_.with_augmentation)}) {
      plot.series.push_back({.name = name});
      for (const Json& size : c["sizes"]) {
        plot.series.back().x.push_back(size["images"]);
        plot.series.back().y.push_back(size[key]["accuracy"]);
      }
    }
    blocks_.push_back(plot_figure("training-images", r_.sizes_figure, plot));
  }

  void search() {
    if (f_.tuning.is_null()) return;
    heading(r_.search);
    const Json& trials = f_.tuning["trials"];
    paragraph(fill(r_.search_intro, trials.size(), fixed(f_.tuning["seconds"].get<double>(), 0)));
    std::vector<const Json*> order;
    for (const Json& trial : trials)
      if (!trial["rungs"].empty()) order.push_back(&trial);
    const auto accuracy = [](const Json* trial) {
      return (*trial)["rungs"].back()["validation_accuracy"].get<double>();
    };
    const Json& winner = f_.tuning["winner"]["trial"];
    std::stable_sort(order.begin(), order.end(), [&](const Json* a, const Json* b) {
      const bool a_won = (*a)["trial"] == winner, b_won = (*b)["trial"] == winner;
      return a_won != b_won ? a_won : accuracy(a) > accuracy(b);
    });
    order.resize(std::min<std::size_t>(10, order.size()));
    Rows rows;
    for (const Json* trial : order)
      rows.push_back({std::to_string((*trial)["trial"].get<int>()), percent(accuracy(trial)),
                      std::to_string((*trial)["rungs"].back()["epochs"].get<int>()),
                      words((*trial)["settings"])});
    table("trials", r_.trials_caption, {r_.trial, r_.validation_accuracy, t_.epoch, r_.settings},
          std::move(rows));
    blocks_.push_back(Figure{"trials", r_.trials_figure, f_.tuning_picture, ""});
    const Json& test = f_.tuning["test"];
    paragraph(fill(r_.winner_test, percent(test["accuracy"]), percent(test["accuracy_interval"][0]),
                   percent(test["accuracy_interval"][1])));
  }

  void environment() {
    heading(r_.environment);
    table("environment", r_.environment_caption, {r_.item, r_.value},
          {{r_.program, "digits, angka " ANGKA_VERSION},
           {r_.compiler, compiler()},
           {r_.cpu, processor()},
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

  std::string card_field(const char* name) const {
    const Json& card = f_.card["card"];
    if (!card.is_object() || !card.contains(name) || card[name].get<std::string>().empty())
      return r_.not_told;
    return card[name];
  }
  /// Settings as "net small, epochs 20, ...".
  static std::string words(const Json& settings) {
    std::string text;
    for (const auto& [key, value] : settings.items())
      text += (text.empty() ? "" : ", ") + key + ' ' +
              (value.is_string() ? value.get<std::string>() : value.dump());
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }
  std::string split_counts() const {
    return fill(t_.parts, f_.parts.train.size(), f_.parts.validation.size(), f_.test.size());
  }
  void counts() {
    const std::vector<std::string>& classes = f_.digits.classes();
    const angka::Dataset& all = f_.digits.train();
    const std::size_t n = classes.size();
    const auto train = count_classes(all.select(f_.parts.train), n);
    const auto validation = count_classes(all.select(f_.parts.validation), n);
    const auto test = count_classes(f_.test, n);
    const std::size_t epochs = f_.training["epochs"].size();
    Rows rows;
    std::size_t sums[5] = {};
    const auto row = [&](const std::string& name, const std::size_t(&values)[5]) {
      rows.push_back({name});
      for (const std::size_t value : values) rows.back().push_back(count(value));
      if (f_.augmentation.empty()) rows.back().pop_back();
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
    if (f_.augmentation.empty()) header.pop_back();
    table("counts", r_.counts_caption, std::move(header), std::move(rows));
    blocks_.push_back(
        bars_figure("counts", r_.counts_figure, classes,
                    {{t_.trained, train}, {t_.validated, validation}, {t_.tested, test}}));
  }

  void calibration() {
    angka::Plot plot{.x_label = r_.probability_axis, .y_label = r_.accuracy_axis, .percent = true};
    plot.series = {{.name = r_.perfect, .x = {0, 1}, .y = {0, 1}}, {.name = r_.the_net}};
    for (int i = 0; i < angka::Calibration::bins; ++i)
      if (const auto& bin = f_.tested.calibration().bin(i); bin.count > 0) {
        plot.series[1].x.push_back(bin.confidence());
        plot.series[1].y.push_back(bin.accuracy());
      }
    blocks_.push_back(plot_figure("calibration", r_.calibration_figure, plot));
  }

  void means(const char* name, const char* caption, const char* title, const Json& list,
             const char* key) {
    Rows rows;
    for (const Json& item : list) {
      const double without = item["without"]["accuracy"], with = item["with"]["accuracy"];
      rows.push_back({item[key].is_string() ? item[key].get<std::string>() : item[key].dump(),
                      percent(without), percent(with), points(with - without)});
    }
    table(name, caption, {title, t_.without_augmentation, t_.with_augmentation, t_.difference},
          std::move(rows));
  }

  const ReportFacts& f_;
  const Texts& t_;
  const ReportTexts& r_;
  std::vector<Block> blocks_{};
};

void write_method(Writer& writer) {
  writer.data();
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
