#include "experiment.hpp"

#include <algorithm>
#include <angka/metrics/mcnemar.hpp>
#include <iterator>
#include <utility>

#include "console/experiment_text.hpp"
#include "console/fingerprint.hpp"
#include "judged.hpp"
#include "search.hpp"
#include "study.hpp"

using angka::DataView;
using angka::raise;

namespace {

/// "--learning-rate" as settings are called in JSON.
std::string json_name(const std::string& option) {
  std::string name = option.substr(2);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// How many of `a` aren't in `b`.
std::int64_t only_in(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return static_cast<std::int64_t>(rest.size());
}

/// Tells images from any others of the same data.
Json images_of(const std::vector<std::uint32_t>& images) {
  return {images.size(), fingerprint(Json(images).dump())};
}

template <class List, class Figure>
std::vector<double> each_of(const List& list, Figure&& figure) {
  std::vector<double> values;
  for (const auto& one : list) values.push_back(figure(one));
  return values;
}

}  // namespace

Experiment::Experiment(const Options& options, const ExperimentData& data,
                       const std::filesystem::path& folder, const Say& say)
    : options_(options),
      data_(data),
      say_(say),
      runs_each_(static_cast<std::size_t>(options.folds.value_or(options.seeds))) {
  for (const Options& setting : options.settings) settings_.push_back(make(setting));
  runs_.emplace(folder);
}

Experiment::Setting Experiment::make(const Options& options) const {
  check_settings(options);
  Options its = options;
  if (options.folds) its.validation = 0;
  Parts parts = part(data_.digits, data_.hold_out, its);
  std::vector<angka::Split> splits;
  if (options.folds)
    splits = folds_of(data_.digits, parts.train, options);
  else
    splits.push_back({std::move(parts.train), std::move(parts.validation)});
  const std::size_t train = splits.front().train.size();
  if (options.batch_size && static_cast<std::size_t>(*options.batch_size) > train)
    raise(UsageError(fill(options.texts->batch_too_large, train, *options.batch_size)));
  const Net& net = net_for(options_, data_.digits, options.net);
  return {.options = &options,
          .net = &net,
          .held_out = std::move(parts.held_out),
          .splits = std::move(splits),
          .settings = TrainingSettings(options, net, train)};
}

DataView Experiment::test_of(const Setting& setting) const {
  if (!tests()) return {};
  return data_.hold_out ? data_.digits.train().select(setting.held_out) : data_.test->view();
}

Json Experiment::key(const Setting& setting, std::size_t run) const {
  const Options& o = *setting.options;
  const angka::Split& split = this->split(setting, run);
  Json key{{"data", data_.digits.fingerprint},
           {"tile", {o.tile_width, o.tile_height}},
           {"fit", o.fit},
           {"train", images_of(split.train)},
           {"judging", images_of(split.held_out)},
           {"net", setting.net->name},
           {"layers", setting.net->text},
           {"settings", ::to_json(setting.settings)},
           {"seed", seed(run)}};
  if (tests())
    key["test"] = {data_.tested().fingerprint,
                   data_.hold_out ? images_of(setting.held_out) : Json()};
  return key;
}

std::vector<Json> Experiment::keys() const {
  std::vector<Json> keys;
  for (const Setting& setting : settings_)
    for (std::size_t run = 0; run < runs_each_; ++run) keys.push_back(key(setting, run));
  return keys;
}

std::size_t Experiment::runs_done() const {
  std::size_t done = 0;
  for (const Json& key : keys()) done += runs_->find(key).has_value();
  return done;
}

Json Experiment::train(const Setting& setting, std::size_t run) const {
  const angka::Dataset& images = data_.digits.train();
  const angka::Split& split = this->split(setting, run);
  const DataView judging = images.select(split.held_out);
  const Judged judged =
      train_and_judge(*setting.net, setting.settings, seed(run), images.select(split.train),
                      judging, images.classes, options_, [&] { return !interrupt_.received(); });
  if (!judged.evaluation) raise(angka::Error(experiment_texts(*options_.texts).interrupted));
  const bool diverged = judged.diverged();
  Json result{{"diverged", diverged},
              {"accuracy", diverged ? 0 : judged.evaluation->accuracy()},
              {"correct", diverged ? 0 : judged.evaluation->correct()},
              {"total", judging.size()},
              {"seconds", judged.history.seconds},
              {"wrong", Json::array()}};
  if (diverged) {
    result["wrong"] = split.held_out;
  } else {
    Run read;
    read.probabilities = judged.classifier->predict(judging);
    judge(judging, read);
    for (std::size_t i = 0; i < judging.size(); ++i)
      if (!read.right[i]) result["wrong"].push_back(split.held_out[i]);
  }
  if (const DataView test = test_of(setting); !test.empty())
    result["test"] =
        diverged ? 0
                 : judged.classifier->evaluate(test, images.classes, options_.threads).accuracy();
  return result;
}

Experiment::Result Experiment::result_of(const Json& json) {
  Result result{.accuracy = json.at("accuracy").get<double>(),
                .correct = json.at("correct").get<std::int64_t>(),
                .total = json.at("total").get<std::int64_t>(),
                .wrong = json.at("wrong").get<std::vector<std::uint32_t>>(),
                .diverged = json.at("diverged").get<bool>(),
                .seconds = json.at("seconds").get<double>()};
  if (json.contains("test")) result.test = json["test"].get<double>();
  return result;
}

void Experiment::run() {
  const ExperimentTexts& e = experiment_texts(*options_.texts);
  for (Setting& setting : settings_) setting.results.assign(runs_each_, {});
  std::size_t done = 0;
  runs_->complete(
      keys(), interrupt_, e.interrupted,
      [&](std::size_t i) { return train(settings_[i / runs_each_], i % runs_each_); },
      [&](std::size_t i, const Json& found) {
        Result& result = settings_[i / runs_each_].results[i % runs_each_];
        result = result_of(found);
        say_(fill(e.run_done, ++done, runs(), i / runs_each_ + 1,
                  options_.folds ? e.fold : options_.texts->seed_column, i % runs_each_ + 1,
                  percent(result.accuracy)));
      });
}

std::optional<Gain> Experiment::gain_of(const Setting& setting) const {
  const Setting& first = settings_.front();
  for (std::size_t s = 0; s < setting.splits.size(); ++s)
    if (setting.splits[s].held_out != first.splits[s].held_out) return std::nullopt;
  std::vector<double> differences;
  std::int64_t only_first = 0, only_this = 0;
  for (std::size_t run = 0; run < runs_each_; ++run) {
    const Result &its = setting.results[run], &other = first.results[run];
    differences.push_back(its.accuracy - other.accuracy);
    only_first += only_in(its.wrong, other.wrong);
    only_this += only_in(other.wrong, its.wrong);
  }
  // The trainings of folds share images, so that their differences say less than they seem to; the
  // images, each of which was read once, are tested instead.
  return Gain{.mean = angka::Mean(differences),
              .seeds = options_.folds ? 1 : runs_each_,
              .p = angka::mcnemar_p(only_first, only_this)};
}

Json Experiment::to_json(const Setting& setting, std::size_t number) const {
  const Options& o = *setting.options;
  Json all = ::to_json(setting.settings);
  Json listed = Json::object();
  for (const ListedOption& option : options_.listed) {
    const std::string name = json_name(option.name);
    listed[name] = name == "net"          ? Json(setting.net->name)
                   : name == "test_split" ? Json(o.test_split)
                   : name == "augment"    ? Json(augmentation_name(setting.settings.augmentation))
                                          : all.value(name, Json(0));  // not used: no key
  }
  const angka::Split& split = setting.splits.front();
  std::size_t diverged = 0;
  Json runs = Json::array();
  for (const Result& result : setting.results) {
    diverged += result.diverged;
    runs.push_back({{"accuracy", result.accuracy},
                    {"correct", result.correct},
                    {"total", result.total},
                    {"seconds", result.seconds}});
    if (result.test) runs.back()["test_accuracy"] = *result.test;
  }
  Json json{{"setting", number},
            {"listed", std::move(listed)},
            {"net", setting.net->name},
            {"parameters", setting.net->parameters},
            {"settings", std::move(all)},
            {"images", {{"train", split.train.size()}, {"judging", split.held_out.size()}}}};
  if (data_.hold_out) json["test_split"] = o.test_split;
  angka::Mean accuracy =
      angka::mean_accuracy(each_of(setting.results, [](const Result& r) { return r.accuracy; }));
  if (runs_each_ == 1)
    accuracy.interval =
        angka::wilson_interval(setting.results.front().correct, setting.results.front().total);
  json.update(::to_json(accuracy));
  json["diverged"] = diverged;
  json["difference"] = Json();
  if (const auto gain = gain_of(setting); gain && number > 1) {
    json["difference"] = ::to_json(*gain);
    if (gain->seeds == 1) json["difference"]["mcnemar_p"] = gain->p;
  }
  if (setting.results.front().test)
    json["test"] = ::to_json(
        angka::mean_accuracy(each_of(setting.results, [](const Result& r) { return *r.test; })));
  json["seconds"] =
      angka::Mean(each_of(setting.results, [](const Result& r) { return r.seconds; })).value;
  json["runs"] = std::move(runs);
  return json;
}

Json Experiment::to_json() const {
  const Setting& first = settings_.front();
  std::size_t judging = 0;
  for (const angka::Split& split : first.splits) judging += split.held_out.size();
  const std::size_t test = test_of(first).size();
  Json json{{"data", data_.digits.source.description},
            {"left_out", data_.left_out()},
            {"judged_by", options_.folds ? "folds" : "validation"},
            {options_.folds ? "folds" : "seeds", runs_each_},
            {"judging_images", judging},
            {"seed", options_.seed},
            {"test_images", test},
            {"test_measured", test > 0 ? runs() : 0},
            {"settings", Json::array()}};
  for (std::size_t s = 0; s < settings_.size(); ++s)
    json["settings"].push_back(to_json(settings_[s], s + 1));
  return json;
}
