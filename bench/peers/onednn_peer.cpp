#include <cstddef>
#include <cstring>
#include <string>

#include <omp.h>

#include "onednn_net.hpp"
#include "peer.hpp"

/// NET THREADS FOLDER direct|auto|winograd
int main(int, char** arguments) {
  const Task task = read_task(arguments);
  const std::string how = arguments[4];
  const algorithm convolution = how == "direct" ? algorithm::convolution_direct
                                : how == "auto" ? algorithm::convolution_auto
                                                : algorithm::convolution_winograd;
  omp_set_num_threads(task.threads);
  // Each net has its own copy of the weights, in the layouts that it likes.
  Net training(task, task.batch(), true, convolution);
  Net batch(task, task.batch(), false, convolution);
  Net one(task, 1, false, convolution);
  for (Net* net : {&training, &batch, &one}) net->set_input(task.images.data());
  bool changed = false;

  const dnnl::version_t* version = dnnl::version();
  Peer peer{.name = "oneDNN (" + how + ")",
            .version = std::to_string(version->major) + '.' + std::to_string(version->minor) + '.' +
                       std::to_string(version->patch)};
  peer.load = [&] {
    training.load(task.weights);
    changed = true;
  };
  peer.train = [&](float rate) {
    changed = true;
    return training.train(rate);
  };
  peer.predict = [&](int images, float* logits) {
    if (changed)
      for (Net* net : {&batch, &one}) net->load(training.weights());
    changed = false;
    std::memcpy(logits, (images == 1 ? one : batch).predict(),
                sizeof(float) * static_cast<std::size_t>(images * Task::classes));
  };
  peer.notes = [&] {
    return "training:" + training.notes() + " | batch:" + batch.notes() + " | one:" + one.notes();
  };
  return serve(task, peer);
}
