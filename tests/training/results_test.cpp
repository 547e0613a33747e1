#include <angka/training/fit.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <sstream>
#include <string>

using namespace angka;

namespace {

template <class Result>
std::string printed(const Result& result) {
  std::ostringstream out;
  out << result;
  return out.str();
}

TEST_CASE("results are printed on a line each") {
  EpochResult epoch{.epoch = 3, .loss = 0.123456, .train_accuracy = 0.97123, .seconds = 0.52};
  CHECK(printed(epoch) == "epoch 3: loss 0.1235, accuracy 97.12%, 0.5 s");
  epoch.has_validation = true;
  epoch.validation_loss = 0.13114;
  epoch.validation_accuracy = 0.968;
  CHECK(printed(epoch) ==
        "epoch 3: loss 0.1235, accuracy 97.12%, validation loss 0.1311, accuracy 96.80%, 0.5 s");
  // A regression has none.
  epoch.train_accuracy = epoch.validation_accuracy = std::numeric_limits<double>::quiet_NaN();
  CHECK(printed(epoch) == "epoch 3: loss 0.1235, validation loss 0.1311, 0.5 s");

  CHECK(printed(StepResult{.step = 12,
                           .steps = 400,
                           .epoch = 1,
                           .images = 128,
                           .loss = 2.31,
                           .gradient_norm = 1.2041,
                           .learning_rate = 1e-3}) ==
        "epoch 1, step 12 of 400: loss 2.31, gradient norm 1.204, learning rate 0.001");

  History history{.epochs = {epoch}, .seconds = 1.25};
  CHECK(printed(history) == printed(epoch) + "\ndone after 1.2 s\n");
  history.status = FitStatus::stopped;
  history.best_epoch = 1;
  CHECK(printed(history) == printed(epoch) + "\nstopped early after 1.2 s, the best epoch was 1\n");
  history = {.status = FitStatus::not_finite, .message = "epoch 1, step 2: the loss is not finite"};
  CHECK(printed(history) == "not finite after 0.0 s: epoch 1, step 2: the loss is not finite\n");
}

}  // namespace
