#pragma once

#include <angka/core/isa.hpp>
#include <csignal>
#include <initializer_list>

#if __has_include(<unistd.h>) && __has_include(<sys/wait.h>)
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#define ANGKA_HAS_FORK
#endif

namespace angka::inline ANGKA_ISA::detail {

/// Whether `work` comes back: tried in a process of its own, which may crash. True where the system
/// has no such thing.
template <class Work>
bool survives([[maybe_unused]] Work&& work) {
#if defined(ANGKA_HAS_FORK)
  const pid_t child = fork();
  if (child == 0) {
    for (const int reason : {SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP})
      std::signal(reason, SIG_DFL);
    const rlimit none{};
    setrlimit(RLIMIT_CORE, &none);
    close(STDERR_FILENO);
    [&]() noexcept { work(); }();
    _exit(0);
  }
  int status = 0;
  if (child > 0 && waitpid(child, &status, 0) == child) return status == 0;
#endif
  return true;
}

}  // namespace angka::inline ANGKA_ISA::detail

#undef ANGKA_HAS_FORK
