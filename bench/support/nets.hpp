#pragma once

// The nets of the digit classifier: LeNet5, Small, ResidualNet, VGG.
#include "../../examples/digits/nets/nets.hpp"
