#include "experiments/writers.hpp"

#include "experiments/writers_text.hpp"
#include "writer.hpp"

void ReportWriter::writer_rows(const char* name, const char* see, const char* caption,
                               WriterRows rows) {
  if (!rows.rows.empty()) {
    say(see);
    table(name, caption, std::move(rows.header), std::move(rows.rows));
  }
  for (const std::string& note : rows.notes) say(note.c_str());
}

void ReportWriter::writers() {
  const WriterTexts& w = writer_texts(t_);
  const Digits& digits = f_.data.digits;
  const auto counts = count_by_writer(digits, parts_);
  if (counts.empty()) return;
  part(w.counts_caption);
  say(w.intro, counts.size(), digits.writer_code(counts.front().number),
      digits.writer_code(counts.back().number), digits.by_writer ? w.apart : w.by_image);
  if (const std::size_t known = f_.data.tested().known_writers; known > 0) say(w.both_sides, known);
  writer_rows("writers", w.see_counts, w.counts_caption, rows_of(counts, digits, t_));
  writer_rows("respondents", w.see_respondents, w.respondents_caption, respondent_rows(digits, t_));
}

void ReportWriter::writer_accuracy() {
  const WriterTexts& w = writer_texts(t_);
  writer_rows("writer-accuracy", w.see_accuracy, w.accuracy_caption,
              rows_of(score_by_writer(test_, f_.right), f_.data.tested(), t_));
}
