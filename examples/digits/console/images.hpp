#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/data/pixels.hpp>

#include "text.hpp"

/// The position of image `index` of class `label`, both from 0, or the number of images if there
/// is none.
std::size_t find_image(const angka::DataView& data, int label, std::size_t index);

/// Image `i` of `data`, to draw or write.
angka::Image to_image(const angka::DataView& data, std::size_t i);

/// Prints images in characters, each two pixels high since characters are, as many abreast as 80
/// columns take, under the names of their classes.
void print_shades(const angka::Dataset& data, std::span<const std::uint32_t> shown);

/// Prints an image as a grid of its pixels' values, grey, without the margin where all are 0.
void print_pixels(const angka::DataView& data, std::size_t image, const Texts& texts);

/// The values of an image's pixels, grey, row by row.
std::vector<std::vector<int>> pixel_rows(const angka::DataView& data, std::size_t image);
