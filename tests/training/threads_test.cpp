#include <doctest/doctest.h>

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include <angka/training/threads.hpp>
#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace angka;

TEST_CASE("a pool runs each job once, on one of its threads") {
  for (const int threads : {1, 2, 3, 8}) {
    ThreadPool pool(threads);
    CHECK(pool.size() == threads);
    for (const int jobs : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> done(static_cast<std::size_t>(jobs));
      std::atomic<int> wrong_thread{0};
      pool.run(jobs, [&](int job, int thread) {
        done[std::size_t(job)].fetch_add(1);
        if (thread < 0 || thread >= threads) wrong_thread.fetch_add(1);
      });
      for (const auto& count : done) CHECK(count.load() == 1);
      CHECK(wrong_thread.load() == 0);
    }
  }
}

TEST_CASE("what a job writes is seen after run, and by the jobs of the next run") {
  ThreadPool pool(4);
  std::vector<long> values(64, 1);
  for (int round = 0; round < 500; ++round) {
    std::vector<long> next(64);
    pool.run(64, [&](int job, int) {
      next[std::size_t(job)] =
          (values[std::size_t(job)] + values[std::size_t(job + 1) % 64]) % 1000003;
    });
    values = next;
  }
  std::vector<long> expected(64, 1);
  for (int round = 0; round < 500; ++round) {
    std::vector<long> next(64);
    for (std::size_t i = 0; i < 64; ++i) next[i] = (expected[i] + expected[(i + 1) % 64]) % 1000003;
    expected = next;
  }
  CHECK(values == expected);
}

TEST_CASE("each thread's number belongs to one thread alone") {
  ThreadPool pool(4);
  std::vector<std::thread::id> owner(4);
  std::atomic<int> strangers{0};
  for (int round = 0; round < 50; ++round)
    pool.run(200, [&](int, int thread) {
      std::thread::id& id = owner[std::size_t(thread)];
      if (id == std::thread::id{}) id = std::this_thread::get_id();
      if (id != std::this_thread::get_id()) strangers.fetch_add(1);
    });
  CHECK(strangers.load() == 0);
  CHECK(owner[0] == std::this_thread::get_id());
}

TEST_CASE("a job of run_own is done once, by the thread of its number") {
  ThreadPool pool(4);
  std::vector<std::thread::id> owner(4);
  int wrong = 0;
  for (int round = 0; round < 50; ++round)
    for (const int jobs : {4, 3, 1, 0}) {
      std::vector<int> done(4, 0), by(4, -1);
      std::vector<std::thread::id> thread_of(4);
      pool.run_own(jobs, [&](int job, int thread) {
        ++done[std::size_t(job)];
        by[std::size_t(job)] = thread;
        thread_of[std::size_t(job)] = std::this_thread::get_id();
      });
      for (std::size_t job = 0; job < 4; ++job) {
        wrong += done[job] != (int(job) < jobs);
        if (done[job] == 0) continue;
        wrong += by[job] != int(job);
        if (owner[job] == std::thread::id{}) owner[job] = thread_of[job];
        wrong += owner[job] != thread_of[job];
      }
      pool.run(7, [&](int, int) {});
    }
  CHECK(wrong == 0);
  CHECK(owner[0] == std::this_thread::get_id());
  CHECK_THROWS_WITH(pool.run_own(4,
                                 [](int job, int) {
                                   if (job > 1) throw std::runtime_error(std::to_string(job));
                                 }),
                    "2");
}

TEST_CASE("pools live within pools, and end without having worked") {
  std::atomic<int> done{0};
  ThreadPool outer(3);
  outer.run(6, [&](int, int) {
    ThreadPool inner(2);
    for (int round = 0; round < 3; ++round) inner.run(5, [&](int, int) { done.fetch_add(1); });
  });
  CHECK(done.load() == 6 * 3 * 5);
  for (int i = 0; i < 100; ++i) ThreadPool idle(1 + i % 4);
}

TEST_CASE("a pool that waited long wakes up") {
  ThreadPool pool(3);
  std::atomic<int> done{0};
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    pool.run(9, [&](int, int) { done.fetch_add(1); });
  }
  CHECK(done.load() == 27);
}

TEST_CASE("what jobs throw is thrown by run, the first of them, when all threads are done") {
  for (const int threads : {1, 2, 8}) {
    ThreadPool pool(threads);
    for (int round = 0; round < 200; ++round) {
      std::atomic<int> begun{0}, ended{0};
      std::string said;
      try {
        // Freed when run ends: a thread that still worked would write to it.
        const auto place = std::make_unique<std::atomic<int>>(0);
        pool.run(64, [&](int job, int) {
          begun.fetch_add(1);
          place->fetch_add(1);
          if (job >= 5) throw std::runtime_error(std::to_string(job));
          ended.fetch_add(1);
        });
      } catch (const std::runtime_error& error) {
        said = error.what();
      }
      CHECK(said == "5");
      CHECK(ended == 5);
      CHECK(begun >= 6);
      CHECK(begun <= 5 + threads);
      std::atomic<int> done{0};
      pool.run(9, [&](int, int) { done.fetch_add(1); });
      CHECK(done == 9);
    }
  }
}

TEST_CASE("a pool has no more threads than have work, nor than the system gives") {
  CHECK(ThreadPool(200000, 3).size() == 3);
  CHECK(ThreadPool(2, 3).size() == 2);
  CHECK(ThreadPool(5, 0).size() == 1);
  CHECK(ThreadPool(0, 1).size() == 1);

  // Room for a few stacks and no more.
  rlimit whole{};
  REQUIRE(getrlimit(RLIMIT_AS, &whole) == 0);
  if (whole.rlim_cur != RLIM_INFINITY) return;
  std::ifstream file("/proc/self/statm");
  rlim_t pages = 0;
  if (!(file >> pages) || pages > 1 << 20) return;  // a sanitizer's address space
  const auto page = static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
  const rlimit tight{pages * page + (rlim_t{64} << 20), whole.rlim_max};
  REQUIRE(setrlimit(RLIMIT_AS, &tight) == 0);
  constexpr std::size_t too_much = std::size_t{1} << 28;
  void* const more = mmap(nullptr, too_much, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (more != MAP_FAILED) {  // an emulator doesn't heed the limit
    munmap(more, too_much);
  } else {
    ThreadPool pool(100);
    CHECK(pool.size() < 100);
    std::atomic<int> done{0};
    pool.run(200, [&](int, int) { done.fetch_add(1); });
    CHECK(done == 200);
  }
  setrlimit(RLIMIT_AS, &whole);
}

TEST_CASE("a pool without a number takes the machine's threads") {
  CHECK(hardware_threads() >= 1);
  CHECK(ThreadPool().size() == hardware_threads());
  CHECK(ThreadPool(0).size() == hardware_threads());
}

}  // namespace
