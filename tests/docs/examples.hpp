#pragma once

// What the examples in the headers' docstrings may speak of: see examples.sh.

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/data/image.hpp>
#include <angka/data/load.hpp>
#include <angka/io/safetensors.hpp>
#include <angka/losses/check_loss.hpp>
#include <angka/reading/reader.hpp>
#include <angka/report/plot.hpp>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "data/zip_file.hpp"
#include "files.hpp"
#include "reading/page.hpp"

using namespace angka;

using Net = Network<Input<1, 8, 8>, Dense<4>, LeakyReLU, Dense<3>>;
using LeNet5 = Net;  // stands for any
using MyLayer = Tanh;
struct MyLoss {
  float delta = 1;
  void check(int) const {}
  double weight(int) const { return 1; }
  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    return MeanSquaredError{}.gradient(output, outputs, truth, scale, to);
  }
  template <class T>
  void activate(Lanes<T>*, int) const {}
};

/// Ink where the picture has a #.
inline reading::Plane drawn(const std::vector<std::string>& rows) {
  reading::Plane plane(static_cast<int>(rows[0].size()), static_cast<int>(rows.size()));
  for (std::size_t i = 0; i < plane.size(); ++i)
    plane.values[i] = rows[i / rows[0].size()][i % rows[0].size()] == '#';
  return plane;
}

/// Dark on light paper, two lines: 016 and 60.
inline Image note() {
  Page page(200, 150);
  page.zero(30, 25, 20, 30, 40, 3);
  page.fill(70, 25, 4, 30);
  page.hook(95, 26, 20, 30, 40, 3);
  page.hook(35, 85, 21, 30, 40, 3);
  page.zero(75, 84, 20, 31, 40, 3);
  return page.image;
}

/// A 0 as in MNIST.
inline Image zero() {
  Page page(28, 28, 0);
  page.zero(7, 4, 15, 20, 255, 2);
  return page.image;
}

/// A .npy file of so many bytes of 1.
inline std::string ones(const std::string& shape, std::size_t count) {
  const std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + "}";
  return "\x93NUMPY\1" + std::string{0, static_cast<char>(header.size()), 0} + header +
         std::string(count, '\1');
}

/// Each example begins with these, and writes its files into a folder that goes.
struct Given {
  Given() {
    train.shape = {1, 8, 8};
    train.classes = {"a", "b", "c"};
    for (int i = 0; i < 24; ++i) {
      train.labels.push_back(i % 3);
      for (int p = 0; p < 64; ++p) train.pixels.push_back(static_cast<std::uint8_t>(i * p));
    }
    std::filesystem::current_path(folder.path());
    put("mnist.npz", zip_file({{"x_train.npy", ones("(1, 28, 28)", 784)},
                               {"y_train.npy", ones("(1,)", 1)}}));
    static const Bytes png = encode_png(page);
    write_file_atomically("page.png", png);
    for (const std::string name : {"photographs/0", "photographs/6"}) {
      std::filesystem::create_directories(name);
      write_file_atomically(name + "/page.png", png);
    }
    auto tensors = net.export_tensors(WeightLayout::keras);
    for (std::size_t t = 0; t < tensors.size(); ++t)
      tensors[t].name =
          std::array{"dense.kernel", "dense.bias", "dense_1.kernel", "dense_1.bias"}[t];
    write_safetensors("keras.safetensors", tensors);
  }
  ~Given() { std::filesystem::current_path(before); }

  std::filesystem::path before = std::filesystem::current_path();
  TemporaryFolder folder;
  Dataset train{};
  const Dataset& test = train;
  Model<Net, CrossEntropy, Adam> model{seed(1)};
  Net& net = model.network;
  double rate = 0.1;
  int label = 3, labels[3] = {0, 1, 2};
  std::vector<float> probabilities{0.1f, 0.5f, 0.2f, 0.2f, 0, 0, 0, 0, 0, 0};
  std::vector<float> outputs{1}, targets{2}, values = std::vector<float>(64), heights{3};
  std::vector<double> accuracies{0.5, 0.75, 1};
  std::vector<std::uint32_t> positions{0, 1, 2, 3, 4, 5, 6, 7};
  Image picture{.width = 2, .height = 2, .channels = 1, .pixels = {0, 1, 2, 3}};
  Image page = note(), digit = zero();
  std::vector<Judgement> (&judge)(std::span<const Glimpse>) = shape_judge;
};
