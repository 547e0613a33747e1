#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <dlib/dnn.h>

#include "peer.hpp"

namespace {

template <int Filters, int Kernel, int Padding, class Below>
using convolution =
    dlib::max_pool<2, 2, 2, 2,
                   dlib::relu<dlib::add_layer<
                       dlib::con_<Filters, Kernel, Kernel, 1, 1, Padding, Padding>, Below>>>;
using image = dlib::input<dlib::matrix<float>>;

// The nets of compare.py.
using LeNet5 = dlib::loss_multiclass_log<dlib::fc<
    10, dlib::relu<dlib::fc<
            84, dlib::relu<dlib::fc<120, convolution<16, 5, 0, convolution<6, 5, 2, image>>>>>>>>;
using Small = dlib::loss_multiclass_log<
    dlib::fc<10, dlib::relu<dlib::fc<128, convolution<64, 3, 1, convolution<32, 3, 1, image>>>>>>;

template <class Net>
int run(const Task& task) {
  Net net;
  std::vector<dlib::sgd> solvers;
  const std::vector<unsigned long> labels(task.labels.begin(), task.labels.end());
  const auto images = [&](int count) {
    const std::vector<dlib::matrix<float>> blank(static_cast<std::size_t>(count),
                                                 dlib::zeros_matrix<float>(Task::side, Task::side));
    dlib::resizable_tensor tensor;
    net.to_tensor(blank.begin(), blank.end(), tensor);
    std::copy_n(task.images.data(), tensor.size(), tensor.host());
    return tensor;
  };
  const dlib::resizable_tensor batch = images(task.batch());
  std::map<int, dlib::resizable_tensor> asked;
  // A layer's parameters exist once the first image has gone through it.
  net.subnet().forward(batch);

  Peer peer{.name = "dlib", .version = "19.24"};
  peer.load = [&] {
    std::vector<dlib::tensor*> parameters;
    dlib::visit_layer_parameters(net, [&](dlib::tensor& tensor) {
      if (tensor.size() > 0) parameters.push_back(&tensor);
    });
    const float* from = task.weights.data();
    for (std::size_t l = 0; l < task.layers.size(); ++l) {
      float* to = parameters[parameters.size() - 1 - l]->host();
      const auto outputs = static_cast<std::size_t>(task.layers[l].outputs);
      const std::size_t size = parameters[parameters.size() - 1 - l]->size();
      const std::size_t inputs = size / outputs - 1;
      if (task.layers[l].kernel > 0) {
        std::copy_n(from, size, to);
      } else {
        for (std::size_t o = 0; o < outputs; ++o)
          for (std::size_t i = 0; i < inputs; ++i) to[i * outputs + o] = from[o * inputs + i];
        std::copy_n(from + inputs * outputs, outputs, to + inputs * outputs);
      }
      from += size;
    }
    solvers.assign(Net::num_computational_layers, dlib::sgd(0, momentum));
  };
  peer.train = [&](float rate) {
    const double loss = net.compute_parameter_gradients(batch, labels.begin());
    net.update_parameters(solvers, rate);
    return static_cast<float>(loss);
  };
  peer.predict = [&](int count, float* logits) {
    if (!asked.contains(count)) asked[count] = images(count);
    const dlib::tensor& output = net.subnet().forward(asked[count]);
    std::copy_n(output.host(), count * Task::classes, logits);
  };
  return serve(task, peer);
}

}  // namespace

int main(int, char** arguments) {
  const Task task = read_task(arguments);
  return task.net == "lenet5" ? run<LeNet5>(task) : run<Small>(task);
}
