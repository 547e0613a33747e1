#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <angka/io/description.hpp>

#include "console/number.hpp"
#include "discussion.hpp"
#include "experiments/writers.hpp"
#include "marks.hpp"
#include "page.hpp"
#include "text.hpp"

/// Writes a report's sections; each file beside this one holds what it is named for.
class ReportWriter {
 public:
  explicit ReportWriter(const ReportFacts& facts)
      : f_(facts), t_(*facts.options.texts), r_(report_texts(t_)) {}

  Document document(std::vector<Chapter> chapters) const;
  std::vector<Block> take() { return std::exchange(blocks_, {}); }

  // page.cpp
  void summary();
  void references();
  // study.cpp
  void flow();
  // data.cpp
  void data();
  void preparing();
  void augmentation();
  // method.cpp
  /// What is trained, how long and on what, what was chosen by what, and what is measured on what.
  void protocol();
  void building();
  void measuring();
  // formulas.cpp
  void formulas();
  void hyperparameters();
  void worked_example();
  // results.cpp
  void course();
  void quality();
  void comparison();
  void search();
  void experiment();
  void environment();
  // insight.cpp
  /// What the network looks at.
  void insight();
  // discussion.cpp
  void discussion();
  void conclusion();

 private:
  using Rows = std::vector<std::vector<std::string>>;

  void heading(const char* text) { blocks_.push_back(Heading{text, 1}); }
  void part(const char* text) { blocks_.push_back(Heading{text, 2}); }
  void paragraph(std::string text) { blocks_.push_back(Paragraph{std::move(text)}); }
  /// A paragraph of the program's own words, with marks.
  template <class... Values>
  void say(const char* text, const Values&... values) {
    paragraph(::fill(marked(text), values...));
  }
  /// What the paragraph before goes on with.
  template <class... Values>
  void also(const char* text, const Values&... values) {
    std::get<Paragraph>(blocks_.back()).text += ' ' + ::fill(marked(text), values...);
  }
  void also(const std::string& sentence) {
    std::get<Paragraph>(blocks_.back()).text += ' ' + sentence;
  }
  void table(const char* name, std::string caption, std::vector<std::string> header, Rows rows,
             Rows in_file = {}) {
    add(Table{name, std::move(caption), std::move(header), std::move(rows), std::move(in_file)});
  }
  void add(Block block) { blocks_.push_back(std::move(block)); }

  std::string card_field(const std::string& text) const {
    return text.empty() ? r_.data.not_told : text;
  }
  // data.cpp
  /// How many images of each class are trained on, validated or tested with.
  std::vector<std::size_t> used_counts() const;
  /// How many images that are; of how many, if not all.
  std::string images_used() const;
  void counts();
  // stages.cpp
  /// A picture of one image in each step of its preparation.
  void stages();
  // method.cpp
  Rows building_rows() const;
  /// What a person calls a setting of training.
  std::string setting_name(std::string_view key) const;
  void roc();
  void calibration();
  // writers.cpp
  void writers();
  void writer_accuracy();
  void writer_rows(const char* name, const char* see, const char* caption, WriterRows rows);
  std::vector<std::string> means(const std::string& name, const BothMeans& means) const;
  std::vector<std::string> means_header(const char* name) const;

  const ReportFacts& f_;
  const Texts& t_;
  const ReportTexts& r_;
  const angka::Dataset& images_ = f_.data.digits.train();
  const angka::DataView test_ = f_.data.test->view();
  const Net& net_ = *f_.trained.plan.net;
  const Parts& parts_ = f_.trained.plan.parts;
  const std::vector<angka::EpochResult>& epochs_ = f_.trained.history.epochs;
  const angka::Evaluation& e_ = *f_.trained.evaluation;
  const bool augmented_ = !f_.trained.plan.settings.augmentation.off();
  const angka::NetworkDescription described_ = f_.trained.model.classifier->describe();
  const angka::Summary layers_ = f_.trained.model.classifier->summary();
  const Discussion discussed_ = discuss(f_);
  std::vector<Block> blocks_{};
};

/// What compiled the program.
std::string compiler();
/// Settings as "net small, epochs 20, ...".
std::string words(const Trial& trial, const ReportTexts& texts);
/// An augmentation's specification as people read it: "rotate 10, shift 0.07".
std::string in_words(const std::string& specification);
