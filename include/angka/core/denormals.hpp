#pragma once

#include <angka/core/isa.hpp>
#include <atomic>
#include <cstdint>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace angka::inline ANGKA_ISA {

/// While it lives, this thread takes numbers too small to be normal (below 1.2e-38 in float) for 0,
/// as operands and as results. Processors need a hundred times as long for them, and weights that
/// get no gradient any more have state that shrinks to such numbers. On x86 with SSE and 64-bit
/// ARM; elsewhere it does nothing.
/// Example: `const FlushDenormals until_the_end_of_the_block;`
class FlushDenormals {
 public:
  FlushDenormals() : before_(control()) {
    if ((before_ & flush) != flush) set_control(before_ | flush);
  }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;
  ~FlushDenormals() {
    if ((before_ & flush) != flush) set_control(before_);
  }

 private:
#if defined(__SSE__)
  using Control = unsigned;
  static constexpr Control flush = 0x8040;  // flush to zero, denormals are zero
  static Control control() { return _mm_getcsr(); }
  static void set_control(Control value) {
    std::atomic_signal_fence(std::memory_order_seq_cst);  // Loads and stores stay on their side.
    _mm_setcsr(value);
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
#elif defined(__aarch64__)
  using Control = std::uint64_t;
  static constexpr Control flush = Control{1} << 24;
  static Control control() {
    Control value;
    asm volatile("mrs %0, fpcr" : "=r"(value)::"memory");
    return value;
  }
  static void set_control(Control value) { asm volatile("msr fpcr, %0" ::"r"(value) : "memory"); }
#else
  using Control = unsigned;
  static constexpr Control flush = 0;
  static Control control() { return 0; }
  static void set_control(Control) {}
#endif

  Control before_;

 public:
  static constexpr bool works = flush != 0;  ///< on this machine
};

}  // namespace angka::inline ANGKA_ISA
