#pragma once
#include <angka/losses/other.hpp>
