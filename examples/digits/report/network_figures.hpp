#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/io/description.hpp>

#include "document.hpp"
#include "figures_text.hpp"
#include "nets/classifier.hpp"
#include "pictures.hpp"

// What a trained network looks for. Positive numbers are red, negative ones blue.

/// The filters of a network that begins with a convolution; nothing of another. Only the first of
/// their channels is shown.
std::optional<Figure> filters_figure(const char* name, const std::string& caption,
                                     const angka::NetworkDescription& network);

/// Images, and what the first filters make of them; nothing of a network that begins otherwise.
std::optional<Figure> feature_maps_figure(const char* name, const std::string& caption,
                                          const angka::NetworkDescription& network,
                                          const angka::DataView& data,
                                          std::span<const std::uint32_t> shown);
/// How many of a convolution's filters such a figure shows.
inline constexpr int most_maps = 10;

/// Where an image's pixels matter: by how much the probability of what it is read as falls if a
/// square of `side` pixels around each is covered with black. Row by row; a pixel that helps is
/// above 0.
///
/// Source: Zeiler and Fergus: Visualizing and understanding convolutional networks (ECCV 2014).
std::vector<float> occlusion(const Classifier& classifier, const angka::DataView& data,
                             std::size_t image, int read, int side = 5);

/// Images, and where they matter for what they are read as, by occlusion and by Grad-CAM: those
/// that are read rightly above, those that aren't below. There is at least one.
Figure evidence_figure(const char* name, const std::string& caption, const Classifier& classifier,
                       const angka::DataView& data, const std::vector<std::string>& classes,
                       std::span<const Mistake> right, std::span<const Mistake> wrong,
                       const FigureTexts& texts);

/// A point for each image, alike ones beside each other: the two principal components of the
/// network's outputs before softmax, which are known from the `probabilities` but for a number that
/// all of an image have in common; they are taken from their mean.
Figure embedding_figure(const char* name, const std::string& caption, const angka::DataView& data,
                        const std::vector<std::string>& classes,
                        std::span<const float> probabilities, const FigureTexts& texts);
