#pragma once

/// What loads, writes, checks and prints is declared in the upper part of its header, as
/// ANGKA_INLINE, and defined below, `#if ANGKA_DEFINITIONS`: wherever the header is included, or
/// once, in loaders.cpp, for a program that links angka::loaders, which defines
/// ANGKA_LOADERS_COMPILED.
#if !defined(ANGKA_LOADERS_COMPILED)
#define ANGKA_INLINE inline
#define ANGKA_DEFINITIONS 1
#elif defined(ANGKA_LOADERS_SOURCE)
#define ANGKA_INLINE
#define ANGKA_DEFINITIONS 1
#else
#define ANGKA_INLINE
#define ANGKA_DEFINITIONS 0
#endif

/// Compiles a function once, not into those that call it, nor once for each of them.
#if defined(__clang__)
#define ANGKA_APART [[gnu::noinline]]
#elif defined(__GNUC__)
#define ANGKA_APART [[gnu::noinline, gnu::noclone]]
#else
#define ANGKA_APART
#endif
