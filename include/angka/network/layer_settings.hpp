#pragma once

// The settings of all layers of a list, by the names that files give them.

#include <angka/core/errors.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/layers/settings.hpp>
#include <angka/network/position.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// Calls visit("position.name", setting) for each setting of all layers.
template <class List, class Visit>
void each_setting_of_all(List& layers, Visit&& visit) {
  for_each_layer(layers, At<>{}, [&](auto& layer, auto position) {
    each_setting(layer, [&](const char* name, auto& setting) {
      visit(position_name(position) + '.' + name, setting);
    });
  });
}

/// Raises a SettingError where a layer's settings can't be used.
template <class List>
void check_layers(const List& layers) {
  for_each_layer(layers, At<>{}, [](const auto& layer, auto) {
    if constexpr (requires { layer.check(); }) layer.check();
  });
}

template <class List>
std::vector<NamedSetting> settings_of(const List& layers) {
  std::vector<NamedSetting> all;
  each_setting_of_all(layers, [&](std::string name, const auto& setting) {
    all.push_back({std::move(name), setting_value(setting)});
  });
  return all;
}

/// The layers with these settings; those that aren't named stay. Raises a SettingError where there
/// is none of a name or a value can't be used.
template <class List>
List with_settings(List layers, std::span<const NamedSetting> named) {
  std::vector<bool> taken(named.size());
  each_setting_of_all(layers, [&](const std::string& name, auto& setting) {
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (named[i].name != name) continue;
      set_setting(setting, name, named[i].value);
      taken[i] = true;
    }
  });
  for (std::size_t i = 0; i < named.size(); ++i)
    if (!taken[i])
      raise(SettingError("setting " + named[i].name + ": the network has none of that name"));
  check_layers(layers);
  return layers;
}

}  // namespace angka::inline ANGKA_ISA::detail
