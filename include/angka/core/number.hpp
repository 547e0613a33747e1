#pragma once

#include <angka/core/isa.hpp>
#include <charconv>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <version>
#if !defined(__cpp_lib_to_chars)
#include <locale>
#include <sstream>
#include <string>
#endif

namespace angka::inline ANGKA_ISA::detail {

/// Whether the whole of `word` is a number, which `number` then is; in no language's own signs.
template <class Number>
bool read_number(std::string_view word, Number& number) {
#if !defined(__cpp_lib_to_chars)  // libc++ reads integers alone
  if constexpr (std::is_floating_point_v<Number>) {
    std::istringstream in{std::string(word)};
    in.imbue(std::locale::classic());
    return (in >> std::noskipws >> number) && in.peek() == std::istringstream::traits_type::eof();
  } else
#endif
  {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc() && end == word.data() + word.size();
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
