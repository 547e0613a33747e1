#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <utility>

#include "experiments/tune_text.hpp"
#include "program.hpp"
#include "report/text.hpp"
#include "report_checks.hpp"

// Each thing that a report tells has one figure, wherever it stands: in JSON, Markdown and HTML.

namespace {

using nlohmann::json;

/// A number as people write it, "93.39%" or "1.234,5", and half a unit of its last digit.
struct Number {
  double value = 0, half = 0;
};
std::optional<Number> read_number(std::string text, NumberSigns signs) {
  const bool percent = text.ends_with('%');
  if (percent) text.pop_back();
  std::erase(text, signs.group);
  double unit = percent ? 0.01 : 0;
  if (const std::size_t at = text.find(signs.decimal); at != text.npos) {
    text[at] = '.';
    unit = (percent ? 0.01 : 1) / std::pow(10, text.size() - at - 1);
  }
  std::size_t end = 0;
  try {
    const double value = std::stod(text, &end);
    if (end != text.size()) return std::nullopt;
    return Number{percent ? value / 100 : value, unit / 2};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// What is told of a thing somewhere.
struct Figure {
  std::string thing;
  Number number;
  std::string place;   ///< a pointer into the JSON; empty: the text
  std::size_t at = 0;  ///< in the text
};

/// Things that two places tell differently, in words; `alone`: those that one place tells.
std::string differing(const std::vector<Figure>& figures, std::set<std::string>* alone = nullptr) {
  std::map<std::string, std::vector<const Figure*>> things;
  for (const Figure& figure : figures) things[figure.thing].push_back(&figure);
  std::string words;
  for (const auto& [thing, told] : things) {
    if (alone && told.size() == 1) alone->insert(thing);
    for (const Figure* one : told)
      if (std::abs(one->number.value - told.front()->number.value) >
          one->number.half + told.front()->number.half + 1e-9)
        words += thing + ": " + std::to_string(told.front()->number.value) + " and " +
                 std::to_string(one->number.value) + " (" + one->place + ")\n";
  }
  return words;
}

/// What a text of ReportTexts became, with a group for each value; `things` that have names are
/// numbers.
std::string pattern_of(std::string_view text, const std::vector<std::string>& things) {
  std::string pattern;
  std::size_t values = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      if (std::string_view("()[].*+?^$\\/|").find(text[i]) != std::string_view::npos)
        pattern += '\\';
      pattern += text[i];
      continue;
    }
    const std::size_t close = text.find('}', i);
    const std::string_view gap = text.substr(i + 1, close - i - 1);
    if (!gap.empty()) {
      pattern += "(?:" + std::string(gap) + ")";
    } else {
      const bool number = values < things.size() && !things[values].empty();
      pattern += number ? "([-+]?[0-9][0-9.,]*%?)" : "([^|\\n]+?)";
      ++values;
    }
    i = close;
  }
  return pattern;
}

/// Of what such a text says whatever the values are, the longest piece.
std::string longest_words(std::string_view text) {
  std::string_view longest;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('{'));
    if (piece.size() > longest.size()) longest = piece;
    const std::size_t close = text.find('}');
    text.remove_prefix(close == text.npos ? text.size() : close + 1);
  }
  return std::string(longest);
}

/// A page's words as Markdown has them.
std::string words_of_page(std::string page) {
  const auto replace = [&](const char* what, const char* by) {
    page = std::regex_replace(page, std::regex(what), by);
  };
  for (const auto& [open, close] :
       {std::pair("<svg", "</svg>"), {"<style", "</style>"}, {"<nav", "</nav>"}})
    for (std::size_t at; (at = page.find(open)) != page.npos;)
      page.erase(at, page.find(close, at) - at + std::string(close).size());
  for (std::size_t at; (at = page.find("src=\"data:")) != page.npos;)
    page.erase(at, page.find('"', at + 5) + 1 - at);
  replace("<caption><b>([^<]*)</b>([^<]*)</caption>\n", "\n\n**$1** $2\n\n");
  replace("</p>", "\n");
  replace("</?t(head|body)>\n?", "");
  replace("<tr>", "| ");
  replace("</t[dh]>", " | ");
  replace("<[^>]*>", "");
  replace("&lt;", "<");
  replace("&gt;", ">");
  replace("&quot;", "\"");
  replace("&amp;", "&");
  return page;
}

/// Reads what a report tells.
class Reader {
 public:
  explicit Reader(const Texts& texts) : t_(texts), r_(report_texts(texts)) {}

  std::vector<Figure> of_text(const std::string& text) {
    figures_.clear();
    text_ = &text;
    const std::pair<const char*, std::vector<std::string>> sentences[] = {
        {t_.parts, {"train", "validation", "test"}},
        {r_.document.summary_net, {"", "parameters", "train", "epochs"}},
        {r_.document.summary_accuracy, {"correct", "test", "accuracy", "low", "high"}},
        {r_.document.summary_augmentation, {"mean without", "mean with", "seeds"}},
        {t_.gain, {"gain", "seeds", "gain low", "gain high"}},
        {r_.network.split_chosen, {"train", "validation", "test"}},
        {t_.split_detail, {"train", "validation", "test"}},
        {t_.normalise_detail, {"", "", "train"}},
        {r_.network.architecture_chosen, {"", "", "parameters"}},
        {r_.network.training_chosen, {"epochs", "batch size"}},
        {r_.network.optimizer_chosen, {"", "learning rate"}},
        {r_.network.regularisation_chosen, {"weight decay", "dropout", "label smoothing"}},
        {r_.data.counts_augmented, {"", "", "epochs"}},
        {r_.test.quality_intro, {"test"}},
        {r_.comparison.comparison_intro, {"updates", "seeds", "test"}},
        {r_.study.test_measured, {"test", "measured"}},
        {r_.study.chosen_by_search, {"winner", "trials", "validation"}},
        {r_.comparison.winner_test, {"winner"}},
        {tune_texts(t_).winner_interval, {"winner", "winner accuracy", "validation"}},
    };
    for (const auto& [sentence, things] : sentences) {
      const std::string words = longest_words(sentence);
      std::optional<std::regex> pattern;
      for (std::size_t at = 0, end; (at = text.find(words, at)) != text.npos; at = end) {
        const std::size_t begin = text.rfind('\n', at) + 1;
        end = text.find('\n', at);
        if (!pattern) pattern.emplace(pattern_of(sentence, things));
        const std::string line = text.substr(begin, end - begin);
        for (std::sregex_iterator found(line.begin(), line.end(), *pattern), none; found != none;
             ++found)
          for (std::size_t i = 0; i < things.size(); ++i)
            add(things[i], begin + static_cast<std::size_t>(found->position(i + 1)),
                (*found)[i + 1].str());
      }
    }
    rows(r_.study.protocol_caption, r_.study.this_model, {"", "train", "epochs", "updates"});
    rows(r_.data.counts_caption, t_.total, {"", "images", "train", "validation", "test"});
    rows(r_.test.quality_caption, r_.document.accuracy, {"", "accuracy"});
    rows(r_.test.quality_caption, r_.test.interval, {"", "low", "high"}, " - ");
    rows(r_.test.quality_caption, r_.test.right_of_all, {"", "correct", "test"}, " / ");
    rows(r_.test.quality_caption, r_.test.loss_name, {"", "loss"});
    for (const char* caption : {r_.test.epochs_caption, r_.test.all_epochs_caption})
      rows(caption, last, {"epochs", "", "", "", "validation accuracy"});
    rows(r_.test.per_digit_caption, t_.average, {"", "", "", "", "test"});
    rows(r_.comparison.comparison_caption, "42", {"", without_, with_});
    rows(fill(r_.comparison.sizes_caption, 2), last,
         {"train", "mean without", "mean with", "gain"});
    rows(r_.comparison.trials_caption, first, {"winner", "winner accuracy"});
    return figures_;
  }

  std::vector<Figure> of_json(const json& report) {
    const bool augmented = report["training"]["settings"]["augment"] != "none";
    (augmented ? with_ : without_) = "accuracy";
    const std::string side = augmented ? "with" : "without";
    std::vector<std::pair<std::string, std::string>> pointers;
    for (const char* of : {"training", "comparison", "tuning"})
      for (const char* part : {"train", "validation", "test"})
        pointers.emplace_back(std::string("/") + of + "/images/" + part, part);
    for (const char* of : {"evaluation", "training/test", "tuning/test"})
      for (const auto& [key, thing] : {std::pair("accuracy", "accuracy"),
                                       {"correct", "correct"},
                                       {"total", "test"},
                                       {"loss", "loss"},
                                       {"accuracy_interval/0", "low"},
                                       {"accuracy_interval/1", "high"}})
        pointers.emplace_back(std::string("/") + of + '/' + key, thing);
    for (const char* of : {"training", "comparison", "tuning/winner"})
      for (const auto& [key, thing] : {std::pair("epochs", "epochs"),
                                       {"batch_size", "batch size"},
                                       {"learning_rate", "learning rate"},
                                       {"weight_decay", "weight decay"},
                                       {"label_smoothing", "label smoothing"},
                                       {"dropout", "dropout"}})
        pointers.emplace_back(std::string("/") + of + "/settings/" + key, thing);
    const std::string run = "/comparison/runs/0/" + side;
    for (const auto& [at, thing] :
         {std::pair<std::string, std::string>(run + "/accuracy", "accuracy"),
          {run + "/correct", "correct"},
          {run + "/accuracy_interval/0", "low"},
          {"/comparison/updates", "updates"},
          {"/comparison/mean/without/accuracy", "mean without"},
          {"/comparison/mean/with/accuracy", "mean with"},
          {"/tuning/winner/trial", "winner"},
          {"/training/parameters", "parameters"}})
      pointers.emplace_back(at, thing);
    for (const char* of : {"/data/steps", "/training/steps"})
      for (const char* part : {"train", "validation", "test"})
        pointers.emplace_back(std::string(of) + "/5/" + part, part);
    std::vector<Figure> figures;
    for (const auto& [pointer, thing] : pointers)
      if (const json::json_pointer at(pointer); report.contains(at) && report[at].is_number())
        figures.push_back({thing, {report[at].get<double>(), 0}, pointer});

    const auto computed = [&](const char* thing, double value) {
      figures.push_back({thing, {value, 1e-9}, "computed"});
    };
    for (const auto& [key, thing] : {std::pair("count", "images"),
                                     {"train", "train"},
                                     {"validation", "validation"},
                                     {"test", "test"}}) {
      double sum = 0;
      for (const json& digit : report["data"]["per_class"]) sum += digit[key].get<double>();
      computed(thing, sum);
    }
    const json& confusion = report["evaluation"]["confusion"];
    double sum = 0, trace = 0;
    for (std::size_t row = 0; row < confusion.size(); ++row)
      for (std::size_t column = 0; column < confusion.size(); ++column) {
        sum += confusion[row][column].get<double>();
        if (row == column) trace += confusion[row][column].get<double>();
      }
    computed("test", sum);
    computed("correct", trace);
    computed("epochs", static_cast<double>(report["training"]["epochs"].size()));
    const json& last_epoch = report["training"]["epochs"].back();
    computed("validation accuracy", last_epoch["validation_accuracy"]);
    if (report.contains("comparison") && report["comparison"].is_object()) {
      const json& comparison = report["comparison"];
      const double runs = static_cast<double>(comparison["runs"].size());
      computed("seeds", runs);
      computed("measured", 2 * runs * static_cast<double>(comparison["sizes"].size()));
      const json& gain = comparison["mean"]["difference"];
      for (const json& same : {gain, comparison["sizes"].back()["difference"]}) {
        computed("gain", 100 * same["accuracy"].get<double>());
        computed("gain low", 100 * same["interval"][0].get<double>());
        computed("gain high", 100 * same["interval"][1].get<double>());
      }
    }
    if (report.contains("tuning") && report["tuning"].is_object()) {
      const json& tuning = report["tuning"];
      computed("trials", static_cast<double>(tuning["trials"].size()));
      const json& accuracy = tuning["winner"]["rungs"].back()["validation_accuracy"];
      computed("winner accuracy", accuracy);
      computed("validation accuracy", accuracy);  // the same training once more
    }
    return figures;
  }

 private:
  static constexpr const char* first = "first";
  static constexpr const char* last = "last";

  void add(const std::string& thing, std::size_t at, const std::string& text) {
    if (thing.empty()) return;
    const auto number = read_number(text, t_.signs);
    CAPTURE(thing);
    CAPTURE(text);
    REQUIRE(number);
    figures_.push_back({thing, *number, "", at});
  }
  /// A row of the table under a caption, by what it begins with; with `joint`, the second cell
  /// holds all the figures.
  void rows(const std::string& caption, const std::string& name,
            const std::vector<std::string>& things, const std::string& joint = "") {
    const std::size_t begin = text_->find("** " + caption + "\n");
    if (begin == text_->npos) return;
    std::vector<std::pair<std::size_t, std::string>> lines;
    for (std::size_t at = text_->find("\n\n", begin) + 2; (*text_)[at] == '|';
         at = text_->find('\n', at) + 1)
      lines.emplace_back(at, text_->substr(at, text_->find('\n', at) - at));
    std::erase_if(lines, [](const auto& line) { return line.second.starts_with("| ---"); });
    REQUIRE(lines.size() > 1);
    if (name == first) lines = {lines[1]};
    if (name == last) lines = {lines.back()};
    for (const auto& [line_at, line] : lines) {
      std::vector<std::pair<std::size_t, std::string>> cells;
      for (std::size_t at = 2, end;
           (end = line.find(" | ", at - 1)) != line.npos || at < line.size(); at = end + 3) {
        if (end == line.npos) end = line.rfind(" |");
        if (end == line.npos || end < at) break;
        cells.emplace_back(line_at + at, line.substr(at, end - at));
        if (end == line.rfind(" |")) break;
      }
      if (name != first && name != last && (cells.empty() || cells[0].second != name)) continue;
      if (!joint.empty()) {
        const std::size_t middle = cells[1].second.find(joint);
        REQUIRE(middle != std::string::npos);
        cells.push_back({cells[1].first + middle + joint.size(),
                         cells[1].second.substr(middle + joint.size())});
        cells[1].second.resize(middle);
      }
      for (std::size_t i = 0; i < things.size(); ++i) {
        REQUIRE(i < cells.size());
        add(things[i], cells[i].first, cells[i].second);
      }
    }
  }

  const Texts& t_;
  const ReportTexts& r_;
  const std::string* text_ = nullptr;
  std::string with_, without_;
  std::vector<Figure> figures_{};
};

/// Each accuracy that a text names is one that the JSON has.
std::string unknown_shares(const std::string& text, const json& report, NumberSigns signs) {
  std::set<long> known;
  const std::function<void(const json&)> collect = [&](const json& value) {
    if (value.is_number_float() || value.is_number_integer())
      known.insert(std::lround(1e4 * value.get<double>()));
    if (value.is_structured())
      for (const json& part : value) collect(part);
  };
  collect(report);
  std::string unknown;
  const std::regex share("([0-9]+[.,][0-9][0-9])%");
  for (std::sregex_iterator found(text.begin(), text.end(), share), end; found != end; ++found)
    if (!known.contains(std::lround(1e4 * read_number(found->str(), signs)->value)))
      unknown += found->str() + '\n';
  return unknown;
}

/// The check finds each figure of a text that is altered, and each of the JSON.
void check_that_it_finds(const std::string& text, const std::vector<Figure>& told,
                         const json& report, const std::vector<Figure>& machine, Reader& reader) {
  for (const Figure& figure : told) {
    const std::size_t begin = text.rfind("\n\n", text.rfind("\n\n", figure.at) - 1);
    std::string altered = text.substr(begin, text.find("\n\n", figure.at) + 2 - begin);
    const std::size_t digit = altered.find_first_of("0123456789", figure.at - begin);
    altered[digit] = altered[digit] == '9' ? '4' : static_cast<char>(altered[digit] + 1);
    std::vector<Figure> other = machine;
    const std::vector<Figure> read = reader.of_text(altered);
    other.insert(other.end(), read.begin(), read.end());
    CAPTURE(figure.thing);
    CAPTURE(altered.substr(digit, 20));
    CHECK(differing(other) != "");
  }
  for (const Figure& figure : machine) {
    if (figure.place == "computed") continue;
    json altered = report;
    json& value = altered[json::json_pointer(figure.place)];
    value = value.get<double>() + 1;
    std::vector<Figure> other = reader.of_json(altered);
    other.insert(other.end(), told.begin(), told.end());
    CAPTURE(figure.place);
    CHECK(differing(other) != "");
  }
}

/// `thoroughly`: also that other figures would be found.
void check_figures(const std::filesystem::path& out, const json& report, const Texts& texts,
                   bool thoroughly = true) {
  Reader reader(texts);
  const std::vector<Figure> machine = reader.of_json(report);
  for (const std::string& text :
       {content(out / "report.md"), words_of_page(content(out / "report.html"))}) {
    std::vector<Figure> all = machine;
    const std::vector<Figure> told = reader.of_text(text);
    CHECK(told.size() >= 50);
    all.insert(all.end(), told.begin(), told.end());
    std::set<std::string> alone;
    CHECK(differing(all, &alone) == "");
    for (const std::string& thing : alone) FAIL_CHECK("told once: ", thing);
    CHECK(unknown_shares(text, report, texts.signs) == "");
    if (thoroughly) check_that_it_finds(text, told, report, machine, reader);
  }
}

}  // namespace

void check_one_set_of_figures(const std::filesystem::path& out, const json& report) {
  check_figures(out, report, indonesian, false);
}

TEST_CASE("digits report: one figure for one thing, in JSON, Markdown and HTML") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 1200, bar, turn);
  const Call call = digits(
      folder, {"report", "bars", "--out", "out", "--json", "j", "--seeds", "2", "--epochs", "2"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  check_figures(folder / "out", read_json(folder / "j"), english);
}

TEST_CASE("digits report: the model that it tells of is the one that won the search") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 300, bar, turn);
  const Call call =
      digits(folder, {"report", "bars", "--out", "out", "--json", "j", "--seeds", "2", "--net",
                      "lenet5", "--epochs", "3", "--trials", "3", "--lang", "id"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const json report = read_json(folder / "j");
  json winner = report["tuning"]["winner"]["settings"];
  winner.erase("net");
  CHECK(report["training"]["settings"] == winner);
  check_figures(folder / "out", report, indonesian);

  // The command that it names makes the same model.
  std::istringstream words(report["tuning"]["command"].get<std::string>());
  Arguments again{std::istream_iterator<std::string>(words), {}};
  again.erase(again.begin());
  again.back() = "again";
  REQUIRE(digits(folder, again).status == 0);
  CHECK(content(folder / "again") == content(folder / "out" / "model.safetensors"));
}
