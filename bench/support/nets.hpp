#pragma once

// The nets of the digit classifier: LeNet5, Small, ResidualNet.
#include "../../examples/digits/nets/nets.hpp"
