#pragma once

// Eigen's warnings are not the user's, also where it isn't a system header: with -I, or pkg-config.
// The first two are of GCC 11's and 12's own header for AVX-512 (GCC bug 105593).
#pragma GCC diagnostic push
#if defined(__clang__)
#pragma clang diagnostic ignored "-Weverything"
#elif defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wunused-variable"
#endif
#include <Eigen/Core>
#pragma GCC diagnostic pop

#include <cstddef>
#include <type_traits>

#include <angka/core/definitions.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/isa.hpp>

#if !EIGEN_VERSION_AT_LEAST(3, 4, 0)
#error "angka needs Eigen 3.4 or newer"
#endif

// Not #warning, which -Werror makes an error.
#if defined(__GNUC__) && !defined(__OPTIMIZE__) && !defined(ANGKA_NO_OPTIMIZATION_WARNING)
#pragma message(                                                                 \
    "angka: compiled without optimisation, networks run some 100 times slower: " \
    "use -O3 -march=native, or -Og to debug (ANGKA_NO_OPTIMIZATION_WARNING: no message)")
#endif

// Unrolls the loop that follows, so that small arrays of accumulators stay in registers.
#if defined(__clang__)
#define ANGKA_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__)
#define ANGKA_UNROLL _Pragma("GCC unroll 32")
#else
#define ANGKA_UNROLL
#endif

namespace angka::inline ANGKA_ISA {

/// One SIMD register that holds the same value of `count` different images: the element type of
/// every activation. Wraps Eigen's packet of `T`, so it exists for every instruction set that Eigen
/// knows; where Eigen has no packet, `count` is 1.
///
/// `T`: float or double.
/// Example: `fma(Lanes<float>(2), Lanes<float>(3), Lanes<float>(1))[0] == 7`
template <class T>
struct Lanes {
  using Scalar = T;
  using Packet = typename Eigen::internal::packet_traits<T>::type;
  static constexpr int count = Eigen::internal::unpacket_traits<Packet>::size;

  Packet value;

  Lanes() = default;
  Lanes(Packet packet) requires(!std::is_same_v<Packet, T>) : value(packet) {}
  /// The same number in every lane.
  Lanes(T scalar) : value(Eigen::internal::pset1<Packet>(scalar)) {}

  /// Reads `count` numbers; `load` wants `from` aligned to the register.
  static Lanes load(const T* from) { return Eigen::internal::pload<Packet>(from); }
  static Lanes load_unaligned(const T* from) { return Eigen::internal::ploadu<Packet>(from); }
  void store(T* to) const { Eigen::internal::pstore(to, value); }
  void store_unaligned(T* to) const { Eigen::internal::pstoreu(to, value); }

  friend Lanes operator+(Lanes a, Lanes b) { return Eigen::internal::padd(a.value, b.value); }
  friend Lanes operator-(Lanes a, Lanes b) { return Eigen::internal::psub(a.value, b.value); }
  friend Lanes operator*(Lanes a, Lanes b) { return Eigen::internal::pmul(a.value, b.value); }
  friend Lanes operator/(Lanes a, Lanes b) { return Eigen::internal::pdiv(a.value, b.value); }
  Lanes operator-() const { return Eigen::internal::pnegate(value); }
  Lanes& operator+=(Lanes other) { return *this = *this + other; }
  Lanes& operator-=(Lanes other) { return *this = *this - other; }
  Lanes& operator*=(Lanes other) { return *this = *this * other; }

  /// a * b + c, in one instruction where the machine has it.
  friend Lanes fma(Lanes a, Lanes b, Lanes c) {
    return Eigen::internal::pmadd(a.value, b.value, c.value);
  }
  friend Lanes min(Lanes a, Lanes b) { return Eigen::internal::pmin(a.value, b.value); }
  friend Lanes max(Lanes a, Lanes b) { return Eigen::internal::pmax(a.value, b.value); }
  friend Lanes abs(Lanes a) { return Eigen::internal::pabs(a.value); }
  friend Lanes sqrt(Lanes a) { return Eigen::internal::psqrt(a.value); }
  friend Lanes exp(Lanes a) { return Eigen::internal::pexp(a.value); }
  friend Lanes log(Lanes a) { return Eigen::internal::plog(a.value); }

  /// In each lane `yes` where a < b, else `no`.
  friend Lanes where_less(Lanes a, Lanes b, Lanes yes, Lanes no) {
    return Eigen::internal::pselect(Eigen::internal::pcmp_lt(a.value, b.value), yes.value,
                                    no.value);
  }
  /// In each lane `yes` where a == b, else `no`.
  friend Lanes where_equal(Lanes a, Lanes b, Lanes yes, Lanes no) {
    return Eigen::internal::pselect(Eigen::internal::pcmp_eq(a.value, b.value), yes.value,
                                    no.value);
  }

  /// The sum over the lanes.
  T sum() const { return Eigen::internal::predux(value); }

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"  // of Packet, as a template argument
#endif
  /// Turns rows into columns: value i of row r becomes value r of row i.
  static void transpose(Lanes (&rows)[count]) {
    if constexpr (count > 1) {
      Eigen::internal::PacketBlock<Packet, count> block;
      for (int r = 0; r < count; ++r) block.packet[r] = rows[r].value;
      Eigen::internal::ptranspose(block);
      for (int r = 0; r < count; ++r) rows[r] = block.packet[r];
    }
  }

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

  T operator[](int lane) const { return reinterpret_cast<const T*>(&value)[lane]; }
  void set(int lane, T scalar) { reinterpret_cast<T*>(&value)[lane] = scalar; }
};

/// How many accumulators a kernel keeps in registers, with some left for its operands.
inline constexpr int register_block = EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS >= 32 ? 24 : 12;

/// The lanes of `values` as plain numbers: value v of lane l is scalars(values)[v * count + l].
template <class T>
T* scalars(Lanes<T>* values) {
  return reinterpret_cast<T*>(values);
}
template <class T>
const T* scalars(const Lanes<T>* values) {
  return reinterpret_cast<const T*>(values);
}

namespace detail {

/// c[0] x^(n-1) + ... + c[n-1], by Horner's rule.
template <class T, std::size_t N>
Lanes<T> polynomial(Lanes<T> x, const double (&c)[N]) {
  Lanes<T> sum(static_cast<T>(c[0]));
  for (std::size_t i = 1; i < N; ++i) sum = fma(sum, x, Lanes<T>(static_cast<T>(c[i])));
  return sum;
}

}  // namespace detail

/// The hyperbolic tangent; error below 4 units in the last place.
///
/// Near 0 the rational approximation of Cody and Waite (Software Manual for the Elementary
/// Functions, 1980), elsewhere 1 - 2 / (exp(2|x|) + 1).
template <class T>
Lanes<T> tanh(Lanes<T> x) {
  static constexpr double p[] = {-9.64399179425052238628e-1, -9.92877231001918586564e1,
                                 -1.61468768441708447952e3};
  static constexpr double q[] = {1.0, 1.12811678491632931402e2, 2.23548839060100448583e3,
                                 4.84406305325125486048e3};
  const Lanes<T> size = abs(x);
  const Lanes<T> square = x * x;
  const Lanes<T> near =
      fma(x * square, detail::polynomial(square, p) / detail::polynomial(square, q), x);
  const Lanes<T> bounded = min(size, Lanes<T>(T(20)));
  const Lanes<T> tail = T(1) - Lanes<T>(T(2)) / (exp(bounded + bounded) + T(1));
  const Lanes<T> far = where_less(x, Lanes<T>(T(0)), -tail, tail);
  return where_less(size, Lanes<T>(T(0.625)), near, far);
}

/// The error function; absolute error below 4 units in the last place of 1.
///
/// Source: Cody: Rational Chebyshev approximations for the error function (Math. Comp. 1969).
template <class T>
Lanes<T> erf(Lanes<T> x) {
  static constexpr double a[] = {1.85777706184603153e-1, 3.16112374387056560e0,
                                 1.13864154151050156e2, 3.77485237685302021e2,
                                 3.20937758913846947e3};
  static constexpr double b[] = {1.0, 2.36012909523441209e1, 2.44024637934444173e2,
                                 1.28261652607737228e3, 2.84423683343917062e3};
  static constexpr double c[] = {
      2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0,
      6.61191906371416295e1,  2.98635138197400131e2,  8.81952221241769090e2,
      1.71204761263407058e3,  2.05107837782607147e3,  1.23033935479799725e3};
  static constexpr double d[] = {1.0,
                                 1.57449261107098347e1,
                                 1.17693950891312499e2,
                                 5.37181101862009858e2,
                                 1.62138957456669019e3,
                                 3.29079923573345963e3,
                                 4.36261909014324716e3,
                                 3.43936767414372164e3,
                                 1.23033935480374942e3};
  const Lanes<T> square = x * x;
  const Lanes<T> near = x * detail::polynomial(square, a) / detail::polynomial(square, b);
  const Lanes<T> size = min(abs(x), Lanes<T>(T(6)));
  const Lanes<T> tail =
      T(1) - exp(-size * size) * detail::polynomial(size, c) / detail::polynomial(size, d);
  const Lanes<T> far = where_less(x, Lanes<T>(T(0)), -tail, tail);
  return where_less(abs(x), Lanes<T>(T(0.46875)), near, far);
}

/// 1 / (1 + exp(-x)).
template <class T>
Lanes<T> sigmoid(Lanes<T> x) {
  return Lanes<T>(T(1)) / (T(1) + exp(-max(x, Lanes<T>(T(-80)))));
}

}  // namespace angka::inline ANGKA_ISA
