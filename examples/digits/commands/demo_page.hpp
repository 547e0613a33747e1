#pragma once

/// demo.html, with {{language}} and {{model}} to be replaced.
extern const char* const demo_page;
