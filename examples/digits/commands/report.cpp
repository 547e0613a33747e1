#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "commands.hpp"
#include "console/interrupt.hpp"
#include "console/output_folder.hpp"
#include "experiments/augmented_data.hpp"
#include "experiments/card.hpp"
#include "experiments/comparison.hpp"
#include "experiments/inspection.hpp"
#include "experiments/search.hpp"
#include "experiments/study.hpp"
#include "experiments/trained_model.hpp"
#include "experiments/tuning.hpp"
#include "experiments/unseen.hpp"
#include "experiments/writers.hpp"
#include "report/discussion.hpp"
#include "report/experiment.hpp"
#include "report/page.hpp"
#include "report/text.hpp"
#include "report/word.hpp"

namespace {

/// The name of the file that test image `i` is from; empty if it has none of its own.
std::string file_of(const ExperimentData& data, std::size_t i) {
  const Digits& digits = data.tested();
  const std::vector<std::string>& files = digits.source.report.files;
  const bool among_training = data.test->data == &digits.source.train;
  const std::size_t at =
      data.test->view().position(i) + (among_training ? 0 : digits.source.train.size());
  if (at >= files.size()) return "";
  return digits.within(digits.place / std::filesystem::path(files[at]).filename());
}

/// The test images that are read wrongly, the surest first.
std::vector<Mistake> mistakes_of(const ExperimentData& experiment, const Run& run) {
  const angka::DataView data = experiment.test->view();
  const std::size_t classes = run.probabilities.size() / data.size();
  std::vector<Mistake> mistakes;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (run.right[i]) continue;
    const auto begin = run.probabilities.begin() + static_cast<std::ptrdiff_t>(i * classes);
    const auto best = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(classes));
    mistakes.push_back(
        {i, data.label(i), static_cast<int>(best - begin), *best, file_of(experiment, i)});
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

int report(const Options& asked) {
  const Texts& t = *asked.texts;
  const ReportTexts& r = report_texts(t);
  check_writable(asked.json);
  check_settings(asked);
  std::optional<Json> experiment;
  if (!asked.experiment.empty()) experiment = read_experiment(asked.experiment, t);
  if (asked.docx) check_pandoc(t);
  const InterruptGuard interrupt;
  OutputFolder out(asked.out);
  ExperimentData data(asked, asked.test.empty());
  const Digits& digits = data.digits;
  data.find_test(asked);
  const angka::DataView test = data.test->view();

  const bool augments = !asked.augment.off();
  const bool compares = asked.seeds > 0 && augments;
  const bool tunes = asked.minutes || asked.trials;
  int stage = 0;
  const int stages = 4 + augments + compares + tunes;
  const auto begin = [&](const char* title) {
    interrupt.check(t);
    std::cout << fill(r.document.stage, ++stage, stages, title) << std::endl;
  };
  const auto write_figures = [&](const char* name, const Json& json) {
    out.write(name, to_text(json));
    return json;
  };

  // What is searched for comes first: the model of the report is the winner.
  std::optional<Tuning> tuning;
  Options options = asked;
  if (tunes) {
    begin(r.comparison.search);
    const std::filesystem::path state = out.staged("tuning") / "trials.json";
    Search search(asked, digits, data.hold_out, state, say_nothing);
    search.run();
    std::filesystem::remove_all(state.parent_path());
    tuning = tuning_of(search, asked, asked.validation);
    options = with_settings(asked, tuning->winner);
  }

  begin(r.data.the_data);
  TrainingPlan plan(options, data);
  const Net& net = *plan.net;
  const Inspection inspection =
      inspect_data(digits, plan.parts, choose_images(digits.train(), options), options);
  Json data_json = to_json(inspection, digits);
  if (const auto writers = count_by_writer(digits, plan.parts); !writers.empty()) {
    data_json["writers"] = to_json(writers, digits);
    data_json["respondents"] = respondents_json(digits);
    write_writer_names(out.staged(writer_names_file), digits);
  }
  write_figures("data.json", data_json);
  const FoundCard card = find_card(
      data_place(options.data), [&] { return digits.is_mnist(); }, t);
  write_figures("card.json", to_json(card));

  // Where no augmentation is best, it is still compared with.
  Options augmented = options;
  if (augmented.augment.off()) augmented.augment = asked.augment;
  angka::ContactSheet augmentation;
  if (augments) {
    begin(r.data.augmentation);
    const AugmentedData made = augment_data(digits, augmented, interrupt);
    write(made, augmented, out, "augmentation");
    write_figures("augmentation.json", to_json(made, digits, augmented));
    augmentation = made.overview;
  }

  begin(r.network.training.title);
  const TrainedModel trained = train_model(std::move(plan), data, options, interrupt, say_nothing);
  save_model(out.staged("model.safetensors").string(), *trained.model.classifier,
             trained.model.facts);
  const Json training_json = write_figures("training.json", to_json(trained, data, options));

  begin(r.network.evaluation.title);
  Run tested;
  tested.probabilities = trained.model.classifier->predict(test);
  judge(test, tested);
  Json evaluation_json = to_json(*trained.evaluation, net.name, data.tested(), data.test->kind);
  if (trained.calibrated) evaluation_json["calibrated"] = to_json(*trained.calibrated);
  if (const auto writers = score_by_writer(test, tested.right); !writers.empty())
    evaluation_json["writers"] = to_json(writers, data.tested());
  write_figures("evaluation.json", evaluation_json);

  const Parts& parts = trained.plan.parts;
  std::optional<Comparison> comparison;
  Json comparison_json;
  if (compares) {
    begin(r.comparison.heading);
    Study study(augmented, net, digits, parts, test, say_nothing);
    study.known = &trained;
    comparison = compare_augmentation(study, digits, parts, augmented);
    comparison_json =
        write_figures("comparison.json", to_json(*comparison, net, data, parts, augmented));
    write(*comparison, comparison_json, net, augmented, out, "comparison");
  }
  Json tuning_json;
  if (tuning) tuning_json = write_figures("tuning.json", to_json(*tuning, trained, data));

  begin(r.document.page);
  const std::vector<Mistake> mistakes = mistakes_of(data, tested);
  const auto right = std::find(tested.right.begin(), tested.right.end(), true);
  const auto shown = right == tested.right.end() ? 0 : right - tested.right.begin();
  WorkedExample worked =
      work_example(trained.model.classifier->describe(), test, static_cast<std::size_t>(shown));
  const std::size_t outputs = tested.probabilities.size() / test.size();
  const auto predicted =
      tested.probabilities.begin() + shown * static_cast<std::ptrdiff_t>(outputs);
  worked.predicted.assign(predicted, predicted + static_cast<std::ptrdiff_t>(outputs));
  const Json worked_json = write_figures("worked-example.json", to_json(worked));
  const ReportFacts facts{.options = options,
                          .data = data,
                          .inspection = inspection,
                          .card = card.card,
                          .augment = augmented.augment,
                          .augmentation = augmentation,
                          .trained = trained,
                          .calibration = tested.evaluation.calibration(),
                          .probabilities = tested.probabilities,
                          .mistakes = mistakes,
                          .right = tested.right,
                          .comparison = comparison ? &*comparison : nullptr,
                          .tuning = tuning ? &*tuning : nullptr,
                          .experiment = experiment ? &*experiment : nullptr,
                          .worked = worked};
  const auto [page, chapters] = report_documents(facts);
  write_document(out, "report", page);
  for (const Block& block : page.chapters.front().blocks)
    if (const auto* table = std::get_if<Table>(&block)) {
      out.write("tables/" + table->name + ".csv", to_spreadsheet(*table, t.signs));
    } else if (const auto* figure = std::get_if<Figure>(&block)) {
      out.write("figures/" + figure->name + ".png", figure->png);
      if (!figure->svg.empty()) out.write("figures/" + figure->name + ".svg", figure->svg);
    }
  if (options.chapters || options.docx || options.latex) {
    write_document(out, "chapters", chapters);
    if (options.latex) out.write("chapters.tex", to_latex(chapters));
    if (options.docx) write_docx(chapters, out.staged("chapters.docx"), t);
  }
  interrupt.check(t);
  out.commit();
  write_json(options.json, {{"data", data_json},
                            {"left_out", data.left_out()},
                            {"training", training_json},
                            {"evaluation", evaluation_json},
                            {"comparison", comparison_json},
                            {"tuning", tuning_json},
                            {"experiment", experiment ? *experiment : Json()},
                            {"worked_example", worked_json},
                            {"discussion", to_json(discuss(facts), facts)}});
  std::cout << fill(r.document.written,
                    (std::filesystem::path(options.out) / "report.html").string())
            << '\n';
  return 0;
}
