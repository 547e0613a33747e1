#pragma once

// Networks, training and evaluation. Needs Eigen alone; loaders of data and files of weights are
// in angka/data/ and angka/io/.

#include <angka/layers/layers.hpp>
#include <angka/losses/binary_cross_entropy.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/mean_squared_error.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/network/inputs.hpp>
#include <angka/network/network.hpp>
#include <angka/network/summary.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/optimizers/sgd.hpp>
#include <angka/training/model.hpp>
