#pragma once

// LeNet-5 with plain loops and nothing but the standard library: what a convolutional network
// computes, and how it learns, as the formulas say it. Nothing here is fast. angka computes the
// same, and tests/training/by_hand_test.cpp compares them number by number.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace by_hand {

/// Numbers with up to four indices, the last one contiguous. An image is (channel, row, column).
struct Array {
  int size[4];
  std::vector<double> values;

  explicit Array(int a, int b = 1, int c = 1, int d = 1)
      : size{a, b, c, d}, values(static_cast<std::size_t>(a * b * c * d)) {}

  double& operator()(int i, int j = 0, int k = 0, int l = 0) {
    return values[static_cast<std::size_t>(((i * size[1] + j) * size[2] + k) * size[3] + l)];
  }
  double operator()(int i, int j = 0, int k = 0, int l = 0) const {
    return const_cast<Array&>(*this)(i, j, k, l);
  }
};

/// What a layer learns: numbers, and the derivative of the loss by each of them.
struct Parameter {
  Array value, gradient, velocity;

  explicit Parameter(const Array& zeros) : value(zeros), gradient(zeros), velocity(zeros) {}
};

/// y[o, r, c] = b[o] + sum over i, u, v of w[o, i, u, v] x[i, r + u - p, c + v - p], with x = 0
/// outside the image and `padding` p.
struct Convolution {
  int inputs, outputs, kernel, padding;
  Parameter weight{Array(outputs, inputs, kernel, kernel)}, bias{Array(outputs)};

  Array forward(const Array& x) const {
    Array y(outputs, x.size[1] + 2 * padding - kernel + 1, x.size[2] + 2 * padding - kernel + 1);
    for_each_product(x, y, [&](int o, int r, int c, int i, int u, int v, int row, int column) {
      y(o, r, c) += weight.value(o, i, u, v) * x(i, row, column);
    });
    for (int o = 0; o < outputs; ++o)
      for (int r = 0; r < y.size[1]; ++r)
        for (int c = 0; c < y.size[2]; ++c) y(o, r, c) += bias.value(o);
    return y;
  }

  /// From the derivatives `dy` of the loss by y: adds those by weights and biases, returns those by
  /// x. Each product above is a path by which a number changes the loss; the chain rule adds them
  /// up.
  Array backward(const Array& x, const Array& dy) {
    Array dx(x.size[0], x.size[1], x.size[2]);
    for_each_product(x, dy, [&](int o, int r, int c, int i, int u, int v, int row, int column) {
      weight.gradient(o, i, u, v) += dy(o, r, c) * x(i, row, column);
      dx(i, row, column) += dy(o, r, c) * weight.value(o, i, u, v);
    });
    for (int o = 0; o < outputs; ++o)
      for (int r = 0; r < dy.size[1]; ++r)
        for (int c = 0; c < dy.size[2]; ++c) bias.gradient(o) += dy(o, r, c);
    return dx;
  }

 private:
  /// Visits each weight that meets a pixel of the image `x`, for each output.
  template <class Visit>
  void for_each_product(const Array& x, const Array& y, Visit visit) const {
    for (int o = 0; o < outputs; ++o)
      for (int r = 0; r < y.size[1]; ++r)
        for (int c = 0; c < y.size[2]; ++c)
          for (int i = 0; i < inputs; ++i)
            for (int u = 0; u < kernel; ++u)
              for (int v = 0; v < kernel; ++v) {
                const int row = r + u - padding, column = c + v - padding;
                if (row >= 0 && row < x.size[1] && column >= 0 && column < x.size[2])
                  visit(o, r, c, i, u, v, row, column);
              }
  }
};

/// y[o] = b[o] + sum over i of w[o, i] x[i]; an image is read channel by channel, row by row.
struct Dense {
  int inputs, outputs;
  Parameter weight{Array(outputs, inputs)}, bias{Array(outputs)};

  Array forward(const Array& x) const {
    Array y(outputs);
    for (int o = 0; o < outputs; ++o) {
      y(o) = bias.value(o);
      for (int i = 0; i < inputs; ++i) y(o) += weight.value(o, i) * at(x, i);
    }
    return y;
  }

  Array backward(const Array& x, const Array& dy) {
    Array dx = x;  // of the same shape
    std::fill(dx.values.begin(), dx.values.end(), 0);
    for (int o = 0; o < outputs; ++o) {
      bias.gradient(o) += dy(o);
      for (int i = 0; i < inputs; ++i) {
        weight.gradient(o, i) += dy(o) * at(x, i);
        dx.values[static_cast<std::size_t>(i)] += dy(o) * weight.value(o, i);
      }
    }
    return dx;
  }

 private:
  static double at(const Array& x, int i) { return x.values[static_cast<std::size_t>(i)]; }
};

/// y = max(x, 0), of each number.
inline Array relu(Array x) {
  for (double& value : x.values) value = std::max(value, 0.0);
  return x;
}
/// The slope is 1 where x > 0, else 0.
inline Array relu_backward(const Array& x, Array dy) {
  for (std::size_t i = 0; i < x.values.size(); ++i)
    if (x.values[i] <= 0) dy.values[i] = 0;
  return dy;
}

/// Calls visit(c, r, q, row, column) with the largest of each 2 x 2 pixels; the first of equals.
template <class Visit>
void for_each_maximum(const Array& x, Visit visit) {
  for (int c = 0; c < x.size[0]; ++c)
    for (int r = 0; r < x.size[1] / 2; ++r)
      for (int q = 0; q < x.size[2] / 2; ++q) {
        int row = 2 * r, column = 2 * q;
        for (int k = 1; k < 4; ++k)
          if (x(c, 2 * r + k / 2, 2 * q + k % 2) > x(c, row, column))
            row = 2 * r + k / 2, column = 2 * q + k % 2;
        visit(c, r, q, row, column);
      }
}
/// y[c, r, q] = the largest of x[c, 2r .. 2r + 1, 2q .. 2q + 1].
inline Array max_pool(const Array& x) {
  Array y(x.size[0], x.size[1] / 2, x.size[2] / 2);
  for_each_maximum(
      x, [&](int c, int r, int q, int row, int column) { y(c, r, q) = x(c, row, column); });
  return y;
}
/// Only the pixel that was the largest has changed y.
inline Array max_pool_backward(const Array& x, const Array& dy) {
  Array dx(x.size[0], x.size[1], x.size[2]);
  for_each_maximum(
      x, [&](int c, int r, int q, int row, int column) { dx(c, row, column) = dy(c, r, q); });
  return dx;
}

/// p[k] = exp(z[k]) / sum over j of exp(z[j]); without the largest z, exp stays in range.
inline Array softmax(Array z) {
  const double top = *std::max_element(z.values.begin(), z.values.end());
  double sum = 0;
  for (double& value : z.values) sum += value = std::exp(value - top);
  for (double& value : z.values) value /= sum;
  return z;
}

/// 28 x 28 pixels -> 6 x 28 x 28 -> 6 x 14 x 14 -> 16 x 10 x 10 -> 16 x 5 x 5 -> 120 -> 84 -> 10.
///
/// Source: LeCun, Bottou, Bengio, Haffner 1998, with ReLU and max pooling as is usual today.
struct LeNet5 {
  Convolution conv1{1, 6, 5, 2}, conv2{6, 16, 5, 0};
  Dense dense1{16 * 5 * 5, 120}, dense2{120, 84}, dense3{84, 10};

  std::vector<Parameter*> parameters() {
    return {&conv1.weight, &conv1.bias,    &conv2.weight, &conv2.bias,    &dense1.weight,
            &dense1.bias,  &dense2.weight, &dense2.bias,  &dense3.weight, &dense3.bias};
  }

  /// Weights at random, with a variance that keeps values from growing or fading from layer to
  /// layer (2 by the number of inputs of an output: He et al. 2015); biases 0.
  void draw(unsigned seed) {
    std::mt19937 random(seed);
    for (Parameter* weight :
         {&conv1.weight, &conv2.weight, &dense1.weight, &dense2.weight, &dense3.weight}) {
      const int* size = weight->value.size;
      std::normal_distribution<double> normal(0, std::sqrt(2.0 / (size[1] * size[2] * size[3])));
      for (double& value : weight->value.values) value = normal(random);
    }
  }

  /// The probability of each class.
  Array predict(const Array& image) const {
    const Array pooled1 = max_pool(relu(conv1.forward(image)));
    const Array pooled2 = max_pool(relu(conv2.forward(pooled1)));
    const Array hidden = relu(dense2.forward(relu(dense1.forward(pooled2))));
    return softmax(dense3.forward(hidden));
  }

  /// The loss of an image, -log p[label], times `scale`; its derivatives are added to the
  /// parameters' gradients.
  double add_gradient(const Array& image, int label, double scale) {
    // Forward, keeping what backward needs.
    const Array a1 = conv1.forward(image), r1 = relu(a1), p1 = max_pool(r1);
    const Array a2 = conv2.forward(p1), r2 = relu(a2), p2 = max_pool(r2);
    const Array a3 = dense1.forward(p2), r3 = relu(a3);
    const Array a4 = dense2.forward(r3), r4 = relu(a4);
    const Array p = softmax(dense3.forward(r4));

    // Backward. The derivative of -log p[label] by output k is p[k], less 1 at the label.
    Array d = p;
    d(label) -= 1;
    for (double& value : d.values) value *= scale;
    d = relu_backward(a4, dense3.backward(r4, d));
    d = relu_backward(a3, dense2.backward(r3, d));
    d = relu_backward(a2, max_pool_backward(r2, dense1.backward(p2, d)));
    d = relu_backward(a1, max_pool_backward(r1, conv2.backward(p1, d)));
    conv1.backward(image, d);
    return -std::log(p(label)) * scale;
  }

  /// Stochastic gradient descent with momentum: v = m v + gradient, value = value - rate v. The
  /// gradients are 0 afterwards.
  void step(double rate, double momentum) {
    for (Parameter* parameter : parameters())
      for (std::size_t i = 0; i < parameter->value.values.size(); ++i) {
        double& velocity = parameter->velocity.values[i];
        velocity = momentum * velocity + parameter->gradient.values[i];
        parameter->value.values[i] -= rate * velocity;
        parameter->gradient.values[i] = 0;
      }
  }
};

}  // namespace by_hand
