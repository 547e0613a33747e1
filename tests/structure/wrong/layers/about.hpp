#pragma once
#include <angka/layers/round.hpp>
