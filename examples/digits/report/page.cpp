#include "page.hpp"

#include <utility>

#include "experiments/findings.hpp"
#include "writer.hpp"

Document ReportWriter::document(std::vector<Chapter> chapters) const {
  const bool in_indonesian = &t_ == &indonesian;
  return {.title = r_.title,
          .language = in_indonesian ? "id" : "en",
          .names = {.chapter = p_.chapter,
                    .roman = in_indonesian,
                    .table = r_.table,
                    .figure = r_.figure,
                    .and_one = p_.and_one,
                    .and_others = p_.and_others,
                    .contents = p_.contents,
                    .figures = p_.figures,
                    .tables = p_.tables},
          .chapters = std::move(chapters)};
}

void ReportWriter::summary() {
  heading(r_.summary);
  say(p_.see_summary);
  const angka::Shape& shape = images_.shape;
  const angka::Interval interval = e_.accuracy_interval();
  Rows rows{
      {r_.counts, fill(r_.summary_data, images_.size(),
                       fill(t_.parts, parts_.train.size(), parts_.validation.size(), test_.size()),
                       shape.height, shape.width, shape.size(), shape.channels)},
      {r_.card, card_field(f_.card.collected_by) + "; " + card_field(f_.card.written_by)},
      {r_.architecture.title,
       fill(r_.summary_net, net_.name, net_.parameters, parts_.train.size(), epochs_.size())},
      {r_.quality, fill(r_.summary_accuracy, e_.correct(), e_.total(), percent(e_.accuracy()),
                        percent(interval.low), percent(interval.high))}};
  if (f_.comparison) {
    const BothMeans& mean = f_.comparison->accuracy;
    rows.push_back({r_.comparison, fill(r_.summary_augmentation, percent(mean.without.value),
                                        percent(mean.with.value), f_.comparison->pairs.size()) +
                                       ' ' + sentence(mean.gain, t_)});
  }
  table("summary", r_.summary, {r_.question, r_.answer}, std::move(rows));
}

void ReportWriter::references() {
  heading(p_.references);
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

Document report_page(const ReportFacts& facts) {
  ReportWriter writer(facts);
  writer.summary();
  write_method(writer);
  write_results(writer);
  writer.references();
  return writer.document({{.blocks = writer.take()}});
}

Document report_chapters(const ReportFacts& facts) {
  ReportWriter writer(facts);
  write_method(writer);
  Chapter method{3, writer.texts().method, writer.take()};
  write_results(writer);
  return writer.document({std::move(method),
                          {4, writer.texts().results, writer.take()},
                          {0, writer.prose().references, {Bibliography{}}}});
}
