#pragma once

#include <angka/reading/reader.hpp>
#include <span>
#include <vector>

/// The program's own networks of eleven classes: which digit each glimpse shows, or none. Their
/// weights (ink.safetensors, glimpse.safetensors) are part of the program.
std::vector<angka::Judgement> judge(std::span<const angka::Glimpse> glimpses);

/// How likely each image of 28 x 28 shows each of the ten digits, image by image: what a third
/// network (name.safetensors) says of the digits that were found.
std::vector<float> name_digits(std::span<const angka::ReadDigit> digits);
