#pragma once
#include <angka/old.hpp>
