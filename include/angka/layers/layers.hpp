#pragma once

// Every layer.

#include <angka/layers/activation.hpp>
#include <angka/layers/adaptive_pool.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/border.hpp>
#include <angka/layers/channels.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/conv_transpose.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/depthwise.hpp>
#include <angka/layers/dropout.hpp>
#include <angka/layers/feature_noise.hpp>
#include <angka/layers/flatten.hpp>
#include <angka/layers/group_norm.hpp>
#include <angka/layers/hard_activation.hpp>
#include <angka/layers/one_dimension.hpp>
#include <angka/layers/pool.hpp>
#include <angka/layers/prelu.hpp>
#include <angka/layers/reshape.hpp>
#include <angka/layers/residual.hpp>
#include <angka/layers/smooth_activation.hpp>
#include <angka/layers/upsample.hpp>
