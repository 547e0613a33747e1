#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <angka/io/description.hpp>

#include "console/number.hpp"
#include "discussion.hpp"
#include "experiments/writers.hpp"
#include "marks.hpp"
#include "page.hpp"
#include "prose.hpp"
#include "text.hpp"

/// Writes a report's sections; each file beside this one holds what it is named for.
class ReportWriter {
 public:
  explicit ReportWriter(const ReportFacts& facts)
      : f_(facts), t_(*facts.options.texts), r_(report_texts(t_)), p_(prose_texts(t_)) {}

  Document document(std::vector<Chapter> chapters) const;
  const ReportTexts& texts() const { return r_; }
  const ProseTexts& prose() const { return p_; }
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
  void table(const char* name, std::string caption, std::vector<std::string> header, Rows rows,
             Rows in_file = {}) {
    blocks_.push_back(
        Table{name, std::move(caption), std::move(header), std::move(rows), std::move(in_file)});
  }
  void add(Block block) { blocks_.push_back(std::move(block)); }

  std::string card_field(const std::string& text) const {
    return text.empty() ? r_.not_told : text;
  }
  void counts();
  void stages();
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
  const ProseTexts& p_;
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
