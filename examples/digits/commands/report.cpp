#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "console/output_folder.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/study.hpp"
#include "experiments/unseen.hpp"
#include "nets/model_file.hpp"
#include "report/page.hpp"
#include "report/text.hpp"

namespace {

/// The images of `data` that are read wrongly, the surest first.
std::vector<Mistake> mistakes_of(const angka::DataView& data, const Run& run) {
  std::vector<Mistake> mistakes;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (run.right[i]) continue;
    const auto begin = run.probabilities.begin() + static_cast<std::ptrdiff_t>(i * class_count);
    const auto best = std::max_element(begin, begin + class_count);
    mistakes.push_back({i, data.label(i), static_cast<int>(best - begin), *best});
  }
  std::stable_sort(mistakes.begin(), mistakes.end(), [](const Mistake& a, const Mistake& b) {
    return a.probability > b.probability;
  });
  return mistakes;
}

/// Writes a document as HTML and Markdown.
void write_document(OutputFolder& out, const std::string& name, const Document& document) {
  out.write(name + ".html", to_html(document));
  out.write(name + ".md", to_markdown(document));
}

}  // namespace

int report(const Options& options) {
  const Texts& t = *options.texts;
  const ReportTexts& r = report_texts(t);
  check_writable(options.json);
  const Net& net = *find_net(options.net);
  check_settings(net, options);
  OutputFolder out(options.out);
  Digits digits = load_digits(options, options.data);
  check_classes(digits, t);
  const bool hold_out = !digits.source.test && options.test.empty();
  const Parts parts = part(digits.train(), hold_out, options);
  const bool compares = options.seeds > 0 && !options.augment.off();

  int stage = 0;
  const bool tunes = options.minutes || options.trials;
  const int stages = 4 + !options.augment.off() + compares + tunes;
  const auto run = [&](Command which, int (*command)(const Options&), const char* title,
                       const std::string& name, const std::string& made) {
    std::cout << fill(r.stage, ++stage, stages, title) << std::endl;
    Options its = options;
    its.command = which;
    its.json = out.staged(name);
    its.out = made.empty() ? "" : out.staged(made).string();
    its.model = out.staged("model.safetensors");
    its.all = !hold_out;
    const Silence silence;
    command(its);
  };
  run(Command::inspect, inspect, r.the_data, "data.json", "");
  {
    Options its = options;
    its.card = true;
    its.json = out.staged("card.json");
    const Silence silence;
    inspect(its);
  }
  if (!options.augment.off())
    run(Command::augment, augment, r.augmentation, "augmentation.json", "augmentation");
  run(Command::train, train, r.training.title, "training.json", "model.safetensors");
  run(Command::evaluate, evaluate, r.evaluation.title, "evaluation.json", "");
  if (compares) run(Command::compare, compare, r.comparison, "comparison.json", "comparison");
  if (tunes) run(Command::tune, tune, r.search, "tuning.json", "tuning");

  std::cout << fill(r.stage, ++stage, stages, r.page) << std::endl;
  const SavedModel model = load_model(out.staged("model.safetensors").string(), t);
  std::optional<Digits> others;
  if (!options.test.empty()) others = load_digits(options, options.test);
  const TestImages test =
      unseen_images(others ? *others : digits, trained_on(digits, hold_out, options.seed), t);
  Run tested;
  tested.probabilities = model.classifier->predict(test.view());
  judge(test.view(), tested);
  const auto json = [&](const char* name) { return Json::parse(read_text(out.staged(name))); };
  const ReportFacts facts{
      .options = options,
      .net = net,
      .digits = digits,
      .parts = parts,
      .test = test.view(),
      .normalization = model.facts.normalization,
      .findings = lines(examine(digits, parts), t),
      .data = json("data.json"),
      .card = json("card.json"),
      .training = json("training.json"),
      .evaluation = json("evaluation.json"),
      .comparison = compares ? json("comparison.json") : Json(),
      .tuning = tunes ? json("tuning.json") : Json(),
      .augmentation =
          options.augment.off() ? "" : read_text(out.staged("augmentation/augmentation.png")),
      .tuning_picture = tunes ? read_text(out.staged("tuning/tuning.png")) : "",
      .layers = model.classifier->summary(),
      .tested = tested.evaluation,
      .mistakes = mistakes_of(test.view(), tested)};

  const Document page = report_page(facts);
  write_document(out, "report", page);
  if (options.chapters) write_document(out, "chapters", report_chapters(facts));
  for (const Block& block : page.chapters.front().blocks)
    if (const auto* table = std::get_if<Table>(&block))
      out.write("tables/" + table->name + ".csv", to_csv(*table));
    else if (const auto* figure = std::get_if<Figure>(&block))
      out.write("figures/" + figure->name + ".png", figure->png);
  out.commit();
  write_json(options.json, {{"data", facts.data},
                            {"left_out", left_out(digits, others ? &*others : nullptr)},
                            {"training", facts.training},
                            {"evaluation", facts.evaluation},
                            {"comparison", facts.comparison},
                            {"tuning", facts.tuning}});
  std::cout << fill(r.written, (std::filesystem::path(options.out) / "report.html").string())
            << '\n';
  return 0;
}
