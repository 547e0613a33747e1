#pragma once

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "data.hpp"
#include "moves.hpp"

/// Writes the images as `moves` has them, a sub-folder a class (within train and test, if there is
/// a test set), and within it one a writer where writers are known, and the data's card. Files are
/// copied without what they tell besides the picture; images of other data become PNG files, named
/// after their numbers.
///
/// Raises Error where it is interrupted, FileError for a file that is gone.
void write_cleaned(const Digits& digits, const Moves& moves, const Options& options,
                   const InterruptGuard& interrupt, OutputFolder& out);

Json to_json(const Digits& digits, const Moves& moves);
