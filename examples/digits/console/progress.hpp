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
    const auto left = static_cast<int>(seconds * (1 - done) / done);
    const std::string filled(static_cast<std::size_t>(done * 30), '=');
    std::cerr << '\r' << '[' << ::left(filled + '>', 31) << "] " << fixed(100 * done, 0) << "%  "
              << t_.epoch << ' ' << step.epoch << '/' << epochs_ << "  " << t_.loss << ' '
              << fixed(loss_, 4) << "  " << fixed(static_cast<double>(images_) / seconds, 0) << ' '
              << t_.images_per_second << "  " << left / 60 << (left % 60 < 10 ? ":0" : ":")
              << left % 60 << ' ' << t_.time_left << "\033[K" << std::flush;
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
