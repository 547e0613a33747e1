#pragma once

#include <cstdint>
#include <span>

/// The bytes of ink.safetensors, glimpse.safetensors and name.safetensors.
std::span<const std::uint8_t> ink_weights();
std::span<const std::uint8_t> glimpse_weights();
std::span<const std::uint8_t> name_weights();
