#pragma once

#include "console/text.hpp"

/// What `train --find-rate` says, once a language. {} stands for a value.
struct RateTexts {
  const char* tried;
  const char* suggested;
  const char* diverged;
  const char* none;
  const char* learning_rate;
  const char* loss;
  const char* smoothed_loss;
  const char* suggestion;
};

inline constexpr RateTexts english_rate{
    .tried = "Tried {} learning rates, from {} to {}: {}, batches of {}",
    .suggested = "suggested: --learning-rate {}, where the loss falls fastest",
    .diverged = "training diverges at {}, {} times as much",
    .none = "the loss falls at none of these learning rates",
    .learning_rate = "learning rate",
    .loss = "loss of a batch",
    .smoothed_loss = "smoothed",
    .suggestion = "suggested",
};

inline constexpr RateTexts indonesian_rate{
    .tried = "{} laju pembelajaran dicoba, dari {} sampai {}: {}, {} citra per langkah",
    .suggested = "disarankan: --learning-rate {}, tempat loss turun paling cepat",
    .diverged = "pelatihan divergen pada {}, {} kali lipatnya",
    .none = "loss tidak turun pada satu pun laju pembelajaran ini",
    .learning_rate = "laju pembelajaran",
    .loss = "loss satu batch",
    .smoothed_loss = "dihaluskan",
    .suggestion = "disarankan",
};

inline const RateTexts& rate_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_rate : english_rate;
}
