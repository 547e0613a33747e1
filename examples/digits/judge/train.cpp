// Trains the judge's networks on MNIST and writes their weights:
//   train_judge MNIST FOLDER [PAGES [SIGNS]]
#include <algorithm>
#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/data/load.hpp>
#include <angka/io/weights.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "network.hpp"
#include "page_samples.hpp"
#include "samples.hpp"

namespace {

void append(angka::Dataset& data, const angka::Dataset& more) {
  data.pixels.insert(data.pixels.end(), more.pixels.begin(), more.pixels.end());
  data.labels.insert(data.labels.end(), more.labels.begin(), more.labels.end());
}

/// Samples 0 .. count - 1, made by all cores.
template <class Maker>
angka::Dataset make(const Maker& maker, std::uint32_t count) {
  const std::uint32_t parts = std::max(1u, std::thread::hardware_concurrency());
  std::vector<angka::Dataset> made(parts);
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < parts; ++i)
    threads.emplace_back([&, i] {
      const auto begin = static_cast<std::uint32_t>(std::uint64_t{count} * i / parts);
      const auto end = static_cast<std::uint32_t>(std::uint64_t{count} * (i + 1) / parts);
      made[i] = maker.make(begin, end - begin);
    });
  for (std::thread& thread : threads) thread.join();
  for (std::uint32_t i = 1; i < parts; ++i) append(made[0], made[i]);
  return made[0];
}

/// MNIST's digits as they are.
angka::Dataset as_they_are(const angka::Dataset& digits) {
  angka::Dataset data = judge::no_glimpses();
  for (std::size_t i = 0; i < digits.size(); ++i) {
    angka::DigitPixels pixels{};
    std::copy_n(digits.pixels.begin() + static_cast<std::ptrdiff_t>(i * pixels.size()),
                pixels.size(), pixels.begin());
    judge::add(data, angka::reading::glimpses_of(pixels)[0], digits.labels[i]);
  }
  return data;
}

/// Only the channels that a network sees.
template <class Network>
angka::Dataset seen_by(angka::Dataset data) {
  constexpr auto channels = static_cast<std::size_t>(Network::input.channels);
  constexpr std::size_t pixels = channels * sizeof(angka::DigitPixels);
  for (std::size_t i = 0; i < data.size(); ++i)
    std::copy_n(data.pixels.begin() + static_cast<std::ptrdiff_t>(i * sizeof(angka::Glimpse)),
                pixels, data.pixels.begin() + static_cast<std::ptrdiff_t>(i * pixels));
  data.pixels.resize(data.size() * pixels);
  data.shape = Network::input;
  return data;
}

/// The digits alone.
angka::Dataset digits_of(const angka::Dataset& data) {
  constexpr std::size_t bytes = sizeof(angka::Glimpse);
  angka::Dataset digits = judge::no_glimpses();
  digits.classes.pop_back();
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data.labels[i] == judge::no_digit) continue;
    const auto first = data.pixels.begin() + static_cast<std::ptrdiff_t>(i * bytes);
    digits.pixels.insert(digits.pixels.end(), first, first + bytes);
    digits.labels.push_back(data.labels[i]);
  }
  return digits;
}

struct Test {
  std::string name;
  angka::Dataset data;
};

/// Writes the weights after each epoch, and tells how it went.
template <class Model>
auto keep_and_tell(const Model& model, const std::string& out) {
  return [&model, out](const angka::EpochResult& epoch) {
    angka::save_weights(out, model.network);
    std::cout << "epoch " << epoch.epoch << ": loss " << epoch.loss << ", "
              << 100 * epoch.train_accuracy << "% right, " << epoch.seconds << " s\n"
              << std::flush;
    return true;
  };
}

template <class Model>
void finish(Model& model, const std::string& out, std::vector<Test> tests) {
  model.loss.label_smoothing = 0;
  angka::save_weights(out, model.network);
  for (Test& test : tests) {
    const angka::Dataset unseen = seen_by<typename Model::Network>(std::move(test.data));
    std::cout << test.name << ":\n" << model.evaluate(unseen) << '\n';
  }
}

template <class Network>
void train_to_judge(const std::string& out, angka::Dataset samples, std::vector<Test> tests,
                    int epochs) {
  const angka::Dataset data = seen_by<Network>(std::move(samples));
  angka::Model<Network, angka::CrossEntropy, angka::AdamW> model{
      angka::seed(1), {.label_smoothing = 0.02f}, {.learning_rate = 2e-3f}};
  model.network.normalization = judge_normalization;
  // The committed weights began so; the defaults may change.
  model.network.template layer<0>().initializer = angka::he_normal;
  model.network.template layer<4>().initializer = angka::he_normal;
  model.network.template layer<8>().initializer = angka::he_normal;
  model.network.template layer<13>().initializer = angka::he_normal;
  model.network.initialize(angka::seed(1));
  std::cout << data.size() << " samples\n";
  model.fit(
      data,
      {.epochs = epochs, .batch_size = 256, .schedule = {angka::OneCycle{}}, .ema_decay = 0.999},
      keep_and_tell(model, out));
  finish(model, out, std::move(tests));
}

void train_to_name(const std::string& out, angka::Dataset samples, std::vector<Test> tests,
                   int epochs) {
  const angka::Dataset data = seen_by<NamingNetwork>(std::move(samples));
  angka::Model<NamingNetwork, angka::CrossEntropy, angka::AdamW> model{
      angka::seed(1), {.label_smoothing = 0.05f}, {.learning_rate = 6e-3f, .weight_decay = 0.05f}};
  model.network.normalization = judge_normalization;
  std::cout << data.size() << " samples\n";
  model.fit(
      data,
      {.epochs = epochs, .batch_size = 128, .schedule = {angka::OneCycle{}}, .ema_decay = 0.999},
      angka::augment(angka::Rotate{5}, angka::Shift{0.05}, angka::Stretch{0.08}, angka::Shear{5}),
      keep_and_tell(model, out));
  finish(model, out, std::move(tests));
}

/// Its first `count` images, or all.
angka::Dataset first_of(angka::Dataset data, std::size_t count) {
  if (data.size() <= count) return data;
  data.labels.resize(count);
  data.pixels.resize(count * sizeof(angka::Glimpse));
  return data;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2) {
    std::cerr << "usage: train_judge MNIST FOLDER [PAGES [SIGNS]]\n";
    return 2;
  }
  const auto count = [&](std::size_t at, std::uint32_t otherwise) {
    return words.size() > at ? static_cast<std::uint32_t>(std::atoi(words[at].c_str())) : otherwise;
  };
  const auto file = [&](const char* name) { return words[1] + '/' + name + ".safetensors"; };
  const angka::DataSource mnist = angka::load_data(words[0]);
  std::vector<Test> tests;
  tests.push_back({"signs", make(judge::Samples{*mnist.test, angka::seed(2)}, 20000)});
  tests.push_back({"MNIST's test digits", as_they_are(*mnist.test)});
  const angka::Dataset signs = make(judge::Samples{mnist.train, angka::seed(1)}, count(3, 300000));
  train_to_judge<InkNetwork>(file("ink"), signs, tests, 8);

  tests.push_back({"pages", make(judge::PageSamples{*mnist.test, angka::seed(2)}, 100)});
  angka::Dataset pages = make(judge::PageSamples{mnist.train, angka::seed(1)}, count(2, 3600));
  angka::Dataset samples = pages;
  append(samples, first_of(signs, 80000));
  train_to_judge<GlimpseNetwork>(file("glimpse"), std::move(samples), tests, 8);

  append(pages, signs);
  samples = digits_of(pages);
  append(samples, as_they_are(mnist.train));
  for (Test& test : tests) test.data = digits_of(test.data);
  train_to_name(file("name"), std::move(samples), std::move(tests), 6);
}
