#include "experiment.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/report/dot_plot.hpp>
#include <cstddef>
#include <utility>

#include "console/experiment_text.hpp"
#include "experiments/comparison.hpp"
#include "marks.hpp"
#include "pictures.hpp"
#include "text.hpp"

namespace {

/// A value of a listed option, for a person.
std::string shown(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "-" : brief(value);
}

std::string title_of(const std::string& key, const Texts& t) {
  for (const auto& [its, name] : report_texts(t).network.setting_names)
    if (key == its) return name;
  return experiment_texts(t).test_split;
}

/// The listed options of a setting with their values, or its net where none is.
std::vector<std::pair<std::string, Json>> varied(const Json& setting) {
  std::vector<std::pair<std::string, Json>> values;
  for (const auto& [name, value] : setting.at("listed").items()) values.emplace_back(name, value);
  if (values.empty()) values.emplace_back("net", setting.at("net"));
  return values;
}

angka::Interval interval_of(const Json& mean) {
  return {mean.at("interval").at(0).get<double>(), mean.at("interval").at(1).get<double>()};
}

Gain gain_of(const Json& difference, const Json& experiment) {
  Gain gain{.mean = angka::Mean({})};
  gain.mean.value = difference.at("accuracy").get<double>();
  gain.mean.interval = interval_of(difference);
  if (difference.contains("mcnemar_p"))
    gain.p = difference["mcnemar_p"].get<double>();
  else
    gain.seeds = experiment.at("seeds").get<std::size_t>();
  return gain;
}

bool tested(const Json& experiment) { return experiment.at("test_measured").get<int>() > 0; }

}  // namespace

Json read_experiment(const std::string& path, const Texts& t) {
  Json experiment = Json::parse(read_text(path), nullptr, false);
  if (experiment.is_object() && experiment.contains("judged_by") &&
      experiment.contains("settings") && !experiment["settings"].empty())
    return experiment;
  const ExperimentTexts& e = experiment_texts(t);
  angka::raise(angka::FileError(path, e.an_experiment, e.something_else));
}

Table experiment_table(const Json& experiment, const Texts& t) {
  const ExperimentTexts& e = experiment_texts(t);
  Table table{.name = "experiment", .caption = e.caption, .header = {e.setting}};
  for (const auto& [name, value] : varied(experiment.at("settings").at(0)))
    table.header.push_back(title_of(name, t));
  for (const char* column : {e.accuracy, e.interval, t.difference, t.significance})
    table.header.push_back(column);
  if (tested(experiment)) table.header.push_back(e.test_accuracy);
  for (const char* column : {e.epochs, e.parameters, e.seconds}) table.header.push_back(column);
  for (const Json& setting : experiment["settings"]) {
    const angka::Interval interval = interval_of(setting);
    std::vector<std::string> row{count(setting.at("setting").get<int>())};
    for (const auto& [name, value] : varied(setting)) row.push_back(shown(value));
    row.push_back(percent(setting.at("accuracy")));
    row.push_back(fixed(100 * interval.low, 2) + " - " + fixed(100 * interval.high, 2));
    if (const Json& difference = setting.at("difference"); difference.is_null()) {
      row.insert(row.end(), {"-", "-"});
    } else {
      row.push_back(points(difference.at("accuracy")));
      row.push_back(verdict(gain_of(difference, experiment), t));
    }
    if (tested(experiment)) row.push_back(percent(setting.at("test").at("accuracy")));
    row.push_back(count(setting.at("settings").at("epochs").get<int>()));
    row.push_back(count(setting.at("parameters").get<int>()));
    row.push_back(fixed(setting.at("seconds"), 1));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string experiment_csv(const Json& experiment, const Texts& t) {
  const auto number = [&](const Json& value) {
    return value.is_number() ? as_written(typed_number(value), {t.signs.decimal, 0})
                             : std::string();
  };
  Table table{.header = {"setting"}};
  for (const auto& [name, value] : varied(experiment.at("settings").at(0)))
    table.header.push_back(name);
  for (const char* column :
       {"accuracy", "low", "high", "difference", "difference_low", "difference_high", "mcnemar_p",
        "significant", "test_accuracy", "trained_epochs", "parameters", "seconds"})
    table.header.push_back(column);
  for (const Json& setting : experiment["settings"]) {
    std::vector<std::string> row{number(setting.at("setting"))};
    for (const auto& [name, value] : varied(setting))
      row.push_back(value.is_string() ? value.get<std::string>() : number(value));
    const auto mean = [&](const Json& its) {
      for (const Json& value : {its.value("accuracy", Json()), its.value("interval", Json{0, 0})[0],
                                its.value("interval", Json{0, 0})[1]})
        row.push_back(its.contains("accuracy") ? number(value) : "");
    };
    mean(setting);
    const Json difference =
        setting.at("difference").is_null() ? Json::object() : setting.at("difference");
    mean(difference);
    row.push_back(number(difference.value("mcnemar_p", Json())));
    row.push_back(difference.empty() ? "" : difference.at("significant").dump());
    row.push_back(setting.contains("test") ? number(setting["test"].at("accuracy")) : "");
    row.push_back(number(setting.at("settings").at("epochs")));
    row.push_back(number(setting.at("parameters")));
    row.push_back(number(setting.at("seconds")));
    table.rows.push_back(std::move(row));
  }
  return to_spreadsheet(table, t.signs);
}

Figure experiment_figure(const Json& experiment, const Texts& t) {
  const ExperimentTexts& e = experiment_texts(t);
  angka::DotPlot plot{.label = std::string(e.accuracy) + " (%), " + e.interval, .percent = true};
  for (const Json& setting : experiment.at("settings")) {
    std::string name = setting.at("setting").dump() + ':';
    for (const auto& [option, value] : varied(setting)) name += ' ' + shown(value);
    plot.rows.push_back({std::move(name), setting.at("accuracy"), interval_of(setting)});
  }
  return dot_figure("experiment", e.figure_caption, plot);
}

std::vector<std::string> experiment_notes(const Json& experiment, const Texts& t) {
  const ExperimentTexts& e = experiment_texts(t);
  const auto images = experiment.at("judging_images").get<std::size_t>();
  std::vector<std::string> notes;
  if (experiment.at("judged_by") == "folds")
    notes.push_back(fill(e.judged_by_folds, images, experiment.at("folds").get<int>()));
  else
    notes.push_back(fill(experiment.at("seeds") == 1 ? e.judged_by_seed : e.judged_by_seeds, images,
                         experiment.at("seeds").get<int>()));
  std::size_t compared = 0;
  for (const Json& setting : experiment.at("settings")) {
    compared += !setting.at("difference").is_null();
    if (const auto diverged = setting.at("diverged").get<std::size_t>(); diverged > 0)
      notes.push_back(
          fill(e.diverged, setting.at("setting").get<int>(), diverged, setting.at("runs").size()));
  }
  if (compared > 1) notes.push_back(fill(e.by_chance, compared));
  if (compared + 1 < experiment["settings"].size()) notes.push_back(e.other_images);
  notes.push_back(tested(experiment)
                      ? fill(e.test_measured, experiment.at("test_images").get<std::size_t>(),
                             experiment.at("test_measured").get<std::size_t>())
                      : e.test_unseen);
  return notes;
}

std::vector<Block> experiment_section(const Json& experiment, const Texts& t) {
  const ExperimentTexts& e = experiment_texts(t);
  Paragraph words{marked(e.see)};
  for (const std::string& note : experiment_notes(experiment, t)) words.text += ' ' + marked(note);
  std::vector<Block> blocks{Heading{e.section, 1}, std::move(words)};
  blocks.push_back(experiment_table(experiment, t));
  blocks.push_back(experiment_figure(experiment, t));
  return blocks;
}
