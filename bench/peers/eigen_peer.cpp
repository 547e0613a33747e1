#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <omp.h>
#if defined(__GNUC__) && !defined(__clang__)
// GCC 11 and 12 warn inside their own AVX-512 header (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <Eigen/Core>

#include "peer.hpp"

namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using View = Eigen::Map<Matrix>;
using ConstView = Eigen::Map<const Matrix>;

/// A layer with its parameters and what it computes, image after image.
struct Layer {
  LayerShape shape{};
  int channels = 1, in = 1, out = 1;  ///< of the input; sides of input and output
  Matrix weight{}, weight_gradient{}, weight_velocity{};
  Eigen::RowVectorXf bias{}, bias_gradient{}, bias_velocity{};
  Matrix output{};             ///< a row an image; of a convolution after ReLU and pooling
  Matrix slope{};              ///< the gradient by `output`
  std::vector<int> largest{};  ///< for each pooled value, where in the convolution's output it was
  bool rectified = true;

  int inputs() const { return channels * in * in; }
  int window() const { return channels * shape.kernel * shape.kernel; }
  int pixels() const { return out * out; }
  int outputs() const {
    return shape.kernel ? shape.outputs * (out / 2) * (out / 2) : shape.outputs;
  }

  /// Calls visit(row of the window, pixel, place in the image or -1 outside).
  template <class Visit>
  void for_each_tap(Visit&& visit) const {
    const int k = shape.kernel;
    for (int row = 0; row < window(); ++row) {
      const int c = row / (k * k), u = row / k % k, v = row % k;
      for (int y = 0; y < out; ++y)
        for (int x = 0; x < out; ++x) {
          const int r = y + u - shape.padding, q = x + v - shape.padding;
          const bool inside = r >= 0 && r < in && q >= 0 && q < in;
          visit(row, y * out + x, inside ? (c * in + r) * in + q : -1);
        }
    }
  }
  void im2col(const float* image, Matrix& columns) const {
    columns.resize(window(), pixels());
    for_each_tap([&](int row, int pixel, int place) {
      columns(row, pixel) = place < 0 ? 0.0f : image[place];
    });
  }
  void col2im(const Matrix& columns, float* image) const {
    std::fill_n(image, inputs(), 0.0f);
    for_each_tap([&](int row, int pixel, int place) {
      if (place >= 0) image[place] += columns(row, pixel);
    });
  }
};

/// The usual baseline: convolution as im2col and one product of matrices an image, dense layers as
/// one product a batch, on Eigen's GEMM. Threads share the images.
class Net {
 public:
  explicit Net(const Task& task) : task_(&task) {
    int channels = 1, side = Task::side;
    for (const LayerShape& shape : task.layers) {
      Layer layer{.shape = shape, .channels = channels, .in = side};
      if (shape.kernel) layer.out = side + 2 * shape.padding - shape.kernel + 1;
      const int fan_in = shape.kernel ? layer.window() : layer.inputs();
      layer.weight = layer.weight_gradient = layer.weight_velocity =
          Matrix::Zero(shape.outputs, fan_in);
      layer.bias = layer.bias_gradient = layer.bias_velocity =
          Eigen::RowVectorXf::Zero(shape.outputs);
      layer.output = Matrix::Zero(task.count(), layer.outputs());
      layer.slope = Matrix::Zero(task.batch(), layer.outputs());
      if (shape.kernel)
        layer.largest.resize(static_cast<std::size_t>(task.count() * layer.outputs()));
      channels = shape.outputs;
      side = shape.kernel ? layer.out / 2 : 1;
      layers_.push_back(std::move(layer));
    }
    layers_.back().rectified = false;
    scratch_.resize(static_cast<std::size_t>(task.threads));
  }

  void load() {
    const float* from = task_->weights.data();
    for (Layer& layer : layers_) {
      std::copy_n(from, layer.weight.size(), layer.weight.data());
      from += layer.weight.size();
      std::copy_n(from, layer.bias.size(), layer.bias.data());
      from += layer.bias.size();
      layer.weight_velocity.setZero();
      layer.bias_velocity.setZero();
    }
  }

  const Matrix& forward(int images) {
    const float* input = task_->images.data();
    for (Layer& layer : layers_) {
      if (layer.shape.kernel) {
#pragma omp parallel for
        for (int i = 0; i < images; ++i) convolve(layer, input, i);
      } else {
        auto output = layer.output.topRows(images);
        output.noalias() = ConstView(input, images, layer.inputs()) * layer.weight.transpose();
        output.rowwise() += layer.bias;
        if (layer.rectified) output = output.cwiseMax(0.0f);
      }
      input = layer.output.data();
    }
    return layers_.back().output;
  }

  float train(float rate) {
    const int images = task_->batch();
    forward(images);
    float loss = 0;
    for (int i = 0; i < images; ++i) {
      const int label = task_->labels[static_cast<std::size_t>(i)];
      const auto logits = layers_.back().output.row(i).array();
      auto slope = layers_.back().slope.row(i).array();
      const float top = logits.maxCoeff();
      slope = (logits - top).exp();
      const float sum = slope.sum();
      loss += std::log(sum) + top - logits(label);
      slope /= sum * static_cast<float>(images);
      slope(label) -= 1.0f / static_cast<float>(images);
    }
    for (std::size_t l = layers_.size(); l-- > 0;) backward(l);
    for (Layer& layer : layers_) {
      layer.weight_velocity = momentum * layer.weight_velocity + layer.weight_gradient;
      layer.weight -= rate * layer.weight_velocity;
      layer.bias_velocity = momentum * layer.bias_velocity + layer.bias_gradient;
      layer.bias -= rate * layer.bias_velocity;
    }
    return loss / static_cast<float>(images);
  }

 private:
  /// What a thread needs for itself.
  struct Scratch {
    Matrix columns{}, values{}, weight_gradient{};
    Eigen::RowVectorXf bias_gradient{};
  };
  Scratch& scratch() { return scratch_[static_cast<std::size_t>(omp_get_thread_num())]; }

  void convolve(Layer& layer, const float* input, int image) {
    Scratch& own = scratch();
    layer.im2col(input + image * layer.inputs(), own.columns);
    own.values.noalias() = layer.weight * own.columns;
    const int half = layer.out / 2;
    int* largest = layer.largest.data() + image * layer.outputs();
    float* to = layer.output.row(image).data();
    for (int c = 0, at = 0; c < layer.shape.outputs; ++c)
      for (int y = 0; y < half; ++y)
        for (int x = 0; x < half; ++x, ++at) {
          const float* values = own.values.row(c).data();
          int best = 2 * y * layer.out + 2 * x;
          for (const int other : {best + 1, best + layer.out, best + layer.out + 1})
            if (values[other] > values[best]) best = other;
          largest[at] = c * layer.pixels() + best;
          to[at] = std::max(0.0f, values[best] + layer.bias(c));
        }
  }

  void backward(std::size_t l) {
    Layer& layer = layers_[l];
    const int images = task_->batch();
    const float* input = l == 0 ? task_->images.data() : layers_[l - 1].output.data();
    Matrix* by_input = l == 0 ? nullptr : &layers_[l - 1].slope;
    if (layer.rectified)
      layer.slope = (layer.output.topRows(images).array() > 0)
                        .select(layer.slope.array(), 0.0f)
                        .matrix();
    if (layer.shape.kernel == 0) {
      layer.weight_gradient.noalias() =
          layer.slope.transpose() * ConstView(input, images, layer.inputs());
      layer.bias_gradient = layer.slope.colwise().sum();
      if (by_input) by_input->noalias() = layer.slope * layer.weight;
      return;
    }
    for (Scratch& own : scratch_) {
      own.weight_gradient.setZero(layer.shape.outputs, layer.window());
      own.bias_gradient.setZero(layer.shape.outputs);
    }
#pragma omp parallel for
    for (int i = 0; i < images; ++i) {
      Scratch& own = scratch();
      own.values.setZero(layer.shape.outputs, layer.pixels());
      const int* largest = layer.largest.data() + i * layer.outputs();
      for (int at = 0; at < layer.outputs(); ++at)
        own.values.data()[largest[at]] = layer.slope(i, at);
      layer.im2col(input + i * layer.inputs(), own.columns);
      own.weight_gradient.noalias() += own.values * own.columns.transpose();
      own.bias_gradient += own.values.rowwise().sum();
      if (by_input) {
        own.columns.noalias() = layer.weight.transpose() * own.values;
        layer.col2im(own.columns, by_input->row(i).data());
      }
    }
    layer.weight_gradient.setZero();
    layer.bias_gradient.setZero();
    for (const Scratch& own : scratch_) {
      layer.weight_gradient += own.weight_gradient;
      layer.bias_gradient += own.bias_gradient;
    }
  }

  const Task* task_;
  std::vector<Layer> layers_;
  std::vector<Scratch> scratch_;
};

}  // namespace

int main(int, char** arguments) {
  const Task task = read_task(arguments);
  omp_set_num_threads(task.threads);
  Eigen::setNbThreads(task.threads);
  Net net(task);
  Peer peer{.name = "im2col, Eigen's GEMM",
            .version = std::to_string(EIGEN_WORLD_VERSION) + '.' +
                       std::to_string(EIGEN_MAJOR_VERSION) + '.' +
                       std::to_string(EIGEN_MINOR_VERSION)};
  peer.load = [&] { net.load(); };
  peer.train = [&](float rate) { return net.train(rate); };
  peer.predict = [&](int images, float* logits) {
    std::copy_n(net.forward(images).data(), images * Task::classes, logits);
  };
  return serve(task, peer);
}
