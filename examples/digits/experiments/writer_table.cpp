#include "writer_table.hpp"

#include <algorithm>
#include <system_error>

#include "table_file.hpp"
#include "writers_text.hpp"

namespace fs = std::filesystem;

WriterTable::WriterTable(const Options& options, const fs::path& place)
    : t_(*options.texts), place_(place), file_(options.writers), pattern_(options.writer_pattern) {
  std::error_code error;
  if (const fs::path card = angka::card_path(place); fs::is_regular_file(card, error))
    for (const angka::Respondent& respondent : angka::read_card(card).respondents)
      if (!respondent.writer.empty()) merge(respondent, {});
  if (!options.writers.empty()) read(options);
}

void WriterTable::merge(const angka::Respondent& told,
                        const std::function<void(const char*)>& refuse) {
  const auto found =
      std::find_if(respondents_.begin(), respondents_.end(),
                   [&](const angka::Respondent& r) { return r.writer == told.writer; });
  if (found == respondents_.end()) {
    respondents_.push_back(told);
    return;
  }
  for (const angka::Respondent::Field& field : angka::Respondent::fields) {
    const std::string& text = told.*(field.text);
    if (text.empty()) continue;
    std::string& known = (*found).*(field.text);
    if (refuse && !known.empty() && known != text) refuse(field.name);
    known = text;
  }
}

void WriterTable::read(const Options& options) {
  const WriterTexts& w = writer_texts(t_);
  TableFile table(options.writers, t_);
  if (!table.has("writer")) table.fail(1, w.a_header, TableFile::join(table.header()));
  std::vector<angka::Respondent> of_card;
  of_card.swap(respondents_);  // lines must agree with each other, not with the card
  TableFile::Row row;
  while (table.next(row)) {
    angka::Respondent told;
    for (const angka::Respondent::Field& field : angka::Respondent::fields)
      told.*(field.text) = table.get(row, field.name);
    const std::string file = fs::path(table.get(row, "file")).lexically_normal().generic_string();
    if (told.writer.empty()) table.fail(row.line, w.a_writer, file);
    merge(told, [&](const char* field) {
      table.fail(row.line, ::fill(w.as_before, field, told.writer), TableFile::join(row));
    });
    if (table.get(row, "file").empty()) continue;
    if (const auto [at, fresh] = by_file_.emplace(file, told.writer);
        !fresh && at->second != told.writer)
      table.fail(row.line, at->second, told.writer);
    const auto [at, fresh] = by_name_.emplace(fs::path(file).filename().string(), told.writer);
    if (!fresh && at->second != told.writer) at->second.clear();
  }
  std::vector<angka::Respondent> of_table;
  of_table.swap(respondents_);
  respondents_ = std::move(of_card);
  for (const angka::Respondent& respondent : of_table) merge(respondent, {});
}

angka::FindWriter WriterTable::find_writer() const {
  if (!by_file_.empty())
    return [*this](const fs::path& file) {
      for (const fs::path& from : {place_, file_.parent_path()})
        if (const auto found = by_file_.find(file.lexically_relative(from).generic_string());
            found != by_file_.end())
          return found->second;
      if (const auto found = by_name_.find(file.filename().string());
          found != by_name_.end() && !found->second.empty())
        return found->second;
      angka::raise(angka::FileError(angka::detail::printable(file),
                                    fill(writer_texts(t_).a_row, file_.string()),
                                    cleaning_texts(t_).nothing));
    };
  return pattern_.empty() ? angka::FindWriter() : angka::writers_by_pattern(pattern_);
}

std::vector<std::string> WriterTable::refusing() const {
  std::vector<std::string> names;
  for (const angka::Respondent& respondent : respondents_)
    if (respondent.refuses()) names.push_back(respondent.writer);
  return names;
}
