#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <string>

#include <unistd.h>

#include <angka/training/fit.hpp>

#include "options.hpp"
#include "output.hpp"

/// Told, line by line, how work goes on that takes its time.
using Say = std::function<void(const std::string&)>;
inline void print_line(const std::string& line) { std::cout << line << std::endl; }
inline void say_nothing(const std::string&) {}

inline std::string epoch_line(const angka::EpochResult& epoch, int epochs, const Texts& t) {
  const std::string total = count(epochs);
  return std::string(t.epoch) + ' ' + right(count(epoch.epoch), total.size()) + '/' + total + "  " +
         t.loss + ' ' + fixed(epoch.loss, 4) + "  " + t.trained + ' ' +
         percent(epoch.train_accuracy) +
         (epoch.has_validation
              ? "  " + std::string(t.validated) + ' ' + percent(epoch.validation_accuracy)
              : "") +
         "  " + fixed(epoch.images_per_second, 0) + ' ' + t.images_per_second;
}

/// "[====>     ] 45%" of what is done, and the time that what is left takes: "0:20 left".
inline std::string bar(double done) {
  return '[' + left(std::string(static_cast<std::size_t>(done * 30), '=') + '>', 31) + "] " +
         fixed(100 * done, 0) + '%';
}
inline std::string time_left(double seconds, const Texts& t) {
  const auto whole = static_cast<int>(seconds);
  return std::to_string(whole / 60) + (whole % 60 < 10 ? ":0" : ":") + std::to_string(whole % 60) +
         ' ' + t.time_left;
}

/// Shows how the reading of photographs goes: a bar, where standard error is a terminal.
class ReadingProgress {
 public:
  explicit ReadingProgress(const Options& options)
      : t_(*options.texts), bar_(!options.quiet && isatty(STDERR_FILENO) != 0) {}

  /// Before photograph `number`, from 0, of `count` is read.
  void show(std::size_t number, std::size_t count) {
    ++read_;
    const auto now = Clock::now();
    if (!bar_ || now - shown_ < std::chrono::milliseconds(100)) return;
    if (read_ == 1) begin_ = now;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    std::cerr << '\r' << bar(static_cast<double>(number) / static_cast<double>(count)) << "  "
              << fill(t_.reading_photograph, number + 1, count);
    if (read_ > 1)
      std::cerr << "  "
                << ::time_left(seconds / static_cast<double>(read_ - 1) *
                                   static_cast<double>(count - number),
                               t_);
    std::cerr << "\033[K" << std::flush;
  }
  /// Takes the bar away.
  void clear() const {
    if (bar_ && read_ > 0) std::cerr << "\r\033[K" << std::flush;
  }

 private:
  using Clock = std::chrono::steady_clock;
  const Texts& t_;
  bool bar_;
  std::size_t read_ = 0;
  Clock::time_point begin_{}, shown_{};
};

/// Shows how training goes: a bar, where standard error is a terminal.
class Progress {
 public:
  Progress(const Options& options, int epochs)
      : t_(*options.texts), epochs_(epochs), bar_(!options.quiet && isatty(STDERR_FILENO) != 0) {}

  void step(const angka::StepResult& step) {
    images_ += step.images;
    loss_ += (step.loss - loss_) / std::min<double>(static_cast<double>(step.step), 50);
    const auto now = Clock::now();
    if (!bar_ || now - shown_ < std::chrono::milliseconds(100)) return;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const double done = static_cast<double>(step.step) / static_cast<double>(step.steps);
    std::cerr << '\r' << bar(done) << "  " << t_.epoch << ' ' << step.epoch << '/' << epochs_
              << "  " << t_.loss << ' ' << fixed(loss_, 4) << "  "
              << fixed(static_cast<double>(images_) / seconds, 0) << ' ' << t_.images_per_second
              << "  " << time_left(seconds * (1 - done) / done, t_) << "\033[K" << std::flush;
  }

  /// Takes the bar away.
  void clear() const {
    if (bar_) std::cerr << "\r\033[K" << std::flush;
  }

 private:
  using Clock = std::chrono::steady_clock;
  const Texts& t_;
  int epochs_;
  bool bar_;
  std::int64_t images_ = 0;
  double loss_ = 0;
  Clock::time_point begin_ = Clock::now(), shown_{};
};
