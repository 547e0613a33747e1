#pragma once

#include <doctest/doctest.h>

#include <angka/core/errors.hpp>
#include <new>

/// In this program a call of the library's may be made to fail.
namespace faults {

enum class Kind { none, memory, open, read, write, fsync, close, rename };

/// From now on call number `nth` of a kind fails, and if `lasting` all after it.
void arm(Kind kind, long nth, bool lasting);
/// No more faults; whether there was one.
bool disarm();
/// Blocks of memory that are taken and not given back.
long live_blocks();

/// Does `work` again and again, in which another call of a kind fails each time, until it asks for
/// no more of them; returns how many there were. `prepare()` goes before each, `check(done)` after
/// it.
///
/// Whatever fails must be an Error or std::bad_alloc, and nothing of its memory may be left.
template <class Prepare, class Work, class Check>
long each(Kind kind, Prepare&& prepare, Work&& work, Check&& check) {
  long calls = 0;
  for (const bool lasting : {false, true}) {
    for (long nth = 1;; ++nth) {
      CAPTURE(static_cast<int>(kind));
      CAPTURE(nth);
      CAPTURE(lasting);
      prepare();
      const long before = live_blocks();
      bool done = false;
      arm(kind, nth, lasting);
      try {
        work();
        done = true;
      } catch (const angka::Error&) {
      } catch (const std::bad_alloc&) {
      }
      const bool failed = disarm();
      CHECK(live_blocks() == before);
      check(done);
      if (failed) continue;
      CHECK(done);
      calls = nth - 1;
      break;
    }
  }
  return calls;
}

}  // namespace faults
