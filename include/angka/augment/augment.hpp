#pragma once

// Augmentation: new versions of images, made while training.

#include <angka/augment/augmentation.hpp>
#include <angka/augment/blur.hpp>
#include <angka/augment/brightness.hpp>
#include <angka/augment/contrast.hpp>
#include <angka/augment/elastic.hpp>
#include <angka/augment/erasing.hpp>
#include <angka/augment/gamma.hpp>
#include <angka/augment/gaussian_noise.hpp>
#include <angka/augment/grid_distortion.hpp>
#include <angka/augment/invert.hpp>
#include <angka/augment/outline.hpp>
#include <angka/augment/pen_thickness.hpp>
#include <angka/augment/perspective.hpp>
#include <angka/augment/pipeline.hpp>
#include <angka/augment/rotate.hpp>
#include <angka/augment/salt_and_pepper.hpp>
#include <angka/augment/scratches.hpp>
#include <angka/augment/shade.hpp>
#include <angka/augment/shear.hpp>
#include <angka/augment/shift.hpp>
#include <angka/augment/stretch.hpp>
#include <angka/augment/stripe.hpp>
#include <angka/augment/zoom.hpp>
