#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/resize.hpp>
#include <cstddef>
#include <iostream>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "commands.hpp"
#include "model_file.hpp"
#include "output.hpp"
#include "polarity.hpp"

int predict(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const SavedModel model = load_model(options.model, t);

  angka::Dataset data;
  data.shape = input_shape;
  data.labels.resize(options.images.size());
  std::vector<bool> inverted;
  for (const std::string& file : options.images) {
    angka::Image image = to_grey(angka::read_image(file));
    inverted.push_back(dark_on_light(image.pixels, image.height));
    if (inverted.back()) invert(image.pixels);
    const angka::Image fitted = fit_to(std::move(image), input_shape, angka::Fit::pad);
    data.pixels.insert(data.pixels.end(), fitted.pixels.begin(), fitted.pixels.end());
  }
  const std::vector<float> all = model.classifier->predict(data);

  std::size_t width = std::string(t.file).size();
  for (const std::string& file : options.images) width = std::max(width, file.size());
  std::cout << left(t.file, width) << "  " << t.read_as << "  " << t.probability << '\n';
  Json list = Json::array();
  for (std::size_t i = 0; i < options.images.size(); ++i) {
    const auto probabilities = std::span(all).subspan(i * class_count, class_count);
    std::vector<std::size_t> order(class_count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return probabilities[a] > probabilities[b];
    });
    const auto name = [&](std::size_t rank) { return model.facts.classes[order[rank]]; };
    const auto share = [&](std::size_t rank) {
      return percent(double{probabilities[order[rank]]});
    };
    std::cout << left(options.images[i], width) << "  "
              << left(name(0), std::string(t.read_as).size()) << "  "
              << right(share(0), std::string(t.probability).size()) << "  " << t.then << ' '
              << name(1) << ' ' << share(1) << ", " << name(2) << ' ' << share(2);
    if (inverted[i]) std::cout << "  (" << t.was_inverted << ')';
    std::cout << '\n';
    list.push_back({{"file", options.images[i]},
                    {"label", order[0]},
                    {"name", name(0)},
                    {"probability", probabilities[order[0]]},
                    {"probabilities", probabilities},
                    {"inverted", bool{inverted[i]}}});
  }
  write_json(options.json, list);
  return 0;
}
