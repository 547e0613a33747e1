#include "search.hpp"

#include <algorithm>
#include <angka/augment/spec.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <thread>
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
  put("loss", o.loss);
  put("weight_decay", o.weight_decay);
  put("l1", o.l1);
  put("dropout", o.dropout);
  put("label_smoothing", o.label_smoothing);
  put("ema_decay", o.ema_decay);
  put("swa", o.swa);
  put("mixup", o.mixup);
  put("cutmix", o.cutmix);
  if (!o.any_augmentation) json["augment"] = to_string(o.augment);
  if (o.search_augmentation) json["augment"] = "search";
  return json;
}

const Json winner_key{{"winner", true}};

int epochs_of(const Trial& trial, int part) { return (trial.settings.epochs + part - 1) / part; }

Json to_json(const Rung& rung) {
  return {{"epochs", rung.epochs},
          {"validation_accuracy", rung.accuracy},
          {"validation_loss", rung.loss},
          {"seconds", rung.seconds}};
}
Rung rung_of(const Json& json) {
  return {.epochs = json.at("epochs").get<int>(),
          .accuracy = json.at("validation_accuracy").get<double>(),
          .loss = json.at("validation_loss").get<double>(),
          .seconds = json.at("seconds").get<double>()};
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
  /// Operations that leave a digit readable, alone at least: moves three times in four, others once
  /// in four, each with an eighth to the whole of its greatest strength; once in four a few of them
  /// an image.
  angka::DigitAugmentation augmentation() {
    constexpr struct {
      const char* name;
      double most;
      bool moves;
    } operations[] = {
        {"rotate", 24, true},    {"shift", 0.16, true},      {"zoom", 0.24, true},
        {"stretch", 0.24, true}, {"shear", 24, true},        {"perspective", 0.24, false},
        {"elastic", 48, false},  {"grid", 0.24, false},      {"thickness", 0.8, false},
        {"blur", 0.8, false},    {"brightness", 0.4, false}, {"contrast", 0.4, false},
        {"gamma", 0.4, false},   {"noise", 0.16, false},     {"erasing", 0.16, false}};
    std::string spec = "none";
    for (const auto& [name, most, moves] : operations) {
      const bool used = below(4) < (moves ? 3u : 1u);
      const double strength = std::round(125 * most * static_cast<double>(1 + below(8))) / 1000;
      if (used) spec += ',' + std::string(name) + '=' + typed_number(strength);
    }
    const std::size_t choose = below(4) == 0 ? 2 + below(2) : 0;
    angka::DigitAugmentation pipeline = angka::parse_augmentation(spec);
    if (!pipeline.off()) pipeline.choose = static_cast<int>(choose);
    return pipeline;
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
  for (const Rung& rung : trial.rungs) rungs.push_back(to_json(rung));
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
  const Parts parts = part(digits, hold_out, its);
  if (options.folds)
    folds_ = folds_of(digits, parts.train, options);
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
  if (digits.by_writer) asked_["writers"] = writers_fingerprint(data_);
  if (options.trials)
    asked_["trials"] = *options.trials;
  else
    asked_["minutes"] = *options.minutes;
  if (options.folds)
    asked_["folds"] = *options.folds;
  else
    asked_["validation"] = options.validation;
  asked_["kept"] = kept(options);
  same_ = asked_;
  same_.erase("trials");  // it may go on for longer
  same_.erase("minutes");
  check_state();
  join();
  write_json(state_.string(), {{"search", asked_}});
  restore();
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
    if (its.search_augmentation)
      its.augment = draw.augmentation();
    else if (its.any_augmentation)
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
  climb(take(1, next), 1);
  for (; !time_is_up() && (!options_.trials || next <= *options_.trials); next += bracket_size)
    bracket(take(next, next + bracket_size));
  while (!trials_.empty() && trials_.back().rungs.empty()) trials_.pop_back();  // no time was left
  if (best()) return;
  std::error_code ignored;
  std::filesystem::remove(state_, ignored);
  std::filesystem::remove_all(runs_->folder(), ignored);
  raise(angka::Error(fill(tune_texts(*options_.texts).too_short, brief(*options_.minutes))));
}

void Search::finish(const std::function<void()>& work) {
  runs_->complete(
      {winner_key}, interrupt_, fill(tune_texts(*options_.texts).interrupted, state_.string()),
      [&](std::size_t) {
        work();
        return Json(true);
      },
      [](std::size_t, const Json&) {});
  if (place_->change(FileLock::Kind::exclusive)) {
    std::error_code ignored;
    std::filesystem::remove(state_, ignored);
    std::filesystem::remove_all(runs_->folder(), ignored);
  }
  place_.reset();
}

void Search::bracket(std::vector<Trial*> trials) {
  for (const int part : {rung_factor * rung_factor, rung_factor, 1}) {
    climb(trials, part);
    const auto rung = [&](const Trial* trial) { return trial->rung(epochs_of(*trial, part)); };
    std::erase_if(trials, [&](const Trial* trial) { return !rung(trial); });
    std::stable_sort(trials.begin(), trials.end(),
                     [&](const Trial* a, const Trial* b) { return better(*rung(a), *rung(b)); });
    trials.resize((trials.size() + rung_factor - 1) / rung_factor);
  }
}

void Search::climb(const std::vector<Trial*>& trials, int part) {
  const TuneTexts& u = tune_texts(*options_.texts);
  std::vector<Trial*> open;
  std::vector<Json> keys;
  for (Trial* trial : trials)
    if (!trial->rung(epochs_of(*trial, part))) {
      open.push_back(trial);
      keys.push_back(key(*trial, epochs_of(*trial, part)));
    }
  runs_->complete(
      keys, interrupt_, fill(u.interrupted, state_.string()),
      [&](std::size_t i) -> std::optional<Json> {
        const std::optional<Rung> rung = train(*open[i], epochs_of(*open[i], part));
        if (!rung) return std::nullopt;
        return to_json(*rung);
      },
      [&](std::size_t i, const Json& result) {
        Trial& trial = *open[i];
        trial.rungs.push_back(rung_of(result));
        const Rung& rung = trial.rungs.back();
        const TrainingSettings& s = trial.settings;
        say_(fill(u.rung_done, trial.number, rung.epochs, s.epochs, percent(rung.accuracy),
                  trial.net->name, s.optimizer, brief(s.learning_rate), s.batch_size,
                  augmentation_name(s.augmentation)));
      });
}

std::optional<Rung> Search::train(const Trial& trial, int epochs) const {
  if (time_is_up()) return std::nullopt;
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
    if (!judged.evaluation) return std::nullopt;
    if (judged.diverged()) {
      rung.accuracy = rung.loss = 0;
      break;
    }
    rung.accuracy += judged.evaluation->accuracy() / fold_count;
    rung.loss += judged.evaluation->loss() / fold_count;
  }
  rung.seconds = seconds() - begin;
  return rung;
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

Json Search::key(const Trial& trial, int epochs) const {
  return {{"search", same_},
          {"trial", trial.number},
          {"settings", settings_json(trial)},
          {"epochs", epochs}};
}

void Search::check_state() const {
  if (std::error_code error; !std::filesystem::exists(state_, error)) return;
  const TuneTexts& u = tune_texts(*options_.texts);
  const auto refuse = [&](const std::string& found) {
    raise(angka::FileError(state_.string(), u.this_search, found));
  };
  const Json json = Json::parse(read_text(state_), nullptr, false);
  if (!json.is_object() || !json.contains("search")) refuse(u.no_search);
  const Json& its = json["search"];
  for (const auto& [name, value] : same_.items()) {
    const Json found = its.contains(name) ? its[name] : Json();
    if (found != value) refuse(fill(u.another_search, name, found.dump(), value.dump()));
  }
}

void Search::join() {
  using Kind = FileLock::Kind;
  for (int tries = 0; tries < 50; ++tries) {
    runs_.emplace(state_.parent_path() / "trials");
    const std::filesystem::path lock = runs_->folder() / "search.lock";
    place_ = FileLock::attempt(lock);
    if (place_) runs_->forget(winner_key);  // nobody else is here, who might have trained it
    if (place_ && !options_.minutes && !place_->change(Kind::shared)) place_.reset();
    if (!place_ && !options_.minutes) place_ = FileLock::attempt(lock, Kind::shared);
    if (place_ && std::filesystem::exists(lock)) return;  // else who left took it away
    interrupt_.check(*options_.texts);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  raise(angka::Error(fill(tune_texts(*options_.texts).in_use, state_.parent_path().string())));
}

void Search::restore() {
  for (const Json& run : runs_->all()) {
    const Json& its = run["key"];
    if (!its.contains("trial") || !its.contains("epochs")) continue;
    const int number = its["trial"].get<int>();
    if (its != key(make(number), its["epochs"].get<int>())) continue;
    while (trials_.size() < static_cast<std::size_t>(number))
      trials_.push_back(make(static_cast<int>(trials_.size()) + 1));
    const Rung rung = rung_of(run["result"]);
    auto& rungs = trials_[static_cast<std::size_t>(number) - 1].rungs;
    rungs.insert(std::find_if(rungs.begin(), rungs.end(),
                              [&](const Rung& other) { return other.epochs > rung.epochs; }),
                 rung);
    earlier_ += rung.seconds;
  }
}
