#include "formula.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/report/svg.hpp>
#include <cctype>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace {

struct Sign {
  std::string_view name, text;
};
constexpr Sign letters_of_greek[] = {
    {"alpha", "α"}, {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ϵ"}, {"eta", "η"},
    {"theta", "θ"}, {"mu", "μ"},   {"pi", "π"},    {"sigma", "σ"}, {"lambda", "λ"},  {"rho", "ρ"},
    {"xi", "ξ"},    {"Phi", "Φ"},  {"ldots", "…"}, {"infty", "∞"},
};
constexpr Sign operators[] = {
    {"cdot", "⋅"},   {"times", "×"},  {"le", "≤"},  {"ge", "≥"},
    {"ne", "≠"},     {"pm", "±"},     {"in", "∈"},  {"leftarrow", "←"},
    {"odot", "⊙"},   {"approx", "≈"}, {"sim", "∼"}, {"lfloor", "⌊"},
    {"rfloor", "⌋"}, {"%", "%"},      {"{", "{"},   {"}", "}"},
};
constexpr std::string_view functions[] = {"max", "min", "log", "exp", "tanh", "cos"};
constexpr Sign spaces[] = {{",", "0.17em"}, {";", "0.28em"}, {"quad", "1em"}, {" ", "0.3em"}};

template <class List>
const Sign* find(const List& list, std::string_view name) {
  const auto* found =
      std::find_if(std::begin(list), std::end(list), [&](const Sign& s) { return s.name == name; });
  return found == std::end(list) ? nullptr : found;
}

class Converter {
 public:
  Converter(std::string_view text, bool block) : text_(text), block_(block) {}

  std::string all() {
    std::string result = row();
    if (at_ < text_.size()) unknown(text_.substr(at_));
    return result;
  }

 private:
  [[noreturn]] static void unknown(std::string_view word) {
    angka::raise(std::invalid_argument("a formula that isn't understood at: " + std::string(word)));
  }
  static std::string element(std::string_view tag, std::string_view content) {
    return '<' + std::string(tag) + '>' + std::string(content) + "</" + std::string(tag) + '>';
  }
  bool done() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ == text_.size() || text_[at_] == '}' || text_[at_] == '&' ||
           text_.substr(at_).starts_with("\\\\") || text_.substr(at_).starts_with("\\end") ||
           text_.substr(at_).starts_with("\\right");
  }
  std::string row() {
    std::string result;
    while (!done()) result += scripted();
    return "<mrow>" + result + "</mrow>";
  }
  std::string group() {
    if (at_ == text_.size()) unknown(text_);
    if (text_[at_] != '{') return atom();
    ++at_;
    std::string result = row();
    expect("}");
    return result;
  }
  void expect(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) unknown(text_.substr(at_));
    at_ += what.size();
  }
  std::string command() {
    std::size_t end = ++at_;
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end]))) ++end;
    if (end == at_) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    at_ = end;
    return std::string(name);
  }
  /// Words between braces, as they are.
  std::string words() {
    expect("{");
    const std::size_t end = std::min(text_.find('}', at_), text_.size());
    std::string result = angka::escape_markup(text_.substr(at_, end - at_));
    at_ = end;
    expect("}");
    return result;
  }
  std::string cases() {
    expect("{cases}");
    std::string rows;
    while (true) {
      std::string cells = element("mtd", row());
      while (text_.substr(at_).starts_with("&")) {
        ++at_;
        cells += element("mtd", row());
      }
      rows += element("mtr", cells);
      if (!text_.substr(at_).starts_with("\\\\")) break;
      at_ += 2;
    }
    expect("\\end{cases}");
    return "<mrow><mo stretchy=\"true\">{</mo><mtable columnalign=\"left\">" + rows +
           "</mtable></mrow>";
  }

  std::string atom() {
    const char c = text_[at_];
    if (c == '{') return group();
    if (c != '\\') {
      if (std::isdigit(static_cast<unsigned char>(c))) {
        std::size_t end = at_;
        while (end < text_.size() &&
               (std::isdigit(static_cast<unsigned char>(text_[end])) || text_[end] == '.'))
          ++end;
        const std::string_view number = text_.substr(at_, end - at_);
        at_ = end;
        return element("mn", number);
      }
      ++at_;
      if (std::isalpha(static_cast<unsigned char>(c))) return element("mi", std::string(1, c));
      if (std::string_view("+-=()[]|,;:/!<>").find(c) == std::string_view::npos)
        unknown(text_.substr(at_ - 1));
      return "<mo stretchy=\"false\">" +
             (c == '-' ? std::string("−") : angka::escape_markup(std::string(1, c))) + "</mo>";
    }
    const std::string name = command();
    if (name == "frac") {
      const std::string above = group();
      return element("mfrac", above + group());
    }
    if (name == "sqrt") return element("msqrt", group());
    if (name == "hat") return element("mover", group() + "<mo>^</mo>");
    if (name == "bar") return element("mover", group() + "<mo>¯</mo>");
    if (name == "text") return element("mtext", words());
    if (name == "mathrm") return "<mi mathvariant=\"normal\">" + words() + "</mi>";
    if (name == "sum") return "<mo>∑</mo>";
    if (name == "begin") return cases();
    if (name == "left") {
      const std::string open(1, text_.at(at_++));
      const std::string within = row();
      expect("\\right");
      const std::string close(1, text_.at(at_++));
      return "<mrow><mo>" + open + "</mo>" + within + "<mo>" + close + "</mo></mrow>";
    }
    if (const Sign* sign = find(letters_of_greek, name)) return element("mi", sign->text);
    if (const Sign* sign = find(operators, name))
      return "<mo stretchy=\"false\">" + std::string(sign->text) + "</mo>";
    if (const Sign* sign = find(spaces, name))
      return "<mspace width=\"" + std::string(sign->text) + "\"></mspace>";
    if (std::find(std::begin(functions), std::end(functions), name) != std::end(functions))
      return element("mi", name) + "<mspace width=\"0.1em\"></mspace>";
    unknown('\\' + name);
  }

  std::string scripted() {
    const bool limits = block_ && (text_.substr(at_).starts_with("\\sum") ||
                                   text_.substr(at_).starts_with("\\max_"));
    std::string base = atom(), below, above;
    if (limits && base.starts_with("<mi>max")) base = "<mi>max</mi>";
    while (!done() && (text_[at_] == '_' || text_[at_] == '^')) {
      std::string& script = text_[at_] == '_' ? below : above;
      ++at_;
      script = group();
    }
    if (below.empty() && above.empty()) return base;
    const std::string kind = limits ? "under" : "sub", top = limits ? "over" : "sup";
    if (above.empty()) return element('m' + kind, base + below);
    if (below.empty()) return element('m' + top, base + above);
    return element('m' + kind + top, base + below + above);
  }

  std::string_view text_;
  bool block_;
  std::size_t at_ = 0;
};

}  // namespace

std::string to_mathml(std::string_view latex, bool block) {
  return std::string("<math") + (block ? " display=\"block\">" : ">") +
         Converter(latex, block).all() + "</math>";
}
