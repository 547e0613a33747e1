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
  heading(r_.the_data);
  say(r_.data_intro);
  part(r_.card);
  Rows rows;
  bool any = false;
  for (std::size_t i = 0; i < std::size(angka::DataCard::fields); ++i) {
    const std::string& text = f_.card.*(angka::DataCard::fields[i].text);
    rows.push_back({t_.card_fields[i].title, card_field(text)});
    any = any || !text.empty();
  }
  if (any) {
    say(p_.see_card);
    table("card", r_.card, {r_.field, r_.content}, std::move(rows));
  } else {
    say(r_.no_card);
  }
  part(r_.counts);
  say(r_.counts_intro, fixed(f_.inspection.findings.imbalance, 2));
  say(p_.see_counts);
  counts();
  writers();
  part(r_.shape);
  const angka::Shape& shape = images_.shape;
  const angka::Normalization& pixels = f_.inspection.pixels;
  say(r_.shape_intro, shape.channels, shape.height, shape.width, shape.size(),
      f_.inspection.darkest, f_.inspection.brightest, fixed(255.0 * double{pixels.mean[0]}, 2),
      fixed(255.0 * double{pixels.standard_deviation[0]}, 2));
  if (const auto& shapes = f_.data.digits.photographs; !shapes.empty())
    say(r_.photograph_shapes, shapes.size(), original_size(shapes.front()),
        original_size(shapes[shapes.size() / 2]), original_size(shapes.back()));
  say(p_.see_shape);
  const std::vector<std::uint32_t>& shown = f_.inspection.shown;
  add(images_figure("examples", r_.examples_figure, images_, shown));
  const std::string& first = images_.classes[static_cast<std::size_t>(images_.labels[shown[0]])];
  add(pixels_figure("pixels", fill(r_.pixels_figure, first), pixel_rows(images_, shown[0])));
  part(r_.checks);
  say(r_.checks_intro);
  say(p_.see_checks);
  rows.clear();
  for (const FindingLine& line : lines(f_.inspection.findings, t_))
    rows.push_back({line.title, line.figure, line.examples});
  table("checks", r_.checks, {r_.finding, r_.found, ""}, std::move(rows));
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
  std::vector<std::string> header{t_.digit,     r_.images, t_.trained,
                                  t_.validated, t_.tested, r_.augmented};
  for (std::size_t i = 1; i < 4; ++i)
    header[i + 1] +=
        " (" + percent(static_cast<double>(sums[i]) / static_cast<double>(sums[0])) + ')';
  if (!augmented_) header.pop_back();
  table("counts", r_.counts_caption, std::move(header), std::move(rows));
  if (augmented_ && train[0] > 0)
    say(r_.counts_augmented, classes[0], train[0], epochs, train[0] * epochs);
  add(bars_figure("counts", r_.counts_figure, classes,
                  {{t_.trained, train}, {t_.validated, validation}, {t_.tested, test}}));
}

void ReportWriter::preparing() {
  heading(r_.preparing);
  say(r_.preparing_intro);
  say(p_.see_preparing);
  Rows rows;
  const std::vector<DataStep>& steps = f_.trained.plan.steps;
  for (std::size_t i = 0; i < steps.size(); ++i)
    rows.push_back({count(i + 1) + ". " + steps[i].title, fill(steps[i].in_unit, steps[i].in),
                    fill(steps[i].out_unit, steps[i].out), steps[i].detail});
  table("preparing", r_.preparing, {r_.step, r_.in, r_.out, r_.what_happens}, std::move(rows));
  stages();
}

void ReportWriter::augmentation() {
  heading(r_.augmentation);
  if (!augmented_) say(r_.no_augmentation);
  if (f_.augmentation.empty()) return;
  say(augmented_ ? r_.augmentation_intro : r_.augmentation_of_comparison);
  say(p_.see_augmentation);
  Rows rows;
  bool elastic = false;
  for (const std::string& spec : operation_specs(f_.augment)) {
    const std::string key = spec.substr(0, spec.find('='));
    std::string meaning;
    for (const auto& operation : r_.operations)
      if (key == operation.key) meaning = operation.meaning;
    elastic = elastic || key == "elastic";
    rows.push_back({key, setting(spec.substr(std::min(spec.size(), key.size() + 1))), meaning});
  }
  if (elastic) say(p_.see_elastic);
  table("augmentation", r_.operations_caption, {r_.operation, r_.setting, r_.meaning},
        std::move(rows));
  add(Figure{"augmentation", r_.augmentation_figure, f_.augmentation, ""});
}
