// Unpacking alone.
#include <algorithm>
#include <angka/data/gzip.hpp>

#include "surface.hpp"

Loaded load(std::span<const std::uint8_t> file) {
  using angka::detail::gunzip;
  constexpr std::size_t most = std::size_t{1} << 21;  // over what 1 KB can hold
  angka::detail::Fault fault;
  const auto whole = gunzip(file, most, fault);
  if (!whole) {
    require_reason(fault.expected);
    require_reason(fault.found);
    return std::nullopt;
  }
  require(whole->size() <= most, "no more than was asked for");
  for (const std::size_t limit : {std::size_t{1}, whole->size() / 2, whole->size()}) {
    const auto start = gunzip(file, limit, fault);
    require(start && start->size() == std::min(limit, whole->size()) &&
                std::equal(start->begin(), start->end(), whole->begin()),
            "the beginning of the whole");
  }
  return whole;
}

bool seal(std::span<std::uint8_t>) { return true; }  // zlib's own to check
