#pragma once
#include <angka/layers/about.hpp>
