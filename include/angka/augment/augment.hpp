#pragma once

// Augmentation: new versions of images, made while training.

#include <angka/augment/augmentation.hpp>
#include <angka/augment/pipeline.hpp>
#include <angka/augment/rotate.hpp>
#include <angka/augment/shift.hpp>
#include <angka/augment/zoom.hpp>
