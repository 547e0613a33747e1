#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <angka/io/description.hpp>

/// What a network computes from an image, step by step, with plain loops in double: value 0 is the
/// normalised image, value v what step v - 1 makes of it; the last one holds the logits. Raises
/// SettingError for a step that it doesn't know.
std::vector<std::vector<double>> values_by_hand(const angka::NetworkDescription& net,
                                                std::span<const std::uint8_t> image);

/// Computes the values after value `from` again, which has been changed.
void continue_by_hand(const angka::NetworkDescription& net, std::size_t from,
                      std::vector<std::vector<double>>& values);

/// The tensor of this name. Raises SettingError where there is none.
const angka::NamedTensor& tensor_of(const angka::NetworkDescription& net, const std::string& name);

/// What a step that takes numbers one by one makes of one.
double activation_by_hand(const angka::StepDescription& step, double x);
bool is_activation(const angka::StepDescription& step);
