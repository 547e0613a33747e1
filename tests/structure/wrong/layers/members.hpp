#pragma once

struct Options {
  int rate;
  int count = 0;
};
