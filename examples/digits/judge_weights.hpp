#pragma once

#include <cstdint>
#include <span>

/// The bytes of judge/judge.safetensors.
std::span<const std::uint8_t> judge_weights();
