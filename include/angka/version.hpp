#pragma once

/// The library's semantic version; the build takes it from here.
#define ANGKA_VERSION "0.1.0"
