#include "search.hpp"

#include <algorithm>
#include <angka/augment/spec.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include "judged.hpp"
#include "tune_text.hpp"

using angka::raise;

namespace {

constexpr int bracket_size = 9, rung_factor = 3;

/// What the command line sets, which isn't searched for.
Json kept(const Options& o) {
  Json json = Json::object();
  const auto put = [&](const char* name, const auto& value) {
    if (value) json[name] = *value;
  };
  if (!o.any_net) json["net"] = o.net;
  put("epochs", o.epochs);
  put("batch_size", o.batch_size);
  put("optimizer", o.optimizer);
  put("learning_rate", o.learning_rate);
  put("schedule", o.schedule);
  put("weight_decay", o.weight_decay);
  put("dropout", o.dropout);
  put("label_smoothing", o.label_smoothing);
  if (!o.any_augmentation) json["augment"] = to_string(o.augment);
  return json;
}

/// Random choices.
class Draw {
 public:
  explicit Draw(angka::Random random) : random_(random) {}

  template <class... Choices>
  auto one_of(Choices... choices) {
    const std::array<std::common_type_t<Choices...>, sizeof...(choices)> all{choices...};
    return all[below(all.size())];
  }
  std::size_t below(std::size_t count) { return random_.below(static_cast<std::uint32_t>(count)); }
  /// Between two numbers above 0, each order of magnitude alike; two digits of it.
  double between(double low, double high) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1e", low * std::pow(high / low, double{random_.uniform()}));
    return std::strtod(text, nullptr);
  }

 private:
  angka::Random random_;
};

}  // namespace

const Rung* Trial::rung(int epochs) const {
  const auto found =
      std::find_if(rungs.begin(), rungs.end(), [&](const Rung& r) { return r.epochs == epochs; });
  return found == rungs.end() ? nullptr : &*found;
}

std::string augmentation_name(const angka::DigitAugmentation& augmentation) {
  const std::string spec = to_string(augmentation);
  for (const char* name : {"light", "strong"})
    if (spec == to_string(angka::parse_augmentation(name))) return name;
  return spec;
}

bool better(const Rung& a, const Rung& b) { return a.accuracy > b.accuracy; }

Json settings_json(const Trial& trial) {
  Json json{{"net", trial.net->name}};
  json.update(to_json(trial.settings));
  return json;
}

Json to_json(const Trial& trial) {
  Json rungs = Json::array();
  for (const Rung& rung : trial.rungs)
    rungs.push_back({{"epochs", rung.epochs},
                     {"validation_accuracy", rung.accuracy},
                     {"validation_loss", rung.loss},
                     {"seconds", rung.seconds}});
  return {{"trial", trial.number}, {"settings", settings_json(trial)}, {"rungs", std::move(rungs)}};
}

Json to_json(const std::deque<Trial>& trials) {
  Json list = Json::array();
  for (const Trial& trial : trials) list.push_back(to_json(trial));
  return list;
}

Search::Search(const Options& options, const Digits& digits, bool hold_out,
               const std::filesystem::path& state, const Say& say)
    : options_(options), data_(digits.train()), state_(state), say_(say) {
  if (options.any_net) {
    for (const Net& net : nets())
      if (net.has_dropout || !options.dropout) nets_.push_back(&net_for(options, digits, net.name));
  } else {
    check_settings(options);
    nets_.push_back(&net_for(options, digits));
  }
  Options its = options;
  if (options.folds) its.validation = 0;
  const Parts parts = part(data_, hold_out, its);
  if (options.folds)
    folds_ = folds_of(data_, parts.train, options);
  else
    folds_.push_back({parts.train, parts.validation});
  images_ = parts.train.size() + parts.validation.size();
  if (options.batch_size && static_cast<std::size_t>(*options.batch_size) > train_images())
    raise(UsageError(fill(options.texts->batch_too_large, train_images(), *options.batch_size)));

  asked_ = {{"fingerprint", digits.fingerprint},
            {"images", images_},
            {"tile", {options.tile_width, options.tile_height}},
            {"seed", options.seed},
            {"test_split", options.test_split}};
  if (!options.any_net && !find_net(options.net)) asked_["layers"] = nets_.front()->text;
  if (options.trials)
    asked_["trials"] = *options.trials;
  else
    asked_["minutes"] = *options.minutes;
  if (options.folds)
    asked_["folds"] = *options.folds;
  else
    asked_["validation"] = options.validation;
  asked_["kept"] = kept(options);
  read_state();
  std::error_code error;  // writing will tell
  std::filesystem::create_directory(state_.parent_path(), error);
  write_state();
}

Trial Search::make(int number) const {
  Options its = options_;
  if (its.any_augmentation) its.augment = {};
  const auto n = static_cast<std::size_t>(number) - 1;
  const bool recipe = n < nets_.size();
  const bool augmented = !recipe && its.any_augmentation && n < 2 * nets_.size();
  Draw draw({{options_.seed}, angka::Purpose::search, 0, static_cast<std::uint32_t>(number)});
  const Net& net = *nets_[recipe || augmented ? n % nets_.size() : draw.below(nets_.size())];
  if (augmented) its.augment = angka::DigitAugmentation::light();
  if (!recipe && !augmented) {
    const auto set = [](auto& option, auto value) {
      if (!option) option = value;
    };
    set(its.optimizer, std::string(draw.one_of("sgd", "adam", "adamw", "rmsprop")));
    const std::string& optimizer = *its.optimizer;
    set(its.learning_rate, optimizer == "sgd"       ? draw.between(5e-3, 0.2)
                           : optimizer == "rmsprop" ? draw.between(2e-4, 5e-3)
                                                    : draw.between(5e-4, 2e-2));
    set(its.weight_decay,
        optimizer == "adamw" ? draw.between(0.01, 0.3) : draw.between(1e-6, 1e-3));
    set(its.batch_size, draw.one_of(32, 64, 128));
    set(its.label_smoothing, static_cast<double>(draw.below(4)) / 20);
    if (net.has_dropout) set(its.dropout, static_cast<double>(draw.below(7)) / 10);
    if (its.any_augmentation)
      its.augment = draw.one_of(angka::DigitAugmentation(), angka::DigitAugmentation::light(),
                                angka::DigitAugmentation::strong());
  }
  Trial trial{
      .number = number, .net = &net, .settings = TrainingSettings(its, net, train_images())};
  trial.settings.batch_size = std::min(trial.settings.batch_size, static_cast<int>(train_images()));
  return trial;
}

std::vector<Trial*> Search::take(int first, int end) {
  if (options_.trials) end = std::min(end, *options_.trials + 1);
  std::vector<Trial*> taken;
  for (int number = first; number < end; ++number) {
    if (static_cast<std::size_t>(number) > trials_.size()) trials_.push_back(make(number));
    taken.push_back(&trials_[static_cast<std::size_t>(number) - 1]);
  }
  return taken;
}

void Search::run() {
  int next = 1 + static_cast<int>(nets_.size());
  for (Trial* recipe : take(1, next)) climb(*recipe, recipe->settings.epochs);
  for (; !time_is_up() && (!options_.trials || next <= *options_.trials); next += bracket_size)
    bracket(take(next, next + bracket_size));
  while (!trials_.empty() && trials_.back().rungs.empty()) trials_.pop_back();  // no time was left
  if (best()) return;
  std::error_code ignored;
  std::filesystem::remove(state_, ignored);
  raise(angka::Error(fill(tune_texts(*options_.texts).too_short, brief(*options_.minutes))));
}

void Search::bracket(std::vector<Trial*> trials) {
  for (const int part : {rung_factor * rung_factor, rung_factor, 1}) {
    const auto rung = [&](const Trial& trial) {
      const int epochs = (trial.settings.epochs + part - 1) / part;
      return std::pair(epochs, trial.rung(epochs));
    };
    for (Trial* trial : trials) climb(*trial, rung(*trial).first);
    std::erase_if(trials, [&](const Trial* trial) { return !rung(*trial).second; });
    std::stable_sort(trials.begin(), trials.end(), [&](const Trial* a, const Trial* b) {
      return better(*rung(*a).second, *rung(*b).second);
    });
    trials.resize((trials.size() + rung_factor - 1) / rung_factor);
  }
}

void Search::climb(Trial& trial, int epochs) {
  if (trial.rung(epochs) || time_is_up()) return;
  const TuneTexts& u = tune_texts(*options_.texts);
  TrainingSettings settings = trial.settings;
  settings.epochs = epochs;
  const double begin = seconds(), fold_count = static_cast<double>(folds_.size());
  const bool whole = epochs == trial.settings.epochs, first = !best();
  const auto go_on = [&] {
    if (interrupt_.received()) return false;
    if (!options_.minutes) return true;
    // It may become the winner, which is then trained for as long again.
    const double budget = 60 * *options_.minutes, so_far = seconds() - begin;
    return (first || so_far < budget / 4) && !time_is_up() &&
           (!whole || seconds() + retraining_seconds(so_far) < budget);
  };
  Rung rung{.epochs = epochs};
  for (const angka::Split& fold : folds_) {
    const Judged judged =
        train_and_judge(*trial.net, settings, options_.seed, data_.select(fold.train),
                        data_.select(fold.held_out), data_.classes, options_, go_on);
    if (interrupt_.received()) raise(angka::Error(fill(u.interrupted, state_.string())));
    if (!judged.evaluation) return;
    if (judged.diverged()) {
      rung.accuracy = rung.loss = 0;
      break;
    }
    rung.accuracy += judged.evaluation->accuracy() / fold_count;
    rung.loss += judged.evaluation->loss() / fold_count;
  }
  rung.seconds = seconds() - begin;
  trial.rungs.push_back(rung);
  write_state();
  say_(fill(u.rung_done, trial.number, epochs, trial.settings.epochs, percent(rung.accuracy),
            trial.net->name, settings.optimizer, brief(settings.learning_rate), settings.batch_size,
            augmentation_name(settings.augmentation)));
}

double Search::retraining_seconds(double of_all_folds) const {
  double trained = 0;
  for (const angka::Split& fold : folds_) trained += static_cast<double>(fold.train.size());
  return 1 + 1.2 * of_all_folds * static_cast<double>(images_) / trained;
}

bool Search::time_is_up() const {
  if (!options_.minutes) return false;
  const Trial* winner = best();
  return seconds() + (winner ? retraining_seconds(winner->last()->seconds) : 0) >=
         60 * *options_.minutes;
}

const Trial* Search::best() const {
  const Trial* best = nullptr;
  for (const Trial& trial : trials_)
    if (trial.last() && (!best || better(*trial.last(), *best->last()))) best = &trial;
  return best;
}

std::size_t Search::rungs_done() const {
  std::size_t count = 0;
  for (const Trial& trial : trials_) count += trial.rungs.size();
  return count;
}

std::size_t Search::judging_images() const {
  std::size_t count = 0;
  for (const angka::Split& fold : folds_) count += fold.held_out.size();
  return count;
}

void Search::read_state() {
  if (std::error_code error; !std::filesystem::exists(state_, error)) return;
  const TuneTexts& u = tune_texts(*options_.texts);
  const auto refuse = [&](const std::string& found) {
    raise(angka::FileError(state_.string(), u.this_search, found));
  };
  const Json json = Json::parse(read_text(state_), nullptr, false);
  try {
    for (const auto& [name, value] : asked_.items()) {
      if (name == "trials" || name == "minutes") continue;  // it may go on for longer
      const Json& its = json.at("search");
      const Json found = its.contains(name) ? its[name] : Json();
      if (found != value) refuse(fill(u.another_search, name, found.dump(), value.dump()));
    }
    earlier_ = json.at("seconds").get<double>();
    for (const Json& its : json.at("trials")) {
      Trial trial = make(static_cast<int>(trials_.size()) + 1);
      if (its.at("settings") != settings_json(trial)) refuse(u.other_settings);
      for (const Json& rung : its.at("rungs"))
        trial.rungs.push_back({.epochs = rung.at("epochs").get<int>(),
                               .accuracy = rung.at("validation_accuracy").get<double>(),
                               .loss = rung.at("validation_loss").get<double>(),
                               .seconds = rung.at("seconds").get<double>()});
      trials_.push_back(std::move(trial));
    }
  } catch (const Json::exception&) {
    refuse(u.no_search);
  }
}

void Search::write_state() const {
  write_json(state_.string(),
             {{"search", asked_}, {"seconds", seconds()}, {"trials", to_json(trials_)}});
}
