#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// The number of threads that the machine runs at once, at least 1.
inline int hardware_threads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Threads that wait for work. `run` allocates nothing and returns when all jobs are done; jobs go
/// to whichever thread is free, so results must not depend on which thread takes which.
class ThreadPool {
 public:
  /// `threads` counts the caller of `run`; 0 takes all that the machine has.
  explicit ThreadPool(int threads = 0) : size_(threads > 0 ? threads : hardware_threads()) {
    workers_.reserve(static_cast<std::size_t>(size_ - 1));
    for (int i = 1; i < size_; ++i) workers_.emplace_back([this, i] { wait_for_work(i); });
  }
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() {
    call_ = nullptr;
    wake();
    for (std::thread& worker : workers_) worker.join();
  }

  int size() const { return size_; }

  /// Calls work(job, thread) for each job in [0, jobs); thread is in [0, size()).
  template <class Work>
  void run(int jobs, Work&& work) {
    using Function = std::remove_reference_t<Work>;
    if (size_ == 1 || jobs <= 1) {
      for (int job = 0; job < jobs; ++job) work(job, 0);
      return;
    }
    call_ = [](void* context, int job, int thread) {
      (*static_cast<Function*>(context))(job, thread);
    };
    context_ = const_cast<void*>(static_cast<const void*>(std::addressof(work)));
    jobs_ = jobs;
    next_.store(0, std::memory_order_relaxed);
    busy_.store(size_ - 1, std::memory_order_relaxed);
    wake();
    take_jobs(0);
    spin_then_wait(busy_, [](int busy) { return busy == 0; });
  }

 private:
  static constexpr int spins = 2000;

  template <class Done>
  static int spin_then_wait(std::atomic<int>& value, Done done) {
    for (int i = 0; i < spins; ++i) {
      const int now = value.load(std::memory_order_acquire);
      if (done(now)) return now;
#if defined(__x86_64__) || defined(__i386__)
      __builtin_ia32_pause();
#endif
    }
    for (;;) {
      const int now = value.load(std::memory_order_acquire);
      if (done(now)) return now;
      value.wait(now, std::memory_order_acquire);
    }
  }

  void wake() {
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
  }

  void take_jobs(int thread) {
    for (int job; (job = next_.fetch_add(1, std::memory_order_relaxed)) < jobs_;)
      call_(context_, job, thread);
  }

  void wait_for_work(int thread) {
    for (int seen = 0;;) {
      seen = spin_then_wait(generation_, [seen](int now) { return now != seen; });
      if (!call_) return;
      take_jobs(thread);
      if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
    }
  }

  int size_;
  std::vector<std::thread> workers_;
  void (*call_)(void*, int, int) = nullptr;
  void* context_ = nullptr;
  int jobs_ = 0;
  std::atomic<int> next_{0};
  std::atomic<int> busy_{0};
  std::atomic<int> generation_{0};
};

}  // namespace angka::inline ANGKA_ISA
