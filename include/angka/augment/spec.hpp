#pragma once

#include <algorithm>
#include <angka/augment/digit_augmentation.hpp>
#include <angka/augment/range.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/number.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace angka::inline ANGKA_ISA {
namespace detail {

/// A setting that a specification can name: an operation's strength or a further one.
template <class O, class S, class M>
struct SpecEntry {
  const char* key;
  S O::*strength;
  M O::*member;
  bool further;
};
template <class O, class S>
constexpr SpecEntry<O, S, S> entry(const char* key, S O::*strength) {
  return {key, strength, strength, false};
}
template <class O, class S, class M>
constexpr SpecEntry<O, S, M> entry(const char* key, S O::*strength, M O::*member) {
  return {key, strength, member, true};
}

/// Calls visit(entry) for all of them.
template <class Visit>
void each_spec_entry(Visit&& visit) {
  std::apply(
      [&](const auto&... entries) { (visit(entries), ...); },
      std::tuple(entry("rotate", &Rotate::degrees), entry("shift", &Shift::horizontal),
                 entry("shift-vertical", &Shift::horizontal, &Shift::vertical),
                 entry("zoom", &Zoom::by), entry("stretch", &Stretch::by),
                 entry("shear", &Shear::degrees), entry("perspective", &Perspective::distortion),
                 entry("elastic", &Elastic::alpha),
                 entry("elastic-sigma", &Elastic::alpha, &Elastic::sigma),
                 entry("grid", &GridDistortion::limit),
                 entry("grid-cells", &GridDistortion::limit, &GridDistortion::cells),
                 entry("thickness", &PenThickness::pixels), entry("outline", &Outline::probability),
                 entry("blur", &Blur::sigma), entry("brightness", &Brightness::by),
                 entry("contrast", &Contrast::by), entry("gamma", &Gamma::by),
                 entry("shade", &Shade::light), entry("scratches", &Scratches::count),
                 entry("scratches-width", &Scratches::count, &Scratches::width),
                 entry("noise", &GaussianNoise::deviation),
                 entry("salt-and-pepper", &SaltAndPepper::amount), entry("erasing", &Erasing::area),
                 entry("erasing-ratio", &Erasing::area, &Erasing::ratio),
                 entry("stripe", &Stripe::width), entry("invert", &Invert::probability)));
}

template <class Number>
bool read_setting(std::string_view word, Number& number) {
  return read_number(word, number);
}
inline bool read_setting(std::string_view word, Span& interval) {
  const std::size_t colon = word.find(':');
  return colon != word.npos && read_setting(word.substr(0, colon), interval.low) &&
         read_setting(word.substr(colon + 1), interval.high);
}
template <class I>
bool read_limit_or_interval(std::string_view word, I& interval) {
  float limit;
  if (!read_setting(word, limit)) return read_setting(word, static_cast<Span&>(interval));
  interval = I(double{limit});
  return true;
}
inline bool read_setting(std::string_view word, Range& range) {
  return read_limit_or_interval(word, range);
}
inline bool read_setting(std::string_view word, Amount& amount) {
  return read_limit_or_interval(word, amount);
}

template <class Number>
std::string write_setting(Number number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}
inline std::string write_setting(const Span& interval) {
  return write_setting(interval.low) + ":" + write_setting(interval.high);
}
inline std::string write_setting(const Range& range) {
  if (range == Range(double{range.high})) return write_setting(range.high);
  return write_setting(static_cast<const Span&>(range));
}
inline std::string write_setting(const Amount& amount) {
  if (amount == Amount(double{amount.high})) return write_setting(amount.high);
  return write_setting(static_cast<const Span&>(amount));
}

[[noreturn]] inline void refuse_spec(std::string_view item, const std::string& expected) {
  raise(
      SettingError("augmentation: expected " + expected + ", found \"" + std::string(item) + "\""));
}

/// Sets what `item` says, "rotate=10@0.5".
inline void set_from_spec(std::string_view item, DigitAugmentation& pipeline) {
  const std::size_t equals = std::min(item.find('='), item.size());
  const std::string_view key = item.substr(0, equals);
  std::string_view value = item.substr(std::min(equals + 1, item.size()));
  bool known = false;
  std::string keys = "none, light, strong";
  if (key == "choose") {
    if (!read_number(value, pipeline.choose)) refuse_spec(item, "choose=COUNT");
    return;
  }
  each_spec_entry([&]<class O, class S, class M>(const SpecEntry<O, S, M>& named) {
    keys += std::string(", ") + named.key;
    if (key != named.key) return;
    known = true;
    O& operation = pipeline.get<O>();
    const std::string form = std::string(key) + (std::is_same_v<Span, M> ? "=LOW:HIGH" : "=NUMBER");
    if (!named.further) {
      S setting{};
      float probability = 1;
      const std::size_t at = std::min(value.find('@'), value.size());
      if (at < value.size() && !read_setting(value.substr(at + 1), probability))
        refuse_spec(item, "a probability after @");
      if (!read_setting(value.substr(0, at), setting))
        refuse_spec(item, form + " or " + form + "@PROBABILITY");
      operation = O{setting};
      if (at < value.size()) operation.probability = probability;
    } else {
      if (operation.off())
        refuse_spec(item, std::string(key.substr(0, key.find('-'))) + "=... before it");
      if (!read_setting(value, operation.*named.member)) refuse_spec(item, form);
    }
  });
  if (!known) refuse_spec(item, "one of " + keys + ", choose");
}

}  // namespace detail

/// The pipeline that a specification on a command line stands for: "none", "light", "strong", or
/// settings behind it or alone, as in "rotate=10,shift=0.1,elastic=34,elastic-sigma=4".
///
/// A strength is a number or LOW:HIGH, with `@` and a probability behind it where not every image
/// gets it; "choose=2" takes two of them for each image. Names and ranges are those of the operations.
/// Errors: SettingError.
/// Example: `to_string(parse_augmentation("rotate=10,shift=0.1")) == "rotate=10,shift=0.1"`
inline DigitAugmentation parse_augmentation(std::string_view spec) {
  DigitAugmentation pipeline;
  std::vector<std::string_view> keys;
  for (std::size_t begin = 0; begin <= spec.size();) {
    const std::size_t end = std::min(spec.find(',', begin), spec.size());
    const std::string_view item = spec.substr(begin, end - begin);
    if (begin == 0 && item == "light") {
      pipeline = DigitAugmentation::light();
    } else if (begin == 0 && item == "strong") {
      pipeline = DigitAugmentation::strong();
    } else if (begin != 0 || item != "none") {
      const std::string_view key = item.substr(0, item.find('='));
      if (std::find(keys.begin(), keys.end(), key) != keys.end())
        detail::refuse_spec(item, std::string(key) + " once");
      keys.push_back(key);
      detail::set_from_spec(item, pipeline);
    }
    begin = end + 1;
  }
  pipeline.check();
  return pipeline;
}

/// A specification for each operation that isn't off: "rotate=10", "elastic=34,elastic-sigma=5".
inline std::vector<std::string> operation_specs(const DigitAugmentation& pipeline) {
  std::vector<std::string> specs;
  detail::each_spec_entry([&]<class O, class S, class M>(const detail::SpecEntry<O, S, M>& named) {
    const O& operation = pipeline.get<O>();
    const O usual{operation.*named.strength};
    if (operation.off() || operation.probability == 0) return;
    const std::string word = named.key + ("=" + detail::write_setting(operation.*named.member));
    if (!named.further) {
      specs.push_back(word);
      if (operation.probability != usual.probability)
        specs.back() += "@" + detail::write_setting(operation.probability);
    } else if (!(operation.*named.member == usual.*named.member)) {
      specs.back() += "," + word;
    }
  });
  return specs;
}

/// The specification of a pipeline: parse_augmentation(to_string(pipeline)) makes it again.
inline std::string to_string(const DigitAugmentation& pipeline) {
  std::string text;
  for (const std::string& spec : operation_specs(pipeline))
    text += (text.empty() ? "" : ",") + spec;
  if (!text.empty() && pipeline.choose > 0) text += ",choose=" + std::to_string(pipeline.choose);
  return text.empty() ? "none" : text;
}

}  // namespace angka::inline ANGKA_ISA
