#include <algorithm>
#include <angka/data/clean_digit.hpp>
#include <angka/data/image.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/reading/reader.hpp>
#include <angka/reading/steps.hpp>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "judge.hpp"
#include "model_file.hpp"
#include "output.hpp"

namespace {

namespace fs = std::filesystem;

/// What was read in image file number `file` of those given.
struct Page {
  std::size_t file = 0;
  angka::Reading reading{};
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

/// What all image files hold. Raises FileError for a file without a digit.
std::vector<Page> read_all(const Options& options) {
  std::vector<Page> pages;
  for (std::size_t file = 0; file < options.images.size(); ++file) {
    const std::string& path = options.images[file];
    const bool show = !options.show.empty();
    angka::PhotographSteps steps;
    Page page{file, read_digits(angka::read_image(path), judge, {}, show ? &steps : nullptr)};
    if (show) write_steps(steps, options.show, options.images, file);
    if (page.reading.digits.empty())
      angka::raise(angka::FileError(path, angka::a_digit, angka::no_digit));
    pages.push_back(std::move(page));
  }
  return pages;
}

/// Which digit each is, and how likely the ten are: what the user's network says, else the judge.
struct Answers {
  std::vector<std::string> names;
  std::vector<float> probabilities;  ///< ten for each digit
};

Answers answers(const std::vector<Page>& pages, const SavedModel* model) {
  Answers result;
  if (!model) {
    for (int digit = 0; digit < class_count; ++digit) result.names.push_back(std::to_string(digit));
    for (const Page& page : pages)
      for (const angka::ReadDigit& digit : page.reading.digits) {
        const auto first = digit.probabilities.begin(), last = first + class_count;
        const float sum = std::accumulate(first, last, 0.0f);
        for (auto one = first; one != last; ++one) result.probabilities.push_back(*one / sum);
      }
    return result;
  }
  angka::Dataset data;
  data.shape = input_shape;
  for (const Page& page : pages)
    for (const angka::ReadDigit& digit : page.reading.digits) {
      data.pixels.insert(data.pixels.end(), digit.pixels.begin(), digit.pixels.end());
      data.labels.push_back(0);
    }
  return {model->facts.classes, model->classifier->predict(data)};
}

Json to_json(const angka::Box& box) {
  return {{"left", box.left}, {"top", box.top}, {"width", box.width}, {"height", box.height}};
}

/// "left out: 3 (no digit: 2, part of a line: 1)"; empty if nothing is.
std::string left_out_text(const angka::Reading& reading, const Texts& t) {
  std::size_t counts[std::size(angka::left_out_names)] = {};
  for (const auto& piece : reading.left_out) ++counts[static_cast<std::size_t>(piece.reason)];
  std::string reasons;
  for (std::size_t i = 0; i < std::size(counts); ++i)
    if (counts[i] > 0)
      reasons += (reasons.empty() ? "" : ", ") + fill(t.left_out_reasons[i], counts[i]);
  if (reasons.empty()) return {};
  return fill(t.not_read, reading.left_out.size()) + " (" + reasons + ')';
}

}  // namespace

int predict(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  std::optional<SavedModel> model;
  if (!options.model.empty()) model = load_model(options.model, t);
  if (!options.show.empty()) make_folder(options.show);
  const std::vector<Page> pages = read_all(options);
  const Answers all = answers(pages, model ? &*model : nullptr);

  std::size_t width = std::string(t.file).size();
  for (const std::string& file : options.images) width = std::max(width, file.size());
  std::cout << left(t.file, width) << "  " << t.read_as << "  " << t.probability << "  " << t.box
            << '\n';
  Json list = Json::array();
  std::size_t next = 0;  // of all digits
  for (const Page& page : pages) {
    const std::string& file = options.images[page.file];
    std::string together;
    int line = 0;
    for (const angka::ReadDigit& digit : page.reading.digits) {
      const auto probabilities =
          std::span(all.probabilities).subspan(next++ * class_count, class_count);
      std::vector<std::size_t> order(class_count);
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return probabilities[a] > probabilities[b];
      });
      const auto name = [&](std::size_t rank) { return all.names[order[rank]]; };
      const auto share = [&](std::size_t rank) {
        return percent(double{probabilities[order[rank]]});
      };
      const std::string box =
          std::to_string(digit.box.left) + ", " + std::to_string(digit.box.top) + ", " +
          std::to_string(digit.box.width) + 'x' + std::to_string(digit.box.height);
      std::cout << left(file, width) << "  " << left(name(0), std::string(t.read_as).size()) << "  "
                << right(share(0), std::string(t.probability).size()) << "  "
                << left(box, std::string(t.box).size()) << "  " << t.then << ' ' << name(1) << ' '
                << share(1) << ", " << name(2) << ' ' << share(2) << '\n';
      Json one{{"file", file},
               {"label", order[0]},
               {"name", name(0)},
               {"probability", probabilities[order[0]]},
               {"probabilities", probabilities},
               {"box", to_json(digit.box)},
               {"line", digit.line}};
      if (page.reading.turned != 0) one["turned"] = 90 * page.reading.turned;
      list.push_back(std::move(one));
      if (digit.line != std::exchange(line, digit.line)) together += ", ";
      together += name(0);
    }
    for (const auto& piece : page.reading.left_out)
      list.push_back({{"file", file},
                      {"box", to_json(piece.box)},
                      {"left_out", angka::left_out_names[static_cast<std::size_t>(piece.reason)]}});
    const auto say = [&](const std::string& text) {
      std::cout << left("", width) << "  " << text << '\n';
    };
    if (page.reading.digits.size() > 1) say(fill(t.together, together));
    if (page.reading.turned != 0) say(fill(t.page_turned, 90 * page.reading.turned));
    if (const std::string text = left_out_text(page.reading, t); !text.empty()) say(text);
  }
  write_json(options.json, list);
  return 0;
}
