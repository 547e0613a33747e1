#include <angka/data/image.hpp>

#include <regex>
#include <set>
#include <sstream>

#include "program.hpp"

namespace {

/// The cells of a CSV file without quotes; with `;` between them, it begins with a mark as
/// spreadsheets expect.
std::vector<std::vector<std::string>> read_csv(const std::filesystem::path& file,
                                               char between = ',') {
  std::vector<std::vector<std::string>> rows;
  std::string text = content(file);
  if (between == ';') {
    REQUIRE(text.starts_with("\xEF\xBB\xBF"));
    text.erase(0, 3);
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    REQUIRE(line.ends_with('\r'));
    line.pop_back();
    rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, between);) rows.back().push_back(cell);
  }
  return rows;
}

/// Whether each element of a page is closed, in order.
bool well_formed(const std::string& page) {
  const std::set<std::string> empty{"!doctype", "meta", "link", "img"};
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != page.npos; at = page.find('<', at)) {
    const std::size_t end = page.find('>', at);
    if (end == page.npos) return false;
    const std::string tag = page.substr(at + 1, end - at - 1);
    at = end;
    const std::string name = tag.substr(0, tag.find_first_of(" \n"));
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (!tag.ends_with('/') && !empty.contains(name)) {
      open.push_back(name);
    }
  }
  return open.empty();
}

/// The tables and figures of a report in Markdown, by their numbers, that no paragraph names, and
/// how many there are.
std::pair<std::string, int> unnamed(const std::string& text) {
  std::set<std::string> captions;
  std::string paragraphs, none;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("**"))
      captions.insert(line.substr(2, line.find("**", 2) - 2));
    else if (!line.starts_with("|") && !line.starts_with("!"))
      paragraphs += line + '\n';
  }
  for (const std::string& caption : captions) {
    std::size_t at = 0;  // "Table 3.1" isn't named by "Table 3.12"
    do at = paragraphs.find(caption, at + 1);
    while (at != paragraphs.npos && std::isdigit(paragraphs[at + caption.size()]));
    if (at == paragraphs.npos) none += caption + '\n';
  }
  return {none, static_cast<int>(captions.size())};
}

/// The tables, or figures, that a text names for the first time before one of a lower number.
std::string disordered(const std::string& text, const std::string& kind) {
  std::string wrong;
  double last = 0;
  std::set<double> named;
  const std::regex name("(\\*\\*)?" + kind + " ([0-9]+(\\.[0-9]+)?)");
  for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
    const std::string number = (*found)[2];
    const std::size_t point = number.find('.');  // 3.12 comes after 3.2
    const double place = point == number.npos
                             ? std::stod(number)
                             : 1000 * std::stoi(number) + std::stod(number.substr(point + 1));
    if (!named.insert(place).second) continue;
    if (place < last || (*found)[1].matched) wrong += found->str() + '\n';
    last = std::max(last, place);
  }
  return wrong;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("digits report: a page that stands alone, tables and figures as the JSON has them") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  std::ofstream(folder / "bars" / "dataset.json")
      << R"({"title": "bars <script>alert(1)</script> & \"more\"",)"
      << R"("notes": "100% _sure_ \\input{x} $1 #2 ^ ~ `<w:p/>`{=openxml}"})";
  const Call call = digits(folder, {"report", "bars", "--out", "out", "--json", "j", "--seeds", "1",
                                    "--epochs", "2", "--lang", "id", "--chapter", "--latex"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const auto out = folder / "out";
  const std::string page = content(out / "report.html");
  CHECK(well_formed(page));
  CHECK(page.starts_with("<!doctype html>\n<html lang=\"id\">"));
  CHECK(page.find("bars &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;") !=
        page.npos);
  for (const char* outside : {"<script", "<iframe", "@import", "url(", "<link rel=\"style"})
    CHECK(page.find(outside) == page.npos);
  CHECK(count(page, "src=\"") == count(page, "src=\"data:image/png;base64,"));
  CHECK(count(page, "href=\"") == count(page, "href=\"#") + count(page, "href=\"data:,") +
                                      count(page, "href=\"data:image/png;base64,"));
  CHECK(count(page, "<svg") >= 8);
  CHECK(page.find("<code>digits report bars --out out --json j") != page.npos);

  const auto evaluation = read_json(out / "evaluation.json");
  const auto data = read_json(out / "data.json");
  CHECK(read_json(folder / "j")["evaluation"] == evaluation);
  CHECK(read_json(folder / "j")["comparison"] == read_json(out / "comparison.json"));
  REQUIRE(digits(folder, {"evaluate", "bars", "--model", "out/model.safetensors", "--json", "e"})
              .status == 0);
  CHECK(read_json(folder / "e") == evaluation);

  const auto confusion = read_csv(out / "tables" / "confusion.csv", ';');
  REQUIRE(confusion.size() == 11);
  for (std::size_t row = 0; row < 10; ++row)
    for (std::size_t column = 0; column < 10; ++column)
      CHECK(confusion[row + 1][column + 1] == evaluation["confusion"][row][column].dump());
  const auto counts = read_csv(out / "tables" / "counts.csv", ';');
  REQUIRE(counts.size() == 12);
  for (std::size_t c = 0; c < 10; ++c) {
    const auto& figures = data["per_class"][c];
    const std::size_t train = figures["train"];
    CHECK(counts[c + 1] ==
          std::vector<std::string>{std::to_string(c), figures["count"].dump(),
                                   figures["train"].dump(), figures["validation"].dump(),
                                   figures["test"].dump(), std::to_string(2 * train)});
  }
  CHECK(counts[11][1] == "200");
  char accuracy[16];
  std::snprintf(accuracy, sizeof accuracy, "%.2f%%", 100 * evaluation["accuracy"].get<double>());
  accuracy[std::string(accuracy).find('.')] = ',';
  CHECK(read_csv(out / "tables" / "quality.csv", ';')[1][1] == std::string(accuracy));
  CHECK(read_csv(out / "tables" / "layers.csv", ';').size() == 14);  // head, input, 11 layers, sum

  const std::string text = content(out / "report.md");
  std::size_t pictures = 0;
  for (std::size_t at = text.find("](figures/"); at != text.npos;
       at = text.find("](figures/", at + 1)) {
    const std::string name = text.substr(at + 2, text.find(')', at) - at - 2);
    CHECK(angka::read_image(out / name).width > 0);
    ++pictures;
  }
  CHECK(pictures == count(page, "<figure id="));
  CHECK(pictures >= 15);

  // For print: at most 15 cm wide at 300 dots an inch, numbers with a comma, in letters of 7.5
  // points.
  for (const auto& file : std::filesystem::directory_iterator(out / "figures")) {
    CAPTURE(file.path().filename().string());
    if (file.path().extension() == ".png") {
      const std::string png = content(file.path());
      CHECK(png.substr(37, 12) == std::string("pHYs\0\0\x2e\x23\0\0\x2e\x23", 12));
      CHECK(angka::read_image(file.path()).width <= 1772);
      continue;
    }
    const std::string svg = content(file.path());
    CHECK(well_formed(svg));
    for (std::size_t at = svg.find("font-size=\""); at != svg.npos;
         at = svg.find("font-size=\"", at + 1)) {
      const std::string rest = svg.substr(at + 11, 400);
      const std::string words =
          rest.substr(rest.find('>') + 1, rest.find("</text>") - rest.find('>') - 1);
      CHECK(std::stoi(rest) >= (file.path().stem() == "pixels" ? 11 : 16));
      // A point stands between thousands, or in what is typed.
      CHECK_MESSAGE(
          (words.find('=') != words.npos ||
           !std::regex_search(words, std::regex("[0-9]\\.([0-9]{1,2}|[0-9]{4,})($|[^0-9])"))),
          words);
    }
  }
  const auto drawn = [&](const char* name) {
    return content(out / "figures" / (std::string(name) + ".svg"));
  };
  for (const char* words : {">Masukan<", ">Konvolusi<", ">5×5<", ">ReLU<", ">Max pooling<", ">2×2<",
                            ">Dense (FC)<", ">6×28×28<", ">16×5×5<", ">120<"})
    CHECK_MESSAGE(drawn("layers").find(words) != std::string::npos, words);
  CHECK(drawn("accuracy").find(">digunakan<") != std::string::npos);
  CHECK(count(drawn("filters"), "<image") == 6);
  CHECK(count(drawn("feature-maps"), "<image") == 10 * (1 + 6));
  CHECK(count(drawn("roc"), "<path") > 10);

  const auto auc = read_csv(out / "tables" / "auc.csv", ';');
  REQUIRE(auc.size() == 12);
  const auto area = [&](std::size_t row) {
    std::string number = auc[row][1];
    std::erase(number, '"');
    std::replace(number.begin(), number.end(), ',', '.');
    return std::stod(number);
  };
  double sum = 0;
  for (std::size_t c = 0; c < 10; ++c) {
    CHECK(auc[c + 1][2] == evaluation["per_class"][c]["support"].dump());
    CHECK(area(c + 1) >= 0);
    CHECK(area(c + 1) <= 1);
    sum += area(c + 1);
  }
  CHECK(std::abs(area(11) - sum / 10) < 2e-4);
  CHECK(count(text, "\n| ---") + count(text, "\n| --- :") >= 10);

  const std::string chapters = content(out / "chapters.md");
  for (const char* words :
       {"# BAB III METODE PENELITIAN", "## 3.1 Diagram Alir Penelitian", "## 3.2 Data",
        "**Tabel 3.1**", "**Gambar 3.1**", "# BAB IV HASIL DAN PEMBAHASAN", "**Tabel 4.1**",
        "# DAFTAR PUSTAKA", "(LeCun dkk., 1998)",
        "LeCun, Y., Bottou, L., Bengio, Y., & Haffner, P. (1998)"})
    CHECK(chapters.find(words) != chapters.npos);
  CHECK(well_formed(content(out / "chapters.html")));
  CHECK(unnamed(chapters) == std::pair(std::string(), int(count(chapters, "\n**"))));
  CHECK(unnamed(text).first == "");
  for (const std::string& words : {text, chapters})
    for (const char* kind : {"Tabel", "Gambar"}) CHECK(disordered(words, kind) == "");
  CHECK(disordered("Table 2, Table 1.\n\n**Table 1** a\n\n**Table 3** b\n", "Table") ==
        "Table 1\n**Table 3\n");
  CHECK(unnamed("**Table 3.1** a\n\n**Table 3.12** b\n\nSee Table 3.12.\n").first == "Table 3.1\n");
  const std::string latex = content(out / "chapters.tex");
  for (const char* words :
       {"\\documentclass", "\\begin{document}",
        "\\setcounter{chapter}{2}\n\\chapter{METODE PENELITIAN}", "\\caption{Matriks konfusi}",
        "\\label{formula-softmax}", "\\end{document}\n",
        "100\\% \\_sure\\_ \\textbackslash{}input\\{x\\} \\$1 \\#2 \\textasciicircum{} "
        "\\textasciitilde{}"}) {
    CAPTURE(words);
    CHECK(latex.find(words) != latex.npos);
  }
  CHECK(count(latex, "\\begin{longtable}") == count(chapters, "\n| ---"));
  CHECK(count(latex, "\\begin{figure}") == count(chapters, "\n!["));
  for (const char* unresolved : {"[table", "[figure", "[formula", "[cite", "\1", "\3"})
    CHECK(chapters.find(unresolved) == chapters.npos);
}

TEST_CASE(
    "digits report: without augmentation there is nothing to compare; the same figures again") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  const auto call = [&](const char* out) {
    return digits(folder, {"report", "bars", "--out", out, "--augment", "none", "--epochs", "1",
                           "--validation", "0", "--threads", out});
  };
  REQUIRE(call("1").status == 0);
  REQUIRE(call("2").status == 0);
  CHECK(!std::filesystem::exists(folder / "1" / "comparison.json"));
  CHECK(!std::filesystem::exists(folder / "1" / "chapters.html"));
  CHECK(content(folder / "1" / "report.html").find("trained without augmentation") !=
        std::string::npos);
  for (const char* table : {"quality", "confusion", "per-digit", "counts"})
    CHECK(content(folder / "1" / "tables" / (std::string(table) + ".csv")) ==
          content(folder / "2" / "tables" / (std::string(table) + ".csv")));
}

TEST_CASE("digits report: the search for settings is a part of it") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  const Call call = digits(folder, {"report", "bars", "--out", "out", "--epochs", "3", "--seeds",
                                    "0", "--trials", "2", "--net", "lenet5", "--ema-decay", "0.9",
                                    "--mixup", "0.2", "--cutmix", "1", "--loss", "focal",
                                    "--chapter"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const auto tuning = read_json(folder / "out" / "tuning.json");
  const auto rows = read_csv(folder / "out" / "tables" / "trials.csv");
  CHECK(rows.size() == 1 + tuning["trials"].size());
  CHECK(rows[1][0] == tuning["winner"]["trial"].dump());
  const std::string page = content(folder / "out" / "report.html");
  CHECK(well_formed(page));
  CHECK(page.find("The search for settings") != page.npos);
  const std::string chapters = content(folder / "out" / "chapters.md");
  for (const auto& [key, value, row, work] :
       {std::tuple("ema_decay", 0.9, "| moving average of the weights, d | 0.9 |", "Polyak, B. T."),
        {"mixup", 0.2, "| mixup, α | 0.2 |", "Zhang, H."},
        {"cutmix", 1.0, "| CutMix, α | 1 |", "Yun, S."},
        {"label_smoothing", 0.0, "| loss function | focal |", "Lin, T.-Y."}}) {
    CHECK(tuning["winner"]["settings"][key] == value);
    CHECK(chapters.find(row) != chapters.npos);
    CHECK(chapters.find(work) != chapters.npos);
  }
  REQUIRE(digits(folder, {"report", "bars", "--out", "swa", "--epochs", "2", "--seeds", "0", "--swa",
                          "0.5", "--loss", "hinge", "--l1", "0.0001", "--chapter"})
              .status == 0);
  const std::string averaged = content(folder / "swa" / "chapters.md");
  for (const char* found : {"share of the epochs before the weights are averaged | 0.5 |",
                            "Izmailov, P.", "| loss function | hinge |", "Crammer, K.",
                            "| L1 penalty, λ₁ | 0.0001 |", "Tibshirani, R."})
    CHECK(averaged.find(found) != averaged.npos);
  CHECK(digits(folder, {"report", "bars", "--out", "o", "--trials", "2", "--validation", "0"})
            .status == 2);
}

TEST_CASE("digits report: with a test set of its own, all its figures are of the same parts") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  write_idx(folder / "others", "train", 30, bar, turn);
  const Call call = digits(folder, {"report", "bars", "--test", "others", "--out", "out", "--json",
                                    "j", "--epochs", "1", "--seeds", "0"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["data"]["steps"] == json["training"]["steps"]);
  CHECK(json["training"]["images"]["train"] == 90);
  CHECK(json["evaluation"]["total"] == 30);
}

TEST_CASE("digits report: SIGINT ends it with one line, and nothing is written") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  const Call call =
      digits(folder, {"report", "bars", "--out", "out", "--epochs", "100000"}, [&](pid_t child) {
        usleep(1500000);
        kill(child, SIGINT);
      });
  CHECK(call.status == 1);
  CHECK(call.error_lines() == 1);
  CHECK(folder.entries() == 1);
}

TEST_CASE("digits report: nothing is left behind where it can't be made") {
  const TemporaryFolder folder;
  CHECK(digits(folder, {"report"}).status == 2);
  const Call call = digits(folder, {"report", "none-there", "--out", "out"});
  CHECK(call.status == 1);
  CHECK(call.error_lines() == 1);
  CHECK(!std::filesystem::exists(folder / "out"));
}
