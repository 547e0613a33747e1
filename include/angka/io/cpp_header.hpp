#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/normalization.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/layers/settings.hpp>
#include <angka/network/network.hpp>
#include <angka/network/sequence.hpp>
#include <angka/network/static_network.hpp>
#include <angka/network/summary.hpp>
#include <angka/version.hpp>

namespace angka::inline ANGKA_ISA {
namespace detail {

/// A literal of this number, exactly: "true", "-3", "0.1f", "1e+300", "36893488147419103232.".
template <class Value>
std::string literal(Value value) {
  std::string text = number_text(value);
  if constexpr (!std::is_floating_point_v<Value>) return text;
  if (text.find_first_of(".e") == text.npos) text += '.';
  return std::is_same_v<Value, float> ? text + 'f' : text;
}

/// A number, or a list in braces.
inline std::string literals(const PerChannel& numbers) {
  std::string text;
  for (const float number : numbers) text += (text.empty() ? "" : ", ") + literal(number);
  return numbers.size() == 1 ? text : '{' + text + '}';
}

/// An array with these numbers and zeros up to `size`.
inline std::string array_definition(const char* name, std::span<const float> values,
                                    std::size_t size) {
  std::string text = "alignas(64) inline constexpr float " + std::string(name) + "[" +
                     std::to_string(size) + "] = {";
  std::string line;
  for (const float value : values) {
    const std::string next = literal(value) + ',';
    if (line.empty() || line.size() + next.size() > 99) {
      text += line + '\n';
      line = "   ";
    }
    line += ' ' + next;
  }
  return text + line + "};\n";
}

/// Text as comment lines, none of which a backslash could carry on into the code.
inline std::string comment(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    if (lines.empty() || lines.back() == '\n') lines += "// ";
    const bool plain = c == '\n' || (c != '\\' && static_cast<unsigned char>(c) >= 32);
    lines += plain ? c : ' ';
  }
  return text.empty() || text.back() == '\n' ? lines : lines + '\n';
}

template <int... Index>
std::string position_type(At<Index...>) {
  std::string text;
  ((text += (text.empty() ? "" : ", ") + std::to_string(Index)), ...);
  return "angka::At<" + text + ">{}";
}

}  // namespace detail

/// Writes a network as a C++ header that defines `name::network`, a StaticNetwork: whoever includes
/// it predicts with `name::network.predict(pixels, workspace)`, without heap, exceptions or files.
///
/// `name`: of the namespace, an identifier. `net`: of float. `remark` stands at the top, as a
/// comment. The header needs angka's headers and Eigen; layers of one's own must be declared before
/// it is included. An existing file is replaced whole or not at all.
///
/// Errors: SettingError for a name that is no identifier, for weights that aren't finite and for
/// settings or a normalization that can't be used; FileError.
/// Example: `save_cpp_header("digits.hpp", model.network, "digits");`
template <class Net>
void save_cpp_header(const std::filesystem::path& path, const Net& net, std::string_view name,
                     std::string_view remark = {}) {
  static_assert(std::is_same_v<typename Net::Scalar, float>, "angka: this exports float alone");
  using Static = StaticNetwork<Net>;
  using Architecture = detail::ArchitectureOf<Net>;
  const auto letter = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  if (name.empty() || !letter(name[0]) || !std::all_of(name.begin(), name.end(), part))
    raise(SettingError("a namespace can't be called '" + std::string(name) + "'"));
  net.check();
  const std::span<const float> all = net.state();
  const std::span<const float> state =
      all.subspan(Architecture::template padded_trained<float>, std::size_t{Architecture::state});
  for (const std::span<const float> values : {net.parameters(), state})
    for (const float value : values)
      if (!finite(value)) raise(SettingError("a weight of the network isn't finite"));

  std::string settings;
  detail::for_each_layer(net.layer(At<>{}), At<>{}, [&](const auto& layer, auto position) {
    detail::each_setting(layer, [&](const std::string& setting, const auto& value) {
      if (!finite(detail::setting_value(value)))
        raise(SettingError("the setting " + setting + " of layer " +
                           detail::position_name(position) + " isn't finite"));
      settings += "  net.set(" + detail::position_type(position) + ", \"" + setting + "\", " +
                  detail::literal(value) + ");\n";
    });
  });

  constexpr std::string_view begin = "angka::BasicNetwork<float, ";
  const std::string type =
      "angka::Network<" + detail::type_name<Net>("angka::").substr(begin.size());
  std::string text = "// A trained network, written by angka " ANGKA_VERSION ".\n";
  text += detail::comment(remark);
  text += "#pragma once\n\n#include <angka/network/static_network.hpp>\n\nnamespace " +
          std::string(name) + " {\n\nusing Network = angka::StaticNetwork<" + type + ">;\n\n";
  text += detail::array_definition("parameters", net.parameters(), Static::trained_size) + '\n';
  text += detail::array_definition("statistics", state, Static::state_size) + '\n';
  text += "inline constexpr Network network = [] {\n  Network net(parameters, statistics, {" +
          detail::literals(net.normalization.mean) + ", " +
          detail::literals(net.normalization.standard_deviation) + "});\n" + settings +
          "  return net;\n}();\n\n}  // namespace " + std::string(name) + "\n";
  write_file_atomically(path, text);
}

}  // namespace angka::inline ANGKA_ISA
