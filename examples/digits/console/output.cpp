#include "output.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <angka/io/atomic_file.hpp>
#include <cstdint>
#include <iostream>
#include <system_error>

#include <unistd.h>

#include "library_text.hpp"

using angka::ConfusionMatrix;
using angka::Evaluation;

void print_error(std::string message, const Texts& texts) {
  message = translated(message, texts);
  for (char& c : message)
    if (c == '\n' || c == '\r') c = ' ';
  std::cout.flush();
  std::cerr << fill(texts.error, message) << '\n';
}

std::string read_text(const std::filesystem::path& path) {
  const auto bytes = angka::read_file(path, std::uintmax_t{1} << 30);
  return {bytes.begin(), bytes.end()};
}

void check_writable(const std::string& path) {
  if (path.empty()) return;
  namespace fs = std::filesystem;
  const auto refuse = [&](const std::string& found) {
    angka::raise(angka::FileError(path, "a file that can be written", found));
  };
  std::error_code error;
  const fs::path folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : ".";
  if (fs::is_directory(path, error)) refuse("a folder");
  if (fs::exists(path, error)) {
    if (access(path.c_str(), W_OK) != 0) refuse("one that can't");
    if (!fs::is_regular_file(path, error)) return;
  }
  if (!fs::is_directory(folder, error)) refuse("no folder " + folder.string());
  if (access(folder.c_str(), W_OK) != 0) refuse("a folder that can't");
}

std::string to_text(const Json& json) {
  // Names of files need not be UTF-8; JSON must.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

void write_json(const std::string& path, const Json& json) {
  if (!path.empty()) angka::write_file_atomically(path, to_text(json));
}

namespace {

Json scores_json(const angka::ClassScores& scores) {
  return {{"precision", scores.precision}, {"recall", scores.recall}, {"f1", scores.f1}};
}

std::string scores_row(const std::string& name, const angka::ClassScores& scores,
                       std::int64_t support) {
  return left(name, 10) + right(fixed(scores.precision, 4), 11) +
         right(fixed(scores.recall, 4), 9) + right(fixed(scores.f1, 4), 9) +
         right(count(support), 9) + '\n';
}

}  // namespace

Json to_json(const Evaluation& e) {
  Json confusion = Json::array(), per_class = Json::array();
  std::int64_t unread = 0;
  for (int truth = 0; truth < e.classes(); ++truth) {
    Json row = Json::array();
    for (int c = 0; c < e.classes(); ++c) row.push_back(e.confusion(truth, c));
    confusion.push_back(std::move(row));
    unread += e.confusion(truth, ConfusionMatrix::none);
    Json scores{{"label", truth}, {"name", e.class_name(truth)}};
    scores.update(scores_json(e.confusion().scores(truth)));
    scores["support"] = e.support(truth);
    per_class.push_back(std::move(scores));
  }
  const angka::Interval interval = e.accuracy_interval();
  return {{"accuracy", e.accuracy()},
          {"accuracy_interval", {interval.low, interval.high}},
          {"correct", e.correct()},
          {"total", e.total()},
          {"loss", e.loss()},
          {"calibration_error", e.calibration_error()},
          {"top_2_accuracy", e.top_k_accuracy(2)},
          {"top_3_accuracy", e.top_k_accuracy(3)},
          {"confusion", std::move(confusion)},
          {"unread", unread},
          {"per_class", std::move(per_class)},
          {"macro_average", scores_json(e.macro_average())}};
}

std::string figures(const Evaluation& e, const Texts& t) {
  const angka::Interval interval = e.accuracy_interval();
  return fill(t.accuracy, percent(e.accuracy()), e.correct(), e.total(), percent(interval.low),
              percent(interval.high)) +
         '\n' +
         fill(t.other_figures, fixed(e.loss(), 4), percent(e.calibration_error()),
              percent(e.top_k_accuracy(2)), percent(e.top_k_accuracy(3))) +
         '\n';
}

void print(const Evaluation& e, const Texts& t) {
  std::string lines = figures(e, t);
  std::size_t name_width = 1;
  std::int64_t unread = 0;
  for (int c = 0; c < e.classes(); ++c) {
    name_width = std::max(name_width, e.class_name(c).size());
    unread += e.confusion(c, ConfusionMatrix::none);
  }
  const std::size_t width = std::max(name_width, count(e.total()).size()) + 1;
  lines += '\n' + std::string(t.confusion) + '\n' + left("", name_width);
  for (int c = 0; c < e.classes(); ++c) lines += right(e.class_name(c), width);
  lines += unread > 0 ? "  " + std::string(t.unread) + '\n' : "\n";
  for (int truth = 0; truth < e.classes(); ++truth) {
    lines += left(e.class_name(truth), name_width);
    const auto cell = [&](int c) {  // dots for zeros, so that the eye finds the mistakes
      const std::int64_t times = e.confusion(truth, c);
      return times == 0 ? "." : count(times);
    };
    for (int c = 0; c < e.classes(); ++c) lines += right(cell(c), width);
    if (unread > 0)
      lines += "  " + right(cell(ConfusionMatrix::none), std::string(t.unread).size());
    lines += '\n';
  }

  lines += '\n' + left(t.digit, 10) + right(t.precision, 11) + right(t.recall, 9) + right(t.f1, 9) +
           right(t.support, 9) + '\n';
  for (int c = 0; c < e.classes(); ++c)
    lines += scores_row(e.class_name(c), e.confusion().scores(c), e.support(c));
  lines += scores_row(t.average, e.macro_average(), e.total());
  std::cout << lines;
}
