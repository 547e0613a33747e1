#include "finding_list.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <utility>

#include "cleaning_text.hpp"
#include "console/library_text.hpp"

namespace {

const std::string& label_of(const Findings& f, std::uint32_t image) {
  return f.images.classes[static_cast<std::size_t>(f.images.labels[image])];
}

std::string file_of(const Findings& f, std::uint32_t image) {
  return f.files.empty() ? std::string() : f.files[image];
}

/// Its file or, where that holds many, its place.
std::string name_of(const Findings& f, const FoundImage& found, const Texts& t) {
  if (!found.file.empty() || !found.image) return found.file;
  const CleaningTexts& c = cleaning_texts(t);
  return fill(f.is_test(*found.image) ? c.test_image : c.image, f.position(*found.image),
              image_name(f, *found.image, t));
}

bool other_label(const Findings& f, const angka::Twins& pair) {
  return f.images.labels[pair.first] != f.images.labels[pair.second];
}
bool across_sets(const Findings& f, const angka::Twins& pair) {
  return f.for_test[pair.first] != f.for_test[pair.second];
}

/// For each image that is like earlier ones, one of these: of another label or set, if there is.
std::map<std::uint32_t, angka::Twins> worst_twins(const Findings& f, bool exact) {
  std::map<std::uint32_t, angka::Twins> worst;
  const auto weight = [&](const angka::Twins& pair) {
    return 2 * other_label(f, pair) + across_sets(f, pair);
  };
  for (const angka::Twins& pair : exact ? f.duplicates.exact : f.duplicates.near)
    if (const auto [place, fresh] = worst.emplace(pair.second, pair);
        !fresh && weight(pair) > weight(place->second))
      place->second = pair;
  return worst;
}

/// "98%", never "100%" of what may be wrong.
std::string chance(float p) { return fixed(100 * std::min(double{p}, 0.999), 1) + '%'; }

}  // namespace

std::vector<FoundImage> list_of(const Findings& f, const Digits& digits, const Texts& t) {
  const CleaningTexts& c = cleaning_texts(t);
  std::vector<FoundImage> list;
  const auto add = [&](const char* finding, std::uint32_t image, std::string reason) {
    list.push_back({finding, image, file_of(f, image), std::move(reason), {}});
  };
  for (const auto& [file, why] : digits.source.report.left_out)
    list.push_back(
        {"unreadable", {}, digits.within(file), fill(c.left_out_why, translated(why, t)), {}});
  for (const std::uint32_t i : f.blank) add("blank", i, c.blank_why);
  for (const auto& [image, none] : f.no_digit)
    add("no_digit", image, fill(c.no_digit_why, chance(none)));
  for (const auto& [image, quarters, probability] : f.turned)
    add("turned", image,
        fill(c.turned_why, 90 * quarters, label_of(f, image), chance(probability)));
  for (const bool exact : {true, false})
    for (const auto& [second, pair] : worst_twins(f, exact)) {
      const FoundImage first{"", pair.first, file_of(f, pair.first), {}, {}};
      std::string reason = exact
                               ? fill(c.exact_why, name_of(f, first, t))
                               : fill(c.near_why, name_of(f, first, t), fixed(pair.correlation, 3));
      if (other_label(f, pair)) reason += fill(c.of_another_label, label_of(f, pair.first));
      if (across_sets(f, pair)) reason += c.across_sets;
      add(exact ? "copy" : "near_copy", second, std::move(reason));
    }
  std::vector<double> sums(f.images.classes.size());
  const auto counts = count_classes(f.images, sums.size());
  if (!f.unusual.empty())
    for (std::uint32_t i = 0; i < f.images.size(); ++i)
      sums[static_cast<std::size_t>(f.images.labels[i])] += ink(f.images, i);
  for (const std::uint32_t i : f.unusual) {
    const auto label = static_cast<std::size_t>(f.images.labels[i]);
    add("unusual_ink", i,
        fill(c.unusual_why, percent(ink(f.images, i)), label_of(f, i),
             percent(sums[label] / static_cast<double>(counts[label]))));
  }
  for (const std::uint32_t i : f.cut_off) add("ink_at_border", i, c.border_why);
  return list;
}

std::vector<FoundImage> list_of(const angka::LabelIssues& issues, const Findings& f,
                                const Texts& t) {
  std::vector<FoundImage> list;
  for (const angka::LabelIssue& issue : issues.ranked) {
    const std::string& likely = f.images.classes[static_cast<std::size_t>(issue.likely)];
    list.push_back({"label", issue.image, file_of(f, issue.image),
                    fill(cleaning_texts(t).label_why, label_of(f, issue.image),
                         chance(issue.of_label), likely, chance(issue.of_likely)),
                    likely});
  }
  return list;
}

void print(const std::vector<FoundImage>& list, std::size_t first, std::size_t end,
           const Findings& f, const std::string& csv, const Texts& t) {
  constexpr std::size_t most = 10;
  const CleaningTexts& c = cleaning_texts(t);
  const std::size_t shown = std::min(end, first + most), digits = std::to_string(shown).size();
  for (std::size_t i = first; i < shown; ++i)
    std::cout << "  " << right(std::to_string(i + 1), digits) << "  " << name_of(f, list[i], t)
              << ": " << list[i].reason << '\n';
  if (shown == end) return;
  std::cout << "  "
            << (csv.empty() ? fill(c.see_all, end - shown) : fill(c.and_more, end - shown, csv))
            << '\n';
}

const std::vector<std::string> found_columns{"number", "set",      "image",  "file",
                                             "label",  "finding",  "reason", "likely_label",
                                             "action", "new_label"};

std::vector<std::vector<std::string>> rows_of(const std::vector<FoundImage>& list,
                                              const Findings& f) {
  std::vector<std::vector<std::string>> rows;
  for (const FoundImage& found : list) {
    const auto number = std::to_string(rows.size() + 1);
    if (found.image)
      rows.push_back({number, f.is_test(*found.image) ? "test" : "train",
                      std::to_string(f.position(*found.image)), found.file,
                      label_of(f, *found.image), found.finding, found.reason, found.likely, "",
                      ""});
    else
      rows.push_back({number, "", "", found.file, "", found.finding, found.reason, "", "", ""});
  }
  return rows;
}

Json to_json(const std::vector<FoundImage>& list, const Findings& f) {
  Json json = Json::array();
  for (const FoundImage& found : list) {
    Json one{{"number", json.size() + 1}, {"finding", found.finding}, {"reason", found.reason}};
    if (!found.file.empty()) one["file"] = found.file;
    if (found.image) {
      one["set"] = f.is_test(*found.image) ? "test" : "train";
      one["position"] = f.position(*found.image);
      one["name"] = label_of(f, *found.image);
    }
    if (!found.likely.empty()) one["likely"] = found.likely;
    json.push_back(std::move(one));
  }
  return json;
}
