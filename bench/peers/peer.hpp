#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

// What every peer is told, and how compare.py talks with it: one process a peer, one line a request
// on its standard input, one line an answer, `-` to what it can't do:
//   name                   name, tab, version
//   notes                  which kernels it took, if it tells
//   load                   takes the task's weights, momentum 0
//   logits IMAGES          of the first images
//   steps COUNT            that many training steps on the batch; the last one's loss
//   training-step SECONDS  the best time of a step: by the clock, and of the processor
//   predict IMAGES SECONDS the same of a prediction of the first images
//   fma-limit              GFLOP/s

/// One layer of a net, with what follows it: a convolution with ReLU and 2 x 2 max pooling, or
/// (kernel 0) a dense layer with ReLU, the last one without.
struct LayerShape {
  int outputs = 0;
  int kernel = 0;
  int padding = 0;
};

/// The net, its initial weights, images, and labels of the first ones, which are the batch to learn
/// from: the same for all peers.
struct Task {
  std::string net{}, folder{};
  int threads = 1;
  std::vector<LayerShape> layers{};
  std::vector<float> weights{};  ///< weight, bias, weight, bias, ... in PyTorch's order
  std::vector<float> images{};   ///< image after image, 28 x 28
  std::vector<std::int32_t> labels{};

  static constexpr int side = 28, pixels = side * side, classes = 10;
  int batch() const { return static_cast<int>(labels.size()); }
  int count() const { return static_cast<int>(images.size()) / pixels; }
};

/// The learning rate of a step: constant, with momentum 0.9.
inline constexpr float momentum = 0.9f;

/// What a peer can do.
struct Peer {
  std::string name{}, version{};
  std::function<void()> load{};         ///< takes the task's weights, momentum 0
  std::function<float(float)> train{};  ///< one step on the batch at a learning rate; its loss
  std::function<void(int, float*)> predict{};  ///< the logits of the first images
  std::function<std::string()> notes = [] { return std::string(); };
  std::function<double()> fma_limit{};  ///< GFLOP/s, if the peer measures it
};

template <class T>
std::vector<T> read_values(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  std::vector<T> values(bytes.size() / sizeof(T));
  std::copy_n(bytes.data(), values.size() * sizeof(T), reinterpret_cast<char*>(values.data()));
  return values;
}

/// The task that the command line names: NET THREADS FOLDER.
inline Task read_task(char** arguments) {
  Task task{.net = arguments[1], .folder = arguments[3], .threads = std::stoi(arguments[2])};
  const std::string& folder = task.folder;
  std::ifstream layers(folder + "/layers");
  for (LayerShape layer; layers >> layer.outputs >> layer.kernel >> layer.padding;)
    task.layers.push_back(layer);
  task.weights = read_values<float>(folder + "/weights");
  task.images = read_values<float>(folder + "/images");
  task.labels = read_values<std::int32_t>(folder + "/labels");
  return task;
}

/// The best time of one call within `seconds`: by the clock, and of the process's threads together.
template <class Work>
std::string measure(double seconds, Work&& work) {
  using Clock = std::chrono::steady_clock;
  const auto cpu = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const auto since = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  work();
  double best = 1e9, best_cpu = 1e9;
  for (const auto begin = Clock::now(); since(begin) < seconds;) {
    const double cpu_begin = cpu();
    const auto call_begin = Clock::now();
    work();
    best = std::min(best, since(call_begin));
    best_cpu = std::min(best_cpu, cpu() - cpu_begin);
  }
  std::ostringstream text;
  text.precision(9);
  text << best << ' ' << best_cpu;
  return text.str();
}

/// Answers requests until standard input ends.
inline int serve(const Task& task, const Peer& peer) {
  std::vector<float> logits(static_cast<std::size_t>(task.count() * Task::classes));
  std::cout.precision(9);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string request;
    double number = 0, seconds = 0;
    words >> request >> number >> seconds;
    const int images = static_cast<int>(number);
    if (request == "name") {
      std::cout << peer.name << '\t' << peer.version;
    } else if (request == "notes") {
      std::cout << peer.notes();
    } else if (request == "load") {
      peer.load();
    } else if (request == "logits") {
      peer.predict(images, logits.data());
      for (int i = 0; i < images * Task::classes; ++i)
        std::cout << logits[static_cast<std::size_t>(i)] << ' ';
    } else if (request == "steps") {
      float loss = 0;
      for (int step = 0; step < static_cast<int>(number); ++step) loss = peer.train(0.01f);
      std::cout << loss;
    } else if (request == "training-step") {
      // A tiny rate: the weights stay where they are, so that every step is the same work.
      std::cout << measure(number, [&] { peer.train(1e-6f); });
    } else if (request == "predict") {
      std::cout << measure(seconds, [&] { peer.predict(images, logits.data()); });
    } else if (request == "fma-limit" && peer.fma_limit) {
      std::cout << peer.fma_limit();
    } else {
      std::cout << '-';
    }
    std::cout << std::endl;
  }
  return 0;
}
