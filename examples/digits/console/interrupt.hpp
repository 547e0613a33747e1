#pragma once

#include <csignal>

#include <angka/core/errors.hpp>

#include "text.hpp"

/// While one exists, SIGINT and SIGTERM don't end the program but are remembered, by those within
/// it, too.
class InterruptGuard {
 public:
  InterruptGuard()
      : old_interrupt_(std::signal(SIGINT, remember)),
        old_terminate_(std::signal(SIGTERM, remember)) {
    if (old_interrupt_ != remember) received_ = 0;
  }
  ~InterruptGuard() {
    std::signal(SIGINT, old_interrupt_);
    std::signal(SIGTERM, old_terminate_);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  bool received() const { return received_ != 0; }
  /// Raises Error if one was received.
  void check(const Texts& texts) const {
    if (received()) angka::raise(angka::Error(texts.interrupted));
  }

 private:
  using Handler = void (*)(int);
  static void remember(int signal) { received_ = signal; }
  static inline volatile std::sig_atomic_t received_ = 0;

  Handler old_interrupt_, old_terminate_;
};
