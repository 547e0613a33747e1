#include "writers.hpp"

#include <algorithm>
#include <angka/io/atomic_file.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <system_error>

#include "writers_text.hpp"

namespace {

constexpr std::size_t most_listed = 40;
constexpr std::size_t most_classes_shown = 12;

std::size_t size_of(const WriterCount& writer) { return writer.images; }
std::size_t size_of(const WriterScore& writer) { return static_cast<std::size_t>(writer.total); }

void merge(WriterCount& all, const WriterCount& one) {
  all.per_class.resize(one.per_class.size());
  for (std::size_t c = 0; c < one.per_class.size(); ++c) all.per_class[c] += one.per_class[c];
  all.images += one.images;
  all.train |= one.train;
  all.validation |= one.validation;
  all.test |= one.test;
}
void merge(WriterScore& all, const WriterScore& one) {
  all.right += one.right;
  all.total += one.total;
}

/// Those who have enough images, `most` of them at most, and all others together.
template <class Writer>
struct Grouped {
  std::vector<Writer> shown{};
  Writer others{};
  std::size_t merged = 0;
};
template <class Writer>
Grouped<Writer> grouped(const std::vector<Writer>& writers, std::size_t most) {
  Grouped<Writer> groups;
  for (const Writer& writer : writers)
    if (size_of(writer) >= fewest_in_group && groups.shown.size() < most)
      groups.shown.push_back(writer);
    else
      merge(groups.others, writer), ++groups.merged;
  return groups;
}

template <class Writer, class Row>
WriterRows rows_of(const std::vector<Writer>& writers, Row row, const WriterTexts& w,
                   const Digits& digits) {
  WriterRows table;
  if (writers.size() < fewest_in_group) {
    if (!writers.empty()) table.notes.push_back(fill(w.not_broken_down, fewest_in_group));
    return table;
  }
  const auto groups = grouped(writers, most_listed);
  for (const Writer& writer : groups.shown)
    table.rows.push_back(row(digits.writer_code(writer.number), writer));
  if (groups.merged == 0) return table;
  table.rows.push_back(row(fill(w.others, groups.merged), groups.others));
  table.notes.push_back(fill(w.not_listed, fewest_in_group, most_listed));
  return table;
}

template <class Writer, class Object>
Json json_of(const std::vector<Writer>& writers, Object object, const Digits& digits) {
  Json json{{"count", writers.size()}};
  if (writers.size() < fewest_in_group) return json;
  const auto groups = grouped(writers, writers.size());
  json["per_writer"] = Json::array();
  for (const Writer& writer : groups.shown) {
    Json one{{"writer", digits.writer_code(writer.number)}};
    one.update(object(writer));
    json["per_writer"].push_back(std::move(one));
  }
  if (groups.merged > 0) {
    json["others"] = {{"writers", groups.merged}};
    json["others"].update(object(groups.others));
  }
  return json;
}

constexpr std::string angka::Respondent::*answers[] = {
    &angka::Respondent::age_group, &angka::Respondent::hand, &angka::Respondent::school_or_work,
    &angka::Respondent::consent};

/// The respondents, without the answers that fewer than a group gave.
std::vector<angka::Respondent> shown_respondents(const Digits& digits, const char* rare,
                                                 bool* any_rare = nullptr) {
  std::vector<angka::Respondent> shown;
  for (const angka::Respondent& respondent : digits.respondents)
    if (!respondent.writer.empty()) shown.push_back(respondent);
  for (const auto answer : answers) {
    std::map<std::string, std::size_t> times;
    for (const angka::Respondent& respondent : shown) ++times[respondent.*answer];
    for (angka::Respondent& respondent : shown) {
      std::string& text = respondent.*answer;
      if (text.empty() || times[text] >= fewest_in_group) continue;
      text = rare;
      if (any_rare) *any_rare = true;
    }
  }
  return shown;
}

}  // namespace

std::vector<WriterCount> count_by_writer(const Digits& digits, const Parts& parts) {
  std::map<int, WriterCount> found;
  const auto add = [&](const angka::DataView& data, bool WriterCount::*part) {
    for (std::size_t i = 0; data.writers && i < data.size(); ++i) {
      WriterCount& writer = found[data.writer(i)];
      writer.number = static_cast<std::size_t>(data.writer(i));
      writer.per_class.resize(digits.classes().size());
      ++writer.per_class[static_cast<std::size_t>(data.label(i))];
      ++writer.images;
      writer.*part = true;
    }
  };
  const angka::Dataset& data = digits.train();
  add(data.select(parts.train), &WriterCount::train);
  add(data.select(parts.validation), &WriterCount::validation);
  add(data.select(parts.held_out), &WriterCount::test);
  if (digits.source.test) add(*digits.source.test, &WriterCount::test);
  std::vector<WriterCount> writers;
  for (auto& [number, writer] : found) writers.push_back(std::move(writer));
  return writers;
}

WriterRows rows_of(const std::vector<WriterCount>& writers, const Digits& digits, const Texts& t) {
  const WriterTexts& w = writer_texts(t);
  const bool classes = digits.classes().size() <= most_classes_shown;
  WriterRows table = rows_of(
      writers,
      [&](const std::string& name, const WriterCount& writer) {
        std::vector<std::string> row{name};
        for (std::size_t c = 0; classes && c < writer.per_class.size(); ++c)
          row.push_back(count(writer.per_class[c]));
        row.push_back(count(writer.images));
        std::string part;
        for (const auto& [in, word] : {std::pair(writer.train, t.trained),
                                       {writer.validation, t.validated},
                                       {writer.test, t.tested}})
          if (in) part += (part.empty() ? "" : ", ") + std::string(word);
        row.push_back(part);
        return row;
      },
      w, digits);
  table.header = {w.writer};
  if (classes)
    table.header.insert(table.header.end(), digits.classes().begin(), digits.classes().end());
  table.header.insert(table.header.end(), {t.total, w.part});
  return table;
}

Json to_json(const std::vector<WriterCount>& writers, const Digits& digits) {
  Json json = json_of(
      writers,
      [](const WriterCount& writer) {
        return Json{{"images", writer.images},
                    {"per_class", writer.per_class},
                    {"train", writer.train},
                    {"validation", writer.validation},
                    {"test", writer.test}};
      },
      digits);
  json["split_by"] = digits.by_writer ? "writer" : "image";
  json["in_both_sets"] = digits.known_writers;
  json["images_without_consent"] = digits.refused;
  return json;
}

WriterRows respondent_rows(const Digits& digits, const Texts& t) {
  const WriterTexts& w = writer_texts(t);
  WriterRows table{.header = {w.writer, w.age_group, w.hand, w.school_or_work, w.consent}};
  bool any_rare = false;
  for (const angka::Respondent& respondent : shown_respondents(digits, w.rare, &any_rare)) {
    table.rows.push_back({respondent.writer});
    for (const auto answer : answers) table.rows.back().push_back(respondent.*answer);
  }
  if (any_rare) table.notes.push_back(fill(w.rare_note, fewest_in_group));
  if (digits.other_respondents > 0)
    table.notes.push_back(fill(w.without_images, digits.other_respondents));
  if (digits.refused > 0) table.notes.push_back(fill(w.no_consent, digits.refused, "consent: no"));
  return table;
}

Json respondents_json(const Digits& digits) {
  Json list = Json::array();
  for (const angka::Respondent& respondent : shown_respondents(digits, "*")) {
    Json one = Json::object();
    for (const angka::Respondent::Field& field : angka::Respondent::fields)
      if (!(respondent.*(field.text)).empty()) one[field.name] = respondent.*(field.text);
    list.push_back(std::move(one));
  }
  return list;
}

std::vector<WriterScore> score_by_writer(const angka::DataView& data,
                                         const std::vector<bool>& right) {
  std::map<int, WriterScore> found;
  for (std::size_t i = 0; data.writers && i < data.size(); ++i) {
    WriterScore& writer = found[data.writer(i)];
    writer.number = static_cast<std::size_t>(data.writer(i));
    writer.right += right[i];
    ++writer.total;
  }
  std::vector<WriterScore> writers;
  for (const auto& [number, writer] : found) writers.push_back(writer);
  return writers;
}

angka::Mean mean_accuracy(const std::vector<WriterScore>& writers) {
  std::vector<double> accuracies;
  for (const WriterScore& writer : writers) accuracies.push_back(writer.accuracy());
  angka::Mean mean(accuracies);
  mean.interval = {std::max(mean.interval.low, 0.0), std::min(mean.interval.high, 1.0)};
  return mean;
}

WriterRows rows_of(const std::vector<WriterScore>& writers, const Digits& digits, const Texts& t) {
  const WriterTexts& w = writer_texts(t);
  WriterRows table = rows_of(
      writers,
      [](const std::string& name, const WriterScore& writer) {
        return std::vector<std::string>{name, count(writer.right), count(writer.total),
                                        percent(writer.accuracy())};
      },
      w, digits);
  table.header = {w.writer, w.right_of, w.images, w.accuracy_column};
  if (writers.size() < fewest_in_group) return table;
  const angka::Mean mean = mean_accuracy(writers);
  table.notes.push_back(mean.interval.low < mean.interval.high
                            ? fill(w.mean, percent(mean.value), percent(mean.interval.low),
                                   percent(mean.interval.high), writers.size())
                            : fill(w.no_mean, percent(mean.value), writers.size()));
  return table;
}

Json to_json(const std::vector<WriterScore>& writers, const Digits& digits) {
  Json json = json_of(
      writers,
      [](const WriterScore& writer) {
        return Json{
            {"correct", writer.right}, {"total", writer.total}, {"accuracy", writer.accuracy()}};
      },
      digits);
  if (writers.size() < fewest_in_group) return json;
  const angka::Mean mean = mean_accuracy(writers);
  json["mean_accuracy"] = mean.value;
  json["mean_accuracy_interval"] = {mean.interval.low, mean.interval.high};
  return json;
}

void print(const char* title, const WriterRows& table) {
  if (table.rows.empty() && table.notes.empty()) return;
  std::cout << '\n' << title << '\n';
  Rows rows{table.header};
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  if (rows.size() > 1) std::cout << aligned(rows);
  for (const std::string& note : table.notes) std::cout << "  " << note << '\n';
}

void write_writer_names(const std::filesystem::path& file, const Digits& digits) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  std::ofstream(file, std::ios::app).close();  // an existing file keeps its mode
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error)
    angka::raise(angka::FileError(file.string(), "a file for its owner alone", error.message()));
  std::string text = "writer,name\n";
  for (std::size_t i = 0; i < digits.source.writers.size(); ++i) {
    std::string name = digits.source.writers[i];
    for (std::size_t at = 0; (at = name.find('"', at)) != name.npos; at += 2)
      name.insert(at, 1, '"');
    text += digits.writer_code(i) + ",\"" + name + "\"\n";
  }
  angka::write_file_atomically(file, text);
}
