#pragma once

#include <angka/reading/reader.hpp>
#include <span>
#include <vector>

/// The program's own network of eleven classes: which digit each glimpse shows, or none. Its weights
/// (ink.safetensors, glimpse.safetensors) are part of the program.
std::vector<angka::Judgement> judge(std::span<const angka::Glimpse> glimpses);
