#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/core/number.hpp>
#include <angka/data/card.hpp>
#include <iterator>
#include <utility>

#include "console/images.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/findings.hpp"
#include "writer.hpp"

namespace {

/// "0.1" of an operation's "shift=0.1" as people write it.
std::string setting(const std::string& typed) {
  double number = 0;
  return angka::detail::read_number(typed, number) ? brief(number) : typed;
}

}  // namespace

void ReportWriter::data() {
  heading(r_.data.the_data);
  say(r_.data.data_intro);
  part(r_.data.card);
  Rows rows;
  bool any = false;
  for (std::size_t i = 0; i < std::size(angka::DataCard::fields); ++i) {
    const std::string& text = f_.card.*(angka::DataCard::fields[i].text);
    rows.push_back({t_.card_fields[i].title, card_field(text)});
    any = any || !text.empty();
  }
  if (any) {
    say(r_.data.see_card);
    table("card", r_.data.card, {r_.data.field, r_.data.content}, std::move(rows));
  } else {
    say(r_.data.no_card);
  }
  part(r_.data.counts);
  say(f_.data.digits.by_writer ? r_.data.counts_by_writer : r_.data.counts_intro);
  if (const std::string ratio = fixed(f_.inspection.findings.imbalance, 2); ratio != fixed(1, 2))
    also(r_.data.counts_ratio, ratio);
  else
    also(r_.data.counts_equal);
  also(r_.data.see_counts);
  counts();
  writers();
  part(r_.data.shape);
  const angka::Shape& shape = images_.shape;
  const angka::Normalization& pixels = f_.inspection.pixels;
  say(r_.data.shape_intro, shape.channels, shape.height, shape.width, shape.size(),
      f_.inspection.darkest, f_.inspection.brightest, fixed(255.0 * double{pixels.mean[0]}, 2),
      fixed(255.0 * double{pixels.standard_deviation[0]}, 2));
  if (const auto& shapes = f_.data.digits.photographs; !shapes.empty())
    also(r_.data.photograph_shapes, shapes.size(), original_size(shapes.front()),
         original_size(shapes[shapes.size() / 2]), original_size(shapes.back()));
  also(r_.data.see_shape);
  const std::vector<std::uint32_t>& shown = f_.inspection.shown;
  add(images_figure("examples", r_.data.examples_figure, images_, shown));
  const std::string& first = images_.classes[static_cast<std::size_t>(images_.labels[shown[0]])];
  add(pixels_figure("pixels", fill(r_.data.pixels_figure, first), pixel_rows(images_, shown[0])));
  part(r_.data.checks);
  say(r_.data.checks_intro);
  also(r_.data.see_checks);
  rows.clear();
  for (const FindingLine& line : lines(f_.inspection.findings, t_))
    rows.push_back({line.title, line.figure, line.examples});
  table("checks", r_.data.checks, {r_.data.finding, r_.data.found, r_.data.examples},
        std::move(rows));
}

std::vector<std::size_t> ReportWriter::used_counts() const {
  const std::size_t n = images_.classes.size();
  std::vector<std::size_t> sums(n);
  for (const auto& part :
       {count_classes(images_.select(parts_.train), n),
        count_classes(images_.select(parts_.validation), n), count_classes(test_, n)})
    for (std::size_t c = 0; c < n; ++c) sums[c] += part[c];
  return sums;
}

std::string ReportWriter::images_used() const {
  const std::size_t used = parts_.train.size() + parts_.validation.size() + test_.size();
  const bool own_test = f_.data.test->data != &images_;
  const std::size_t all = images_.size() + (own_test ? test_.size() : 0);
  return used < all ? fill(r_.data.images_of, used, all) : fill(t_.image_count, used);
}

void ReportWriter::counts() {
  const std::vector<std::string>& classes = images_.classes;
  const std::size_t n = classes.size();
  const auto train = count_classes(images_.select(parts_.train), n);
  const auto validation = count_classes(images_.select(parts_.validation), n);
  const auto test = count_classes(test_, n);
  const std::size_t epochs = epochs_.size();
  Rows rows;
  std::size_t sums[5] = {};
  const auto row = [&](const std::string& name, const std::size_t(&values)[5]) {
    rows.push_back({name});
    for (const std::size_t value : values) rows.back().push_back(count(value));
    if (!augmented_) rows.back().pop_back();
  };
  for (std::size_t c = 0; c < n; ++c) {
    const std::size_t values[] = {train[c] + validation[c] + test[c], train[c], validation[c],
                                  test[c], train[c] * epochs};
    for (std::size_t i = 0; i < 5; ++i) sums[i] += values[i];
    row(classes[c], values);
  }
  row(t_.total, sums);
  std::vector<std::string> header{t_.digit,     r_.document.images, t_.trained,
                                  t_.validated, t_.tested,          r_.data.augmented};
  for (std::size_t i = 1; i < 4; ++i)
    header[i + 1] +=
        " (" + percent(static_cast<double>(sums[i]) / static_cast<double>(sums[0])) + ')';
  if (!augmented_) header.pop_back();
  table("counts", r_.data.counts_caption, std::move(header), std::move(rows));
  if (augmented_ && train[0] > 0)
    say(r_.data.counts_augmented, classes[0], train[0], epochs, train[0] * epochs);
  add(bars_figure("counts", r_.data.counts_figure, classes,
                  {{t_.trained, train}, {t_.validated, validation}, {t_.tested, test}}));
}

void ReportWriter::preparing() {
  heading(r_.data.preparing);
  say(r_.data.preparing_intro);
  also(r_.data.see_preparing);
  Rows rows;
  const std::vector<DataStep>& steps = f_.trained.plan.steps;
  for (std::size_t i = 0; i < steps.size(); ++i)
    rows.push_back({count(i + 1) + ". " + steps[i].title, fill(steps[i].in_unit, steps[i].in),
                    fill(steps[i].out_unit, steps[i].out), steps[i].detail});
  table("preparing", r_.data.preparing,
        {r_.document.step, r_.data.in, r_.data.out, r_.data.what_happens}, std::move(rows));
  stages();
}

void ReportWriter::augmentation() {
  heading(r_.data.augmentation);
  if (!augmented_) say(r_.data.no_augmentation);
  if (f_.augmentation.rows.empty()) return;
  if (augmented_)
    say(r_.data.augmentation_intro);
  else
    also(r_.data.augmentation_of_comparison);
  also(r_.data.see_augmentation);
  Rows rows;
  bool elastic = false;
  for (const std::string& spec : operation_specs(f_.augment)) {
    const std::string key = spec.substr(0, spec.find('='));
    std::string meaning;
    for (const auto& operation : r_.data.operations)
      if (key == operation.key) meaning = operation.meaning;
    elastic = elastic || key == "elastic";
    rows.push_back({key, setting(spec.substr(std::min(spec.size(), key.size() + 1))), meaning});
  }
  if (elastic) also(r_.data.see_elastic);
  table("augmentation", r_.data.operations_caption,
        {r_.data.operation, r_.document.setting, r_.data.meaning}, std::move(rows));
  add(sheet_figure("augmentation", r_.data.augmentation_figure, f_.augmentation));
}
