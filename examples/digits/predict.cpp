#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/photograph.hpp>
#include <angka/io/atomic_file.hpp>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "model_file.hpp"
#include "output.hpp"

namespace {

namespace fs = std::filesystem;

/// A digit found in image file number `file` of those given.
struct Found {
  std::size_t file = 0;
  angka::FoundDigit digit{};
};

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder, error))
    angka::raise(angka::FileError(folder, "a folder, or a place to make one", "neither"));
}

/// Writes the steps as FOLDER/NAME-1-grey.png and so on, NAME being the image's; numbered in front
/// where there are several images.
void write_steps(const angka::PhotographSteps& steps, const std::string& folder,
                 const std::vector<std::string>& images, std::size_t file) {
  constexpr std::size_t longest = 100;  // of a name, so that the new ones fit too
  std::string name = fs::path(images[file]).stem().string().substr(0, longest);
  if (images.size() > 1) name = std::to_string(file + 1) + '-' + name;
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (!steps[i].image.empty()) {
      const std::string step = name + '-' + std::to_string(i + 1) + '-' + steps[i].name + ".png";
      angka::write_file_atomically(fs::path(folder) / step, angka::encode_png(steps[i].image));
    }
}

/// The digits of all image files. Raises FileError for a file without any.
std::vector<Found> find_all(const Options& options) {
  std::vector<Found> all;
  for (std::size_t file = 0; file < options.images.size(); ++file) {
    const std::string& path = options.images[file];
    const bool show = !options.show.empty();
    angka::PhotographSteps steps;
    const auto digits = find_digits(angka::read_image(path), {}, show ? &steps : nullptr);
    if (show) write_steps(steps, options.show, options.images, file);
    if (digits.empty()) angka::raise(angka::FileError(path, angka::a_digit, angka::no_digit));
    for (const angka::FoundDigit& digit : digits) all.push_back({file, digit});
  }
  return all;
}

}  // namespace

int predict(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const SavedModel model = load_model(options.model, t);
  if (!options.show.empty()) make_folder(options.show);
  const std::vector<Found> found = find_all(options);

  angka::Dataset data;
  data.shape = input_shape;
  data.labels.resize(found.size());
  for (const Found& one : found)
    data.pixels.insert(data.pixels.end(), one.digit.pixels.begin(), one.digit.pixels.end());
  const std::vector<float> all = model.classifier->predict(data);

  std::size_t width = std::string(t.file).size();
  for (const std::string& file : options.images) width = std::max(width, file.size());
  std::cout << left(t.file, width) << "  " << t.read_as << "  " << t.probability << "  " << t.box
            << '\n';
  Json list = Json::array();
  std::string together;  // all digits of a file
  for (std::size_t i = 0; i < found.size(); ++i) {
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
    const std::string& file = options.images[found[i].file];
    const angka::FoundDigit& digit = found[i].digit;
    const std::string box = std::to_string(digit.left) + ", " + std::to_string(digit.top) + ", " +
                            std::to_string(digit.width) + 'x' + std::to_string(digit.height);
    std::cout << left(file, width) << "  " << left(name(0), std::string(t.read_as).size()) << "  "
              << right(share(0), std::string(t.probability).size()) << "  "
              << left(box, std::string(t.box).size()) << "  " << t.then << ' ' << name(1) << ' '
              << share(1) << ", " << name(2) << ' ' << share(2) << '\n';
    list.push_back({{"file", file},
                    {"label", order[0]},
                    {"name", name(0)},
                    {"probability", probabilities[order[0]]},
                    {"probabilities", probabilities},
                    {"box",
                     {{"left", digit.left},
                      {"top", digit.top},
                      {"width", digit.width},
                      {"height", digit.height}}},
                    {"line", digit.line}});

    const bool first = i == 0 || found[i - 1].file != found[i].file;
    const bool last = i + 1 == found.size() || found[i + 1].file != found[i].file;
    if (first)
      together.clear();
    else if (found[i - 1].digit.line != digit.line)
      together += ", ";
    together += name(0);
    if (last && !first) std::cout << left("", width) << "  " << fill(t.together, together) << '\n';
  }
  write_json(options.json, list);
  return 0;
}
