#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <angka/data/split.hpp>

#include "console/file_lock.hpp"
#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "data.hpp"
#include "nets/classifier.hpp"
#include "shared_runs.hpp"
#include "training.hpp"

/// What some settings reach with so many epochs.
struct Rung {
  int epochs = 0;
  double accuracy = 0;  ///< on the images that judge; 0 where training diverged
  double loss = 0;      ///< on them, without label smoothing
  double seconds = 0;
};

/// Settings, and what they reached so far.
struct Trial {
  int number = 0;  ///< 1 is the first
  const Net* net = nullptr;
  TrainingSettings settings;
  std::vector<Rung> rungs{};

  /// nullptr: not trained for so many.
  const Rung* rung(int epochs) const;
  /// With all its epochs.
  const Rung* last() const { return rung(settings.epochs); }
};

/// Whether one has the higher accuracy. Where it is the same, the earlier trial stays ahead: losses
/// of trainings with and without label smoothing don't compare.
bool better(const Rung& a, const Rung& b);

Json settings_json(const Trial& trial);
Json to_json(const Trial& trial);
Json to_json(const std::deque<Trial>& trials);
/// none, light or strong, or what it is made of.
std::string augmentation_name(const angka::DigitAugmentation& augmentation);

/// Random search with successive halving.
///
/// The recipes of the nets are the first trials, each trained with all its epochs, so that nothing
/// wins that isn't better than they are. Random settings follow, in brackets of nine (the recipes
/// with light augmentation among the first): all nine are trained for a ninth of their epochs, the
/// best three for a third, the best one for all. Each time a net is trained from scratch, since a
/// schedule such as one-cycle runs from the first epoch to the last: a ninth of the epochs is a
/// short training of its own, not the beginning of a long one.
///
/// What the command line sets is kept; the rest is searched for. Validation images, or folds of the
/// training images, judge. The settings of a trial follow from seed and number alone, and each rung
/// is stored when it is done, so that a search that was broken off goes on where it was, and one of
/// so many trials may be shared by several processes. With a budget of time no training may take
/// more than a quarter of it once one trial is through, and what is left when the search ends
/// suffices to train the winner again.
///
/// Source: Jamieson, Talwalkar: Non-stochastic best arm identification and hyperparameter
/// optimization (AISTATS 2016).
class Search {
 public:
  /// Goes on with the search that the file `state` tells of, if there is one, whose trainings are
  /// in the folder `trials` beside it. `hold_out`: a part of the data for the test. Raises
  /// UsageError for options that don't fit the data, FileError if the file tells of another search,
  /// Error if others are at work on it who can't share it.
  Search(const Options& options, const Digits& digits, bool hold_out,
         const std::filesystem::path& state, const Say& say);

  /// Raises Error where it is interrupted, or where no trial was through with all its epochs, when
  /// the state is of no use any more.
  void run();
  /// Has one of those who share the search do what comes after it, once; who leaves last takes the
  /// state away.
  void finish(const std::function<void()>& work);

  /// By number.
  const std::deque<Trial>& trials() const { return trials_; }
  /// Of those trained with all their epochs; nullptr: none was yet.
  const Trial* best() const;
  /// What the command line asks for, for machines.
  const Json& asked() const { return asked_; }
  std::size_t rungs_done() const;
  std::size_t judging_images() const;
  /// All but the test's.
  std::size_t all_images() const { return images_; }
  /// Of searching, those before an interruption included.
  double seconds() const {
    return earlier_ + std::chrono::duration<double>(Clock::now() - begin_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::size_t train_images() const { return folds_.front().train.size(); }
  Trial make(int number) const;
  /// Trials from one number to below another, made if need be; as many as were asked for.
  std::vector<Trial*> take(int first, int end);
  void bracket(std::vector<Trial*> trials);
  /// Trains each for a part of its epochs, unless that is done or takes too long.
  void climb(const std::vector<Trial*>& trials, int part);
  /// Nothing: it takes too long.
  std::optional<Rung> train(const Trial& trial, int epochs) const;
  bool time_is_up() const;
  /// How long training on all images will take, going by all the folds'.
  double retraining_seconds(double of_all_folds) const;
  Json key(const Trial& trial, int epochs) const;
  void check_state() const;
  void join();
  void restore();

  const Options& options_;
  const angka::Dataset& data_;
  std::filesystem::path state_;
  Say say_;
  std::vector<const Net*> nets_;
  std::vector<angka::Split> folds_;  ///< what is held out judges
  std::size_t images_ = 0;
  Json asked_, same_;  ///< what is asked for; without how long
  std::optional<SharedRuns> runs_{};
  std::optional<FileLock> place_{};  ///< among those who share it, or for one alone
  std::deque<Trial> trials_;
  double earlier_ = 0;
  Clock::time_point begin_ = Clock::now();
  InterruptGuard interrupt_{};
};
