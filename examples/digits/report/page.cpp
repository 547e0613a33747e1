#include "page.hpp"

#include <utility>

#include "experiments/findings.hpp"
#include "writer.hpp"

Document ReportWriter::document(std::vector<Chapter> chapters) const {
  const bool in_indonesian = &t_ == &indonesian;
  return {.title = r_.document.title,
          .language = in_indonesian ? "id" : "en",
          .names = {.chapter = r_.document.chapter,
                    .roman = in_indonesian,
                    .table = r_.document.table,
                    .figure = r_.document.figure,
                    .and_one = r_.document.and_one,
                    .and_others = r_.document.and_others,
                    .contents = r_.document.contents,
                    .figures = r_.document.figures,
                    .tables = r_.document.tables},
          .chapters = std::move(chapters)};
}

void ReportWriter::summary() {
  heading(r_.document.summary);
  say(r_.document.see_summary);
  const angka::Shape& shape = images_.shape;
  const angka::Interval interval = e_.accuracy_interval();
  const std::vector<std::size_t> counts = used_counts();
  std::string of_each;
  for (std::size_t c = 0; c < counts.size(); ++c)
    of_each += (c > 0 ? "; " : "") + images_.classes[c] + ": " + count(counts[c]);
  std::string prepared, built;
  for (const DataStep& step : f_.trained.plan.steps)
    prepared += (prepared.empty() ? "" : "; ") + std::string(step.title);
  for (const auto& row : building_rows()) built += (built.empty() ? "" : "; ") + row.front();
  Rows rows{
      {r_.data.counts,
       fill(r_.document.summary_data, images_used(),
            fill(t_.parts, parts_.train.size(), parts_.validation.size(), test_.size()), of_each)},
      {r_.data.shape,
       fill(r_.document.summary_shape, shape.height, shape.width, shape.size(), shape.channels)},
      {r_.data.card, card_field(f_.card.collected_by) +
                         (f_.card.written_by.empty() ? "" : "; " + f_.card.written_by)},
      {r_.document.interviewed, card_field(f_.card.interviewed)},
      {r_.data.preparing, prepared},
      {r_.network.building, built},
      {r_.network.architecture.title, fill(r_.document.summary_net, net_.name, net_.parameters,
                                           parts_.train.size(), epochs_.size())},
      {r_.test.quality,
       fill(r_.document.summary_accuracy, e_.correct(), e_.total(), percent(e_.accuracy()),
            percent(interval.low), percent(interval.high))}};
  if (f_.comparison) {
    const BothMeans& mean = f_.comparison->accuracy;
    rows.push_back(
        {r_.comparison.heading, fill(r_.document.summary_augmentation, percent(mean.without.value),
                                     percent(mean.with.value), f_.comparison->pairs.size()) +
                                    ' ' + sentence(mean.gain, t_) + '.'});
  }
  table("summary", r_.document.summary, {r_.document.question, r_.document.answer},
        std::move(rows));
}

void ReportWriter::references() {
  heading(r_.document.references);
  add(Bibliography{});
}

namespace {

void write_method(ReportWriter& writer) {
  writer.flow();
  writer.data();
  writer.protocol();
  writer.preparing();
  writer.augmentation();
  writer.building();
  writer.formulas();
  writer.hyperparameters();
  writer.measuring();
}

void write_results(ReportWriter& writer) {
  writer.course();
  writer.quality();
  writer.worked_example();
  writer.comparison();
  writer.search();
  writer.experiment();
  writer.discussion();
  writer.conclusion();
  writer.environment();
}

}  // namespace

ReportDocuments report_documents(const ReportFacts& facts) {
  const DocumentTexts& texts = report_texts(*facts.options.texts).document;
  ReportWriter writer(facts);
  writer.summary();
  std::vector<Block> page = writer.take();
  write_method(writer);
  Chapter method{3, texts.method, writer.take()};
  write_results(writer);
  Chapter results{4, texts.results, writer.take()};
  for (const Chapter* chapter : {&method, &results})
    page.insert(page.end(), chapter->blocks.begin(), chapter->blocks.end());
  writer.references();
  for (Block& block : writer.take()) page.push_back(std::move(block));
  return {.page = writer.document({{.blocks = std::move(page)}}),
          .chapters = writer.document({std::move(method),
                                       std::move(results),
                                       {0, texts.references_chapter, {Bibliography{}}}})};
}
