#pragma once

/// The inline namespace of everything in angka, named after the instruction set that a translation
/// unit is compiled for, so that two of them in one program never share a function that only one
/// of the CPUs understands: `namespace angka::inline ANGKA_ISA`. Users write `angka::`.
///
/// Not told apart: the parts of AVX-512 beyond AVX-512F, and -ffast-math. What the linker still
/// shares are functions of the standard library and of Eigen outside our kernels.
#if defined(EIGEN_DONT_VECTORIZE)
#define ANGKA_ISA scalar
#elif defined(__AVX512F__)
#define ANGKA_ISA avx512
#elif defined(__AVX2__) && defined(__FMA__)
#define ANGKA_ISA avx2_fma
#elif defined(__AVX2__)
#define ANGKA_ISA avx2
#elif defined(__AVX__) && defined(__FMA__)
#define ANGKA_ISA avx_fma
#elif defined(__AVX__)
#define ANGKA_ISA avx
#elif defined(__SSE4_2__)
#define ANGKA_ISA sse4_2
#elif defined(__SSE4_1__)
#define ANGKA_ISA sse4_1
#elif defined(__SSE2__) || defined(_M_X64)
#define ANGKA_ISA sse2
#elif defined(__ARM_FEATURE_SVE)
#define ANGKA_ISA sve
#elif defined(__ARM_NEON) || defined(_M_ARM64)
#define ANGKA_ISA neon
#elif defined(__VSX__)
#define ANGKA_ISA vsx
#else
#define ANGKA_ISA portable
#endif

#define ANGKA_TEXT_OF(words) #words
#define ANGKA_TEXT(macro) ANGKA_TEXT_OF(macro)
