#include <algorithm>
#include <angka/data/clean_digit.hpp>
#include <angka/data/image.hpp>
#include <angka/data/polarity.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/reading/labelled.hpp>
#include <angka/reading/reader.hpp>
#include <angka/reading/steps.hpp>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <numeric>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "console/output.hpp"
#include "experiments/models.hpp"
#include "judge/judge.hpp"
#include "marks.hpp"
#include "report/document.hpp"

namespace {

namespace fs = std::filesystem;

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder, error))
    angka::raise(angka::FileError(folder, "a folder, or a place to make one", "neither"));
}

/// Writes FOLDER/NAME-read.png and the steps as FOLDER/NAME-1-grey.png and so on, NAME being the
/// image's; numbered in front where there are several images.
void write_pictures(const angka::Image& read, const angka::PhotographSteps& steps,
                    const std::string& folder, const std::vector<std::string>& images,
                    std::size_t file) {
  constexpr std::size_t longest = 100;  // of a name, so that the new ones fit too
  std::string name = fs::path(images[file]).stem().string().substr(0, longest);
  if (images.size() > 1) name = std::to_string(file + 1) + '-' + name;
  const auto write = [&](const std::string& what, const angka::Image& image) {
    if (!image.empty())
      angka::write_file_atomically(fs::path(folder) / (name + '-' + what + ".png"),
                                   angka::encode_png(image));
  };
  for (std::size_t i = 0; i < steps.size(); ++i)
    write(std::to_string(i + 1) + '-' + steps[i].name, steps[i].image);
  write("read", read);
}

/// Which digit one is, as the user's networks say, or else the judge.
struct Answer {
  std::vector<float> probabilities{};  ///< one for each class
  std::vector<std::size_t> order{};    ///< of the classes, the likeliest first
  bool sure = true;                    ///< enough to be read

  float probability(std::size_t rank = 0) const { return probabilities[order[rank]]; }
  /// How many classes are told of, the likeliest first.
  std::size_t told() const { return std::min<std::size_t>(3, order.size()); }
};

/// What was read in a picture.
struct Page {
  const angka::Reading& reading;
  std::vector<Answer> answers{};   ///< one for each digit
  std::vector<int> places{};       ///< of each digit in its line: 0, 1, ... from the left
  std::vector<std::string> names;  ///< of the classes

  const std::string& name(std::size_t digit, std::size_t rank = 0) const {
    return names[answers[digit].order[rank]];
  }
  bool anything_read() const {
    return std::any_of(answers.begin(), answers.end(), [](const Answer& one) { return one.sure; });
  }
};

/// Whether the classes are digits, which is what the judge finds in a picture.
bool are_digits(const std::vector<std::string>& classes) {
  return std::all_of(classes.begin(), classes.end(), [](const std::string& name) {
    return angka::reading::digit_named(name) >= 0;
  });
}

/// The picture as one image of a data set is prepared: of a photograph what stands out most.
/// `turns`: quarter turns to the left that set it upright, if above 0.
angka::Reading whole(const angka::Image& picture, int turns) {
  if (turns > 0) {
    const angka::Image upright = angka::turned(picture, turns);
    angka::Reading reading = whole(upright, 0);
    reading.turned = turns;
    for (angka::ReadDigit& digit : reading.digits) {
      const auto [left, top, width, height] = digit.box;
      const angka::reading::Extent box = angka::reading::turned(
          {left, top, left + width, top + height}, 4 - turns, upright.width, upright.height);
      digit.box = {box.left, box.top, box.width(), box.height()};
    }
    return reading;
  }
  const bool fits = picture.height == input_shape.height && picture.width == input_shape.width;
  if (!fits)
    if (const auto cut = angka::labelled_digit(picture, -1, judge)) return {.digits = {*cut}};
  angka::Image grey = to_grey(picture);
  if (angka::dark_on_light(grey.pixels, grey.height)) angka::invert(grey.pixels);
  angka::ReadDigit one{.box = {0, 0, picture.width, picture.height}};
  if (fits)
    std::copy(grey.pixels.begin(), grey.pixels.end(), one.pixels.begin());
  else
    one.pixels = angka::fitted_digit(grey);
  return {.digits = {one}};
}

/// The next likeliest classes, at most two.
Json runners_up(const Page& page, std::size_t digit) {
  const Answer& answer = page.answers[digit];
  Json list = Json::array();
  for (std::size_t rank = 1; rank < answer.told(); ++rank)
    list.push_back({{"label", answer.order[rank]},
                    {"name", page.name(digit, rank)},
                    {"probability", answer.probability(rank)}});
  return list;
}

Page answered(const angka::Reading& reading, const std::vector<SavedModel>& models,
              double least_probability) {
  Page page{.reading = reading, .names = {}};
  std::vector<float> all;
  if (!models.empty()) {
    angka::Dataset data;
    data.shape = input_shape;
    for (const angka::ReadDigit& digit : reading.digits) {
      data.pixels.insert(data.pixels.end(), digit.pixels.begin(), digit.pixels.end());
      data.labels.push_back(0);
    }
    page.names = models.front().facts.classes;
    if (!reading.digits.empty()) all = predict_together(models, data, 0);
  } else {
    for (int digit = 0; digit < 10; ++digit) page.names.push_back(std::to_string(digit));
    all = name_digits(reading.digits);
  }
  const auto classes = static_cast<std::ptrdiff_t>(page.names.size());
  int line = 0, place = 0;
  for (std::size_t i = 0; i < reading.digits.size(); ++i) {
    if (reading.digits[i].line != std::exchange(line, reading.digits[i].line)) place = 0;
    page.places.push_back(place++);
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(i) * classes;
    Answer answer{.probabilities = {first, first + classes}};
    answer.order.resize(page.names.size());
    std::iota(answer.order.begin(), answer.order.end(), std::size_t{0});
    std::stable_sort(answer.order.begin(), answer.order.end(), [&](std::size_t a, std::size_t b) {
      return answer.probabilities[a] > answer.probabilities[b];
    });
    answer.sure = answer.probability() >= static_cast<float>(least_probability);
    page.answers.push_back(std::move(answer));
  }
  return page;
}

/// The page's lines as text: a space where the digits stand apart, ? for one that is unsure.
std::vector<std::string> lines_of(const Page& page) {
  constexpr double apart = 0.6;  // of the digits' height
  std::vector<std::string> lines;
  const angka::ReadDigit* before = nullptr;
  for (std::size_t i = 0; i < page.answers.size(); ++i) {
    const angka::ReadDigit& digit = page.reading.digits[i];
    const bool swapped = page.reading.turned & 1;  // lines run along the picture's columns
    const auto begin = [&](const angka::Box& box) { return swapped ? box.top : box.left; };
    const auto size = [&](const angka::Box& box) { return swapped ? box.height : box.width; };
    const auto tall = [&](const angka::Box& box) { return swapped ? box.width : box.height; };
    if (!before || before->line != digit.line) {
      lines.emplace_back();
    } else {
      const angka::Box &a = before->box, &b = digit.box;
      const int gap =
          std::max(begin(a), begin(b)) - std::min(begin(a) + size(a), begin(b) + size(b));
      if (gap > apart * (tall(a) + tall(b)) / 2) lines.back() += ' ';
    }
    lines.back() += page.answers[i].sure ? page.name(i) : "?";
    before = &digit;
  }
  return lines;
}

angka::Image marked(const angka::Image& picture, const Page& page) {
  std::vector<Mark> marks;
  for (const auto& piece : page.reading.left_out)
    marks.push_back({.box = piece.box, .read = false});
  for (std::size_t i = 0; i < page.answers.size(); ++i)
    marks.push_back({.box = page.reading.digits[i].box,
                     .text = page.answers[i].sure ? page.name(i) : page.name(i) + '?',
                     .read = page.answers[i].sure});
  return with_marks(picture, marks);
}

Json to_json(const angka::Box& box) {
  return {{"left", box.left}, {"top", box.top}, {"width", box.width}, {"height", box.height}};
}

/// Adds an object for each digit, then one for each piece that was left out.
void add_to(Json& list, const std::string& file, const Page& page) {
  Json left_out = Json::array();
  for (std::size_t i = 0; i < page.answers.size(); ++i) {
    const Answer& answer = page.answers[i];
    const angka::ReadDigit& digit = page.reading.digits[i];
    if (!answer.sure) {
      left_out.push_back({{"file", file},
                          {"box", to_json(digit.box)},
                          {"left_out", "unsure"},
                          {"probability", answer.probability()}});
      continue;
    }
    Json one{{"file", file},
             {"label", answer.order[0]},
             {"name", page.name(i)},
             {"probability", answer.probability()},
             {"probabilities", answer.probabilities},
             {"runners_up", runners_up(page, i)},
             {"box", to_json(digit.box)},
             {"line", digit.line}};
    if (page.reading.turned != 0) one["turned"] = 90 * page.reading.turned;
    list.push_back(std::move(one));
  }
  for (const auto& piece : page.reading.left_out)
    left_out.push_back(
        {{"file", file},
         {"box", to_json(piece.box)},
         {"left_out", angka::left_out_names[static_cast<std::size_t>(piece.reason)]}});
  for (Json& one : left_out) list.push_back(std::move(one));
}

/// Adds a row for each digit.
void add_to(Table& table, const std::string& file, const Page& page) {
  for (std::size_t i = 0; i < page.answers.size(); ++i) {
    if (!page.answers[i].sure) continue;
    const angka::ReadDigit& digit = page.reading.digits[i];
    table.rows.push_back({file, std::to_string(digit.line), std::to_string(page.places[i]),
                          page.name(i),
                          fixed(double{page.answers[i].probability()}, 6, machine_signs),
                          std::to_string(digit.box.left), std::to_string(digit.box.top),
                          std::to_string(digit.box.width), std::to_string(digit.box.height)});
  }
}

/// "left out: 3 (no digit: 2, part of a line: 1)"; empty if nothing is.
std::string left_out_text(const Page& page, const Texts& t) {
  std::size_t counts[std::size(angka::left_out_names)] = {}, all = page.reading.left_out.size();
  for (const auto& piece : page.reading.left_out) ++counts[static_cast<std::size_t>(piece.reason)];
  static_assert(std::size(angka::left_out_names) == std::extent_v<decltype(t.left_out_reasons)>);
  std::string reasons;
  const auto add = [&](const char* reason, std::size_t count) {
    if (count > 0) reasons += (reasons.empty() ? "" : ", ") + fill(reason, count);
  };
  for (std::size_t i = 0; i < std::size(counts); ++i) add(t.left_out_reasons[i], counts[i]);
  const auto unsure = static_cast<std::size_t>(std::count_if(
      page.answers.begin(), page.answers.end(), [](const Answer& one) { return !one.sure; }));
  add(t.unsure, unsure);
  return reasons.empty() ? reasons : fill(t.not_read, all + unsure) + " (" + reasons + ')';
}

/// Prints a row for each digit, and below them the page's lines and what is left out. `width`: of
/// the files' column.
void print(const std::string& file, const Page& page, std::size_t width, const Texts& t) {
  for (std::size_t i = 0; i < page.answers.size(); ++i) {
    const Answer& answer = page.answers[i];
    if (!answer.sure) continue;
    const angka::Box& at = page.reading.digits[i].box;
    const auto share = [&](std::size_t rank) { return percent(double{answer.probability(rank)}); };
    const std::string box = std::to_string(at.left) + ", " + std::to_string(at.top) + ", " +
                            std::to_string(at.width) + 'x' + std::to_string(at.height);
    std::cout << left(file, width) << "  " << left(page.name(i), std::string(t.read_as).size())
              << "  " << right(share(0), std::string(t.probability).size()) << "  "
              << left(box, std::string(t.box).size()) << "  " << t.then;
    for (std::size_t rank = 1; rank < answer.told(); ++rank)
      std::cout << (rank > 1 ? ", " : " ") << page.name(i, rank) << ' ' << share(rank);
    std::cout << '\n';
  }
  const auto say = [&](const std::string& text) {
    std::cout << left(page.anything_read() ? "" : file, width) << "  " << text << '\n';
  };
  if (page.answers.size() > 1 && page.anything_read()) {
    say(t.page_lines);
    for (const std::string& line : lines_of(page)) say("  " + line);
  }
  if (page.reading.turned != 0) say(fill(t.page_turned, 90 * page.reading.turned));
  if (const std::string text = left_out_text(page, t); !text.empty()) say(text);
}

}  // namespace

int predict(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  check_writable(options.csv);
  const std::vector<SavedModel> models = load_models(options);
  if (!options.show.empty()) make_folder(options.show);

  std::size_t width = std::string(t.file).size();
  for (const std::string& file : options.images) width = std::max(width, file.size());
  const std::string header =
      left(t.file, width) + "  " + t.read_as + "  " + t.probability + "  " + t.box + '\n';
  Json list = Json::array();
  Table table{.header = {"file", "line", "place", "digit", "probability", "left", "top", "width",
                         "height"}};
  bool headed = false, all_read = true;
  const auto complain = [&](const angka::FileError& error) {
    print_error(error.what(), t);
    all_read = false;
  };
  for (std::size_t i = 0; i < options.images.size(); ++i) {
    const std::string& file = options.images[i];
    angka::Image picture;
    try {
      picture = angka::read_image(file);
    } catch (const angka::FileError& error) {
      complain(error);
      continue;
    }
    angka::PhotographSteps steps;
    const angka::Reading reading = !models.empty() && !are_digits(models.front().facts.classes)
                                       ? whole(picture, options.turn)
                                       : read_digits(picture, judge, {.turn = options.turn},
                                                     options.show.empty() ? nullptr : &steps);
    const Page page = answered(reading, models, options.least_probability);
    if (!options.show.empty()) try {
        write_pictures(marked(picture, page), steps, options.show, options.images, i);
      } catch (const angka::FileError& error) {
        complain(error);
      }
    add_to(list, file, page);
    add_to(table, file, page);
    if (page.anything_read() && !std::exchange(headed, true)) std::cout << header;
    print(file, page, width, t);
    std::cout.flush();
    if (!page.anything_read())
      complain({file, angka::a_digit,
                page.answers.empty()
                    ? angka::no_digit
                    : "none of probability " + brief(options.least_probability) + " or more"});
  }
  write_json(options.json, list);
  if (!options.csv.empty()) angka::write_file_atomically(options.csv, to_csv(table));
  return all_read ? 0 : 1;
}
