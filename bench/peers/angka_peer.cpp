#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <angka/angka.hpp>
#include <angka/io/onnx.hpp>

#include "../support/fma_limit.hpp"
#include "../support/net_work.hpp"
#include "../support/nets.hpp"
#include "peer.hpp"

namespace {

using namespace angka;

// `small` without its dropout, so that everybody computes the same; also without Winograd.
template <class... Modifiers>
using SmallNet =
    Network<Input<1, 28, 28>, Conv2D<32, 3, Same, Modifiers...>, ReLU, MaxPool2D<2>,
            Conv2D<64, 3, Same, Modifiers...>, ReLU, MaxPool2D<2>, Dense<128>, ReLU, Dense<10>>;
static_assert(SmallNet<>::parameter_count == Small::parameter_count);

template <class Net>
void take_weights(Net& net, const std::vector<float>& weights) {
  std::vector<NamedTensor> tensors = net.export_tensors();
  auto next = weights.begin();
  for (NamedTensor& tensor : tensors)
    for (float& value : tensor.values) value = *next++;
  net.import_tensors(tensors);
}

template <class Net>
int run(const Task& task, const std::string& name = "angka") {
  Net net;
  ThreadPool pool(task.threads);
  Trainer<Net, SGD> trainer(net, pool, task.batch(), SGD{.momentum = momentum});
  Predictor<Net> predictor(net, pool);
  const auto trained = task.images.begin() + task.batch() * Task::pixels;
  const Batch batch({task.images.begin(), trained}, {task.labels.begin(), task.labels.end()});
  const Batch asked(task.images, std::vector<int>(static_cast<std::size_t>(task.count())));
  take_weights(net, task.weights);
  save_onnx(task.folder + "/net.onnx", net, {}, 1);  // for peers that read such
  Peer peer{.name = name,
            .version = std::to_string(Lanes<float>::count) + " lanes, compiled by " ANGKA_COMPILER};
  peer.load = [&] {
    take_weights(net, task.weights);
    trainer.reset();
  };
  peer.train = [&](float rate) { return static_cast<float>(trainer.step(batch, rate)); };
  peer.predict = [&](int images, float* logits) { predictor.run(asked, images, logits); };
  peer.notes = [] { return std::string(net_uses_winograd<Net>() ? "convolutions: Winograd" : ""); };
  peer.fma_limit = [&] { return fma_limit(pool); };
  return serve(task, peer);
}

}  // namespace

/// NET THREADS FOLDER [direct]
int main(int count, char** arguments) {
  const Task task = read_task(arguments);
  if (task.net == "lenet5") return run<LeNet5>(task);
  return count > 4 ? run<SmallNet<Direct>>(task, "angka (direct)") : run<SmallNet<>>(task);
}
