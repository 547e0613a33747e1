#include "report/formula.cpp"

#include <doctest/doctest.h>

#include "report/formula_text.hpp"
#include "report/references.hpp"

namespace {

/// The works that a text cites, by their keys.
std::string cited(std::string_view text) {
  std::string keys;
  for (std::size_t at; (at = text.find("[cite ")) != text.npos;) {
    text.remove_prefix(at + 6);
    keys += std::string(text.substr(0, text.find(']'))) + '\n';
  }
  return keys;
}

}  // namespace

TEST_CASE("to_mathml: what LaTeX means by it") {
  CHECK(to_mathml("x_i^2", false) ==
        "<math><mrow><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></mrow></math>");
  CHECK(to_mathml("\\frac{1}{\\sqrt{n}}", true) ==
        "<math display=\"block\"><mrow><mfrac><mrow><mn>1</mn></mrow><mrow><msqrt><mrow><mi>n</mi>"
        "</mrow></msqrt></mrow></mfrac></mrow></math>");
  CHECK(to_mathml("\\sum_{k=1}^C z", true).find("<munderover><mo>∑</mo>") != std::string::npos);
  CHECK(to_mathml("a < b", false).find("&lt;") != std::string::npos);
}

TEST_CASE("to_mathml: what it doesn't know is an error, not left out") {
  for (const char* formula : {"\\unknown", "x_", "\\frac{1}", "{x", "x}", "a # b",
                              "\\begin{matrix}x", "\\left( x", "\\text{a"})
    CHECK_THROWS_AS(to_mathml(formula, true), std::invalid_argument);
}

TEST_CASE("the report's formulas: all are understood, both languages cite the same works") {
  for (const FormulaText& text : formula_texts) {
    CAPTURE(text.kind);
    CHECK_NOTHROW(to_mathml(text.latex, true));
    CHECK(cited(text.english) == cited(text.indonesian));
    const std::string keys = cited(text.english);
    for (std::size_t at = 0, end; (end = keys.find('\n', at)) != keys.npos; at = end + 1)
      CHECK(find_work(keys.substr(at, end - at)) != nullptr);
    for (const std::string_view words : {text.english, text.indonesian}) {
      if (words.empty()) continue;
      CHECK(words.find(std::string("[formula ") + text.kind + ']') != words.npos);
      for (std::size_t at = 0, end; (at = words.find('$', at)) != words.npos; at = end + 1) {
        end = words.find('$', at + 1);
        REQUIRE(end != words.npos);
        CHECK_NOTHROW(to_mathml(words.substr(at + 1, end - at - 1), false));
      }
    }
  }
}
