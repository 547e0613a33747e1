#pragma once

#include <algorithm>
#include <fstream>
#include <string>

/// What Linux tells of the CPU: its "model name", its "flags"; "" where it doesn't.
inline std::string cpu_info(const char* what) {
  std::ifstream lines("/proc/cpuinfo");
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(what)) return line.substr(std::min(line.size(), line.find(':') + 2));
  return "";
}

/// The best instructions that this CPU has and the program was compiled without; "" if none.
inline const char* unused_instructions() {
#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)
#if !defined(__AVX512F__) || !defined(__AVX512DQ__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return "AVX-512";
#endif
#if !defined(__AVX2__) || !defined(__FMA__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "AVX2";
#endif
#endif
  return "";
}
