#pragma once
#include <angka/layers/sideways.hpp>
