#include <angka/angka.hpp>
#include <string>
#include <vector>

#include "../../tests/formula.hpp"
#include "../support/fma_limit.hpp"
#include "../support/net_work.hpp"
#include "peer.hpp"
#include STEP_HEADER

/// NET THREADS - IMAGES: training steps of a network, as pytorch_step.py makes them.
int main(int, char** arguments) {
  using namespace angka;
  using Measured = STEP_NET;
  const auto images = static_cast<std::size_t>(std::stoi(arguments[4]));
  const Task task{.net = arguments[1], .threads = std::stoi(arguments[2])};
  Measured net;
  net.for_each_layer([](auto& layer) {
    if constexpr (requires { layer.rate; }) layer.rate = 0;  // everybody computes the same
  });
  ThreadPool pool(task.threads);
  Trainer<Measured, SGD, MeanSquaredError> trainer(net, pool, static_cast<int>(images),
                                                   SGD{.momentum = momentum});
  const Batch batch(images, formula::values(1000, images * std::size_t{Measured::input.size()}),
                    formula::values(1001, images * Measured::outputs));
  Peer peer{.name = "angka",
            .version = std::to_string(Lanes<float>::count) + " lanes, compiled by " ANGKA_COMPILER};
  peer.load = [&] {
    formula::set_parameters(net);
    trainer.reset();
  };
  peer.train = [&](float rate) { return static_cast<float>(trainer.step(batch, rate)); };
  peer.notes = [] {
    return std::to_string(Measured::parameter_count) + ' ' +
           std::to_string(multiply_adds<Measured>(true)) +
           (net_uses_winograd<Measured>() ? " Winograd" : "");
  };
  peer.fma_limit = [&] { return fma_limit(pool); };
  return serve(task, peer);
}
