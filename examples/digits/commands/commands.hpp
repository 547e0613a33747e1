#pragma once

#include "console/options.hpp"

// Each command returns the program's exit status, and raises errors.
int inspect(const Options& options);
int augment(const Options& options);
int train(const Options& options);
int evaluate(const Options& options);
int predict(const Options& options);
int compare(const Options& options);
int tune(const Options& options);
int experiment(const Options& options);
int export_model(const Options& options);
int import_network(const Options& options);
int report(const Options& options);
int demo(const Options& options);
