#include <cctype>
#include <cstring>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "report_checks.hpp"

namespace {

/// Words that English can hardly do without, and those of the field that Indonesian has its own
/// for.
const std::set<std::string> english_words{
    "the",      "of",      "and",      "with",      "without",  "is",        "are",      "was",
    "were",     "to",      "from",     "for",       "that",     "which",     "this",     "these",
    "those",    "not",     "on",       "at",        "by",       "be",        "as",       "it",
    "its",      "an",      "or",       "each",      "than",     "more",      "most",     "other",
    "only",     "how",     "what",     "where",     "when",     "if",        "but",      "all",
    "one",      "two",     "has",      "have",      "can",      "can't",     "must",     "will",
    "would",    "there",   "they",     "their",     "you",      "your",      "image",    "images",
    "file",     "files",   "folder's", "found",     "expected", "learning",  "training", "trained",
    "accuracy", "layer",   "layers",   "weights",   "weight",   "class",     "classes",  "picture",
    "pictures", "whole",   "number",   "numbers",   "number's", "pixels",    "rows",     "columns",
    "line",     "lines",   "column",   "row",       "network",  "networks",  "error",    "errors",
    "writes",   "written", "read",     "reads",     "mean",     "best",      "first",    "last",
    "before",   "after",   "between",  "within",    "beside",   "left",      "right",    "show",
    "shows",    "seen",    "used",     "uses",      "make",     "makes",     "made",     "so",
    "same",     "both",    "nothing",  "none's",    "damaged",  "missing",   "unknown",  "invalid",
    "settings", "setting", "values",   "value",     "table",    "figure",    "chapter",  "page",
    "results",  "result",  "test's",   "confusion", "recall's", "precision", "held",     "measured",
    "computed", "chosen",  "differ",   "does",      "did",      "done",      "into",     "over",
    "under",    "every",   "some",     "any",       "such",     "here",      "then",     "also"};

/// Whatever isn't said but typed or named: options, files, formulas, what stands in `quotes`.
bool is_name(const std::string& word) {
  return word.find_first_of("/=<>_|`\"'{}[]()\\0123456789") != word.npos ||
         word.find("--") != word.npos || word.find('.') != word.npos;
}

/// English words in `text` but for titles of works and a line of `--net FILE`, each with what stands around it.
std::vector<std::string> english_in(std::string text) {
  std::vector<std::string> found;
  text = std::regex_replace(text, std::regex("“[^”]*”|layer norm"), "“”");
  const std::regex reference("\\([12][0-9]{3}\\)\\. ");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, reference)) continue;
    bool quoted = false;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      const auto marks = std::count(word.begin(), word.end(), '`');
      const bool typed = quoted || marks > 0;
      if (marks % 2 == 1) quoted = !quoted;
      if (typed) continue;
      while (!word.empty() && std::strchr(".,;:!?()", word.back())) word.pop_back();
      while (!word.empty() && word.front() == '(') word.erase(0, 1);
      if (is_name(word)) continue;
      for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (english_words.contains(word)) found.push_back(word + ": " + line.substr(0, 160));
    }
  }
  return found;
}

/// The literals of C++ in `code`, those that stand beside each other as one.
std::vector<std::string> literals(const std::string& code) {
  std::vector<std::string> found;
  bool beside = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '"') {
      if (!beside) found.emplace_back();
      for (++i; i < code.size() && code[i] != '"'; ++i) {
        if (code[i] == '\\') ++i;
        found.back() += code[i];
      }
      beside = true;
    } else if (code.compare(i, 3, "'\"'") == 0) {
      i += 2;
      beside = false;
    } else if (!std::isspace(static_cast<unsigned char>(code[i]))) {
      beside = false;
    }
  }
  return found;
}

}  // namespace

void check_indonesian(const std::string& text, const std::string& of) {
  CAPTURE(of);
  for (const std::string& words : english_in(text)) FAIL_CHECK(words);
}

TEST_CASE("words of English are found") {
  CHECK(english_in("jaringan the best").size() == 2);
  CHECK(english_in("`the best` --all the/best epoch").empty());
}

TEST_CASE("what the library says of files is known in Indonesian") {
  const std::filesystem::path root = ANGKA_SOURCE_DIR;
  std::string known;
  for (const std::string& text :
       literals(content(root / "examples/digits/console/library_text.cpp")))
    known += text + '\n';
  std::size_t messages = 0;
  for (const std::string folder : {"data", "io"})
    for (const auto& entry : std::filesystem::directory_iterator(root / "include/angka" / folder)) {
      // ONNX and C++ headers are written of what is in memory.
      const std::string name = entry.path().filename().string();
      if (name == "onnx.hpp" || name == "cpp_header.hpp" || name == "description.hpp") continue;
      const std::string code = content(entry.path());
      for (const std::string call : {"fail(fault,", "fail( fault,", "FileError(", "refuse("})
        for (std::size_t at = 0; (at = code.find(call, at)) != code.npos; at += call.size())
          for (std::string text : literals(code.substr(at, code.find(';', at) - at))) {
            while (!text.empty() && std::strchr(" \"'", text.back())) text.pop_back();
            while (!text.empty() && std::strchr(" \"'", text.front())) text.erase(0, 1);
            if (text.find(' ') == text.npos) continue;
            ++messages;
            CAPTURE(name);
            CHECK_MESSAGE(known.find(text) != known.npos, text);
          }
    }
  CHECK(messages > 100);
}

TEST_CASE("the program's help and errors are Indonesian") {
  const TemporaryFolder folder;
  const auto check_call = [&](Arguments arguments) {
    arguments.insert(arguments.end(), {"--lang", "id"});
    const Call call = digits(folder, arguments);
    std::string typed;
    for (const std::string& word : arguments) typed += word + ' ';
    check_indonesian(call.out, typed);
    check_indonesian(call.err, typed);
    return call;
  };
  check_call({"--help"});
  for (const char* command : {"inspect", "augment", "train", "evaluate", "predict", "compare",
                              "tune", "experiment", "report", "export", "import", "demo"})
    CHECK(check_call({command, "--help"}).out.size() > 500);

  put(folder / "bad.png", std::string("\x89PNG\r\n\x1a\n") + "xyz");
  put(folder / "text.txt", "bukan citra");
  put(folder / "bad.csv", "label,a,b\n1,2\n");
  put(folder / "bad.npy", "\x93NUMPY?");
  put(folder / "bad.zip", "PK\3\4");
  put(folder / "photo.tif", std::string("II*\0", 4) + std::string(20, 'x'));
  put(folder / "model.mat", "MATLAB 5.0 MAT-file");
  std::filesystem::create_directories(folder / "empty");
  const std::vector<Arguments> wrong{
      {"inspect", "tiada"},
      {"inspect", "empty"},
      {"inspect", "bad.csv"},
      {"inspect", "bad.npy"},
      {"inspect", "bad.zip"},
      {"inspect", "model.mat"},
      {"inspect", "text.txt"},
      {"predict", "bad.png"},
      {"predict", "text.txt"},
      {"predict", "photo.tif"},
      {"predict", "empty"},
      {"predict"},
      {"nonsense"},
      {"train"},
      {"train", "--out", "empty"},
      {"train", "--out", "tiada/model", "--epochs", "none"},
      {"train", "--out", "m", "--augment", "rotate=wide"},
      {"train", "--out", "m", "--augment", "spin=3"},
      {"train", "--out", "m", "--optimizer", "lain"},
      {"train", "--out", "m", "--net", "text.txt"},
      {"train", "--out", "m", "--validation", "2"},
      {"evaluate", "--model", "bad.png"},
      {"evaluate", "--model", "tiada"},
      {"import", "text.txt", "--out", "net.hpp"},
      {"import", "tiada", "--out", "net.txt"},
      {"import"},
  };
  for (const Arguments& arguments : wrong) {
    const Call call = check_call(arguments);
    CHECK(call.status != 0);
    CHECK(call.error_lines() == 1);
  }
}

TEST_CASE("what the program finds is told in Indonesian") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  for (const Arguments& arguments : std::vector<Arguments>{
           {"inspect", "bars", "--steps"},
           {"inspect", "bars", "--csv", "found.csv", "--out", "inspected"},
           {"inspect", bundled, "--card"},
           {"augment", "bars", "--augment", "light", "--out", "augmented"},
           {"train", "bars", "--epochs", "2", "--out", "model.safetensors"},
           {"train", "bars", "--find-rate", "rates.svg"},
           {"evaluate", "bars", "--model", "model.safetensors"},
           {"predict", "--model", "model.safetensors", samples + "page.jpg"},
           {"tune", "bars", "--epochs", "1", "--trials", "2", "--net", "lenet5", "--out", "tuned"},
           {"evaluate", "bars", "--folds", "2", "--epochs", "1"},
           {"experiment", "bars", "--optimizer", "adam,sgd", "--learning-rate", "1e-3,1e-2",
            "--epochs", "1", "--folds", "2", "--out", "experiment"},
           {"report", "bars", "--epochs", "2", "--net", "lenet5", "--seeds", "1", "--trials", "2",
            "--chapter", "--out", "report", "--experiment", "experiment/experiment.json"}}) {
    Arguments words = arguments;
    words.insert(words.end(), {"--lang", "id"});
    const Call call = digits(folder, words);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    check_indonesian(call.out, arguments[0]);
  }
  std::size_t texts = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "report"))
    if (entry.path().extension() == ".md" || entry.path().extension() == ".svg") {
      ++texts;
      check_indonesian(content(entry.path()), entry.path().filename().string());
    }
  CHECK(texts >= 2);
}
