#include <cstddef>
#include <cstring>
#include <map>
#include <set>
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
  training.set_input(task.images.data());
  std::map<int, Net> predicting;
  std::set<int> current;  // those that have the weights of `training`

  const dnnl::version_t* version = dnnl::version();
  Peer peer{.name = "oneDNN (" + how + ")",
            .version = std::to_string(version->major) + '.' + std::to_string(version->minor) + '.' +
                       std::to_string(version->patch)};
  peer.load = [&] {
    training.load(task.weights);
    current.clear();
  };
  peer.train = [&](float rate) {
    current.clear();
    return training.train(rate);
  };
  peer.predict = [&](int images, float* logits) {
    const auto [at, made] = predicting.try_emplace(images, task, images, false, convolution);
    Net& net = at->second;
    if (made) net.set_input(task.images.data());
    if (current.insert(images).second) net.load(training.weights());
    std::memcpy(logits, net.predict(),
                sizeof(float) * static_cast<std::size_t>(images * Task::classes));
  };
  peer.notes = [&] {
    std::string notes = "training:" + training.notes();
    for (const auto& [images, net] : predicting)
      notes += " | " + std::to_string(images) + ":" + net.notes();
    return notes;
  };
  return serve(task, peer);
}
