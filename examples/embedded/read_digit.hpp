#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// The digit on 28 x 28 pixels, row by row, 0 the ground and 255 the ink; `outputs`, if not null,
/// takes the network's ten numbers. Uses static storage alone: one call at a time.
int read_digit(const unsigned char* pixels, float* outputs);

#ifdef __cplusplus
}
#endif
