#pragma once

// Every layer.

#include <angka/layers/activation.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/depthwise.hpp>
#include <angka/layers/dropout.hpp>
#include <angka/layers/flatten.hpp>
#include <angka/layers/one_dimension.hpp>
#include <angka/layers/pool.hpp>
#include <angka/layers/residual.hpp>
