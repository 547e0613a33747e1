#pragma once

// Networks, training and evaluation. Needs Eigen alone; loaders of data and files of weights are
// in angka/data/ and angka/io/.

#include <angka/layers/activation.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/dropout.hpp>
#include <angka/layers/flatten.hpp>
#include <angka/layers/pool.hpp>
#include <angka/layers/residual.hpp>
#include <angka/losses/binary_cross_entropy.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/mean_squared_error.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/model.hpp>
#include <angka/network.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/optimizers/sgd.hpp>
#include <angka/summary.hpp>
