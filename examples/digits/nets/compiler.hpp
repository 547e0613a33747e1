#pragma once

extern const char* const compiler_path;
extern const char* const compiler_flags;
extern const char* const compiler_options;
extern const char* const compiler_definitions;
extern const char* const compiler_includes;
extern const char* const compiler_headers;  ///< their `headers_fingerprint`
