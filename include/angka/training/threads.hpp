#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/denormals.hpp>
#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Work on images is cut into at most so many groups, each one thread's, whose results are merged
/// in order: so they are the same for any number of threads.
inline constexpr int max_groups = 8;

}  // namespace detail

/// The number of threads that the machine runs at once, at least 1.
inline int hardware_threads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Threads that wait for work. `run` allocates nothing and returns when all jobs are done; jobs go
/// to whichever thread is free, so results must not depend on which thread takes which. Numbers too
/// small to be normal are 0 in all jobs: see FlushDenormals.
/// Example: `std::vector<int> squares(9); ThreadPool(2).run(9, [&](int job, int) { squares[job] =
/// job * job; }); squares[8] == 64`
class ThreadPool {
 public:
  /// `threads` counts the caller of `run`; 0 takes all that the machine has. No more than `most`
  /// are made: as many as will have work. Where the system gives fewer, the pool is smaller.
  explicit ThreadPool(int threads = 0, int most = std::numeric_limits<int>::max());
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();

  int size() const { return size_; }

  /// Calls work(job, thread) for each job in [0, jobs); thread is in [0, size()). If jobs throw, no
  /// further ones are begun, and when all threads are done the exception of the first job, by
  /// number, is thrown here.
  template <class Work>
  void run(int jobs, Work&& work) {
    run_jobs(jobs, call<std::remove_reference_t<Work>>, context_of(work), false);
  }

  /// The same for jobs of like length, of which number t is thread t's, so that what it comes back
  /// to lies in its processor's cache; all are begun. More than size() are done as `run` does them.
  template <class Work>
  void run_own(int jobs, Work&& work) {
    run_jobs(jobs, call<std::remove_reference_t<Work>>, context_of(work), true);
  }

 private:
  static constexpr int spins = 2000;
  /// From so many threads on, all of the pool are woken and awaited.
  static constexpr unsigned most_own = 255;

  /// Compiled once for any number of threads: where a b - c d is contracted to one fused
  /// multiply-add, another copy may fuse the other product, and round otherwise.
  template <class Function>
  ANGKA_APART static void call(void* context, int job, int thread) {
    (*static_cast<Function*>(context))(job, thread);
  }

  template <class Function>
  static void* context_of(Function& work) {
    return const_cast<void*>(static_cast<const void*>(std::addressof(work)));
  }
  void run_jobs(int jobs, void (*work)(void*, int, int), void* context, bool own);
  bool add_worker();

  template <class Value, class Done>
  static Value spin_then_wait(std::atomic<Value>& value, Done done) {
    for (int i = 0; i < spins; ++i) {
      const Value now = value.load(std::memory_order_acquire);
      if (done(now)) return now;
#if defined(__x86_64__) || defined(__i386__)
      __builtin_ia32_pause();
#endif
    }
    for (;;) {
      const Value now = value.load(std::memory_order_acquire);
      if (done(now)) return now;
      value.wait(now, std::memory_order_acquire);
    }
  }

  /// Begins the next generation of work, which is that of the threads numbered below `threads`.
  void wake(int threads) {
    const unsigned last = generation_.load(std::memory_order_relaxed) / (most_own + 1);
    generation_.store((last + 1) * (most_own + 1) + unsigned(std::min(threads, int(most_own))),
                      std::memory_order_release);
    generation_.notify_all();
  }
  /// Whether a thread has work in a generation; if it hasn't, nobody waits for it.
  static bool works(int thread, unsigned generation) {
    const unsigned threads = generation % (most_own + 1);
    return threads == most_own || unsigned(thread) < threads;
  }

  void take_jobs(int thread);
  void do_job(int job, int thread);
  void wait_for_work(int thread);

  int size_ = 1;
  std::vector<std::thread> workers_;
  void (*call_)(void*, int, int) = nullptr;
  void* context_ = nullptr;
  int jobs_ = 0;
  bool own_ = false;  ///< job t is thread t's
  int failed_ = 0;    ///< the first job that threw; as many as there are jobs: none
  std::mutex failing_;
  std::exception_ptr error_;
  std::atomic<int> next_{0};
  std::atomic<int> busy_{0};
  std::atomic<unsigned> generation_{0};  ///< times 256, with whose work it is
};

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE ThreadPool::ThreadPool(int threads, int most) {
  const int wanted = std::clamp(threads > 0 ? threads : hardware_threads(), 1, std::max(1, most));
  workers_.reserve(static_cast<std::size_t>(wanted - 1));
  while (size_ < wanted && add_worker()) ++size_;
}

ANGKA_INLINE ThreadPool::~ThreadPool() {
  call_ = nullptr;
  wake(size_);
  for (std::thread& worker : workers_) worker.join();
}

ANGKA_INLINE void ThreadPool::run_jobs(int jobs, void (*work)(void*, int, int), void* context,
                                       bool own) {
  const FlushDenormals flush;
  if (size_ == 1 || jobs <= 1) {
    for (int job = 0; job < jobs; ++job) work(context, job, 0);
    return;
  }
  call_ = work;
  context_ = context;
  jobs_ = jobs;
  own_ = own && jobs <= size_;
  failed_ = jobs;
  next_.store(0, std::memory_order_relaxed);
  const int threads = own_ && jobs < int(most_own) ? jobs : size_;
  busy_.store(threads - 1, std::memory_order_relaxed);
  wake(threads);
  take_jobs(0);
  spin_then_wait(busy_, [](int busy) { return busy == 0; });
#if defined(__cpp_exceptions)
  if (failed_ < jobs) std::rethrow_exception(std::exchange(error_, nullptr));
#endif
}

ANGKA_INLINE bool ThreadPool::add_worker() {
  const auto work = [this, i = size_] { wait_for_work(i); };
#if defined(__cpp_exceptions)
  try {
    workers_.emplace_back(work);
  } catch (...) {  // too many, or no memory
    return false;
  }
#else
  workers_.emplace_back(work);
#endif
  return true;
}

ANGKA_INLINE void ThreadPool::wait_for_work(int thread) {
  const FlushDenormals flush;
  for (unsigned seen = 0;;) {
    seen = spin_then_wait(generation_, [seen](unsigned now) { return now != seen; });
    if (!works(thread, seen)) continue;
    if (!call_) return;
    take_jobs(thread);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

ANGKA_INLINE void ThreadPool::take_jobs(int thread) {
  if (own_) {
    if (thread < jobs_) do_job(thread, thread);
    return;
  }
  for (int job; (job = next_.fetch_add(1, std::memory_order_relaxed)) < jobs_;) do_job(job, thread);
}

ANGKA_INLINE void ThreadPool::do_job(int job, int thread) {
#if defined(__cpp_exceptions)
  try {
    call_(context_, job, thread);
  } catch (...) {
    next_.store(jobs_, std::memory_order_relaxed);
    const std::scoped_lock lock(failing_);
    if (job < failed_) {
      failed_ = job;
      error_ = std::current_exception();
    }
  }
#else
  call_(context_, job, thread);
#endif
}

}  // namespace angka::inline ANGKA_ISA

#endif
