#pragma once

#include <angka/core/dataset.hpp>

// Writes images to the working folder, and reads them again.
angka::Dataset written_and_read();
