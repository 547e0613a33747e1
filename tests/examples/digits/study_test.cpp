#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "report_checks.hpp"
#include "study_photographs.hpp"
#include "tables.hpp"

namespace {

std::set<std::string> files_of(const Table& table, const std::string& finding) {
  std::set<std::string> files;
  for (const auto& row : table)
    if (row.at("finding") == finding) files.insert(row.at("file"));
  return files;
}

std::size_t found_among(const std::vector<std::string>& files, const std::set<std::string>& found) {
  return static_cast<std::size_t>(std::count_if(
      files.begin(), files.end(), [&](const std::string& file) { return found.contains(file); }));
}

/// Numbers in what an Indonesian report tells that aren't written as people do.
std::vector<std::string> odd_numbers(const std::string& text) {
  const std::regex reference("\\([12][0-9]{3}\\)\\. "),
      not_told(
          "`[^`]*`|\\]\\([^)]*\\)|[a-z-]+=[0-9.:]+|(dkk\\.,|&|[a-z],) [12][0-9]{3}|"
          "\\([3-9]\\.[0-9]+\\)|"
          "(Tabel|Gambar|Persamaan|#|\\*\\*[A-Z][a-z]+|angka|Eigen|[+][+]) [0-9.]+"),
      odd("-0(,0+)?(?![0-9,])|[0-9]e[-+]?0|[0-9],(?!000)[0-9]{6}|[0-9],[0-9]{7}|(^|[^0-9.,])[0-9]{5}|"
          "[0-9]\\.([0-9]{1,2}|[0-9]{4,})(?![0-9])");
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, reference)) continue;
    line = std::regex_replace(line, not_told, "");
    for (std::sregex_iterator one(line.begin(), line.end(), odd), none; one != none; ++one)
      found.push_back(one->str() + " in " + line.substr(0, 160));
  }
  return found;
}

void check_numbers(const std::string& text, const std::string& of) {
  CAPTURE(of);
  for (const std::string& odd : odd_numbers(text)) FAIL_CHECK(odd);
}

/// Files below a folder, but for the one whose owner alone may read it.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().filename() != "writers.csv")
      files.push_back(entry.path());
  return files;
}

}  // namespace

TEST_CASE("odd numbers are found") {
  for (const char* odd : {"-0,00", "-0", "2e-08", "10000 citra", "0,0009412", "93.39%", "1.23456"})
    CHECK_MESSAGE(odd_numbers(odd).size() == 1, odd);
  for (const char* usual : {"-0,05", "1.234 citra", "93,39%", "`--seed 123456`", "Tabel 3.12",
                            "(LeCun dkk., 1998)", "## 3.1 Data", "-0,50 s.d. 1,2",
                            "| 0,000205 |"})
    CHECK_MESSAGE(odd_numbers(usual).empty(), usual);
}

// ANGKA_STUDY is how often each person writes the digits: 6 makes some 600 photographs, and takes
// minutes.
TEST_CASE("a study of photographs by twelve people, from their folder to the report") {
  const int rounds = std::stoi(setting("ANGKA_STUDY", "0"));
  if (rounds == 0) {
    MESSAGE("skipped: ANGKA_STUDY names no number");
    return;
  }
  const bool whole = rounds >= 6;
  const TemporaryFolder folder;
  const StudyPhotographs study = put_study(folder / "photos", rounds);
  const std::regex name("w(2[1-9]|3[0-3])[^0-9A-Za-z/+]");  // not as pictures in a page are coded
  const auto check_nameless = [&](const std::string& text, const std::string& of) {
    CAPTURE(of);
    CHECK(!std::regex_search(text, name));
    CHECK(text.find(folder.path().string()) == text.npos);
    CHECK(text.find(camera_mark) == text.npos);
  };
  const auto run = [&](Arguments words) {
    words.insert(words.end(), {"--lang", "id"});
    Call call = digits(folder, words);
    std::string typed;
    for (const std::string& word : words) typed += word + ' ';
    CAPTURE(typed);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    check_indonesian(call.out, typed);
    check_nameless(call.out, typed);
    check_numbers(call.out, typed);
    return call;
  };

  // What is there: each fault by its file, with the reason, in table, JSON and pictures.
  const Call inspecting = run({"inspect", "photos", "--csv", "found.csv", "--json",
                               "inspected.json", "--out", "a/b", "--labels"});
  const auto inspected = read_json(folder / "inspected.json");
  const Table table = read_table(folder / "found.csv", ';');
  REQUIRE(inspected["found"].size() == table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto& one = inspected["found"][i];
    CHECK(table[i].at("file") == one["file"]);
    CHECK(table[i].at("finding") == one["finding"]);
    CHECK(table[i].at("reason") == one["reason"]);
    CHECK(!table[i].at("reason").empty());
    check_indonesian(table[i].at("reason"), "reasons");
  }
  const std::set<std::string> unreadable = files_of(table, "unreadable");
  std::set<std::string> empty = unreadable, lying = unreadable;
  empty.merge(files_of(table, "no_digit"));
  lying.merge(files_of(table, "turned"));
  const std::size_t turned = found_among(study.turned, lying);
  const std::size_t blank = found_among(study.blank, empty);
  MESSAGE(blank << " of " << study.blank.size() << " blank pictures, " << turned << " of "
                << study.turned.size() << " turned ones found");
  CHECK(found_among(study.broken, unreadable) == study.broken.size());
  CHECK(found_among(study.copies, files_of(table, "copy")) == study.copies.size());
  if (whole) CHECK(blank + study.blank.size() / 4 >= study.blank.size());
  if (whole) CHECK(2 * turned >= study.turned.size());
  for (const char* picture : {"findings.png", "labels.png", "mean-images.png"})
    CHECK(angka::read_image(folder / "a/b" / picture).width > 0);
  check_nameless(content(folder / "inspected.json") + content(folder / "found.csv"), "findings");
  CHECK(content(folder / "a/b/writers.csv").find("W12,\"w32\"") != std::string::npos);
  for (const auto& one : inspected["left_out"])
    CHECK(one["file"].get<std::string>().starts_with("photos/"));

  // All files are accounted for; who doesn't consent is left out, and counted.
  std::size_t images = 0, files = 0;
  for (const auto& one : inspected["per_class"]) {
    images += one["count"].get<std::size_t>();
    CHECK(one["count"].get<int>() <= study.counts.at(one["name"]));
  }
  for (const auto& [digit, count] : study.counts) files += static_cast<std::size_t>(count);
  CHECK(images + unreadable.size() == files);
  const auto& writers = inspected["writers"];
  CHECK(writers["count"] == study.writers);
  CHECK(writers["images_without_consent"] == study.without_consent);
  CHECK(inspecting.out.find(std::to_string(study.without_consent) + " citra") != std::string::npos);
  REQUIRE(inspected["respondents"].size() == study.writers);
  CHECK(inspected["respondents"][3]["age_group"] == "*");  // of one person
  CHECK(inspected["respondents"][8]["age_group"] == "16-18");
  CHECK(inspecting.out.find("60-69") == std::string::npos);
  const auto& converted = inspected["steps"][2];
  CHECK(converted["name"] == "convert");
  CHECK(converted["inverted"].get<std::size_t>() > images / 2);
  CHECK(converted["inverted"].get<std::size_t>() < images);  // some boards are dark
  CHECK(inspected["steps"][3]["original_shapes"]["median"][1].get<int>() > 100);

  // Nobody's images are on two sides.
  CHECK(writers["split_by"] == "writer");
  std::size_t told =
      writers.contains("others") ? writers["others"]["writers"].get<std::size_t>() : 0;
  for (const auto& one : writers["per_writer"]) {
    ++told;
    CHECK(one["images"].get<int>() >= 5);
    CHECK(one["train"].get<int>() + one["validation"].get<int>() + one["test"].get<int>() == 1);
  }
  CHECK(told == study.writers);

  // Labels that are wrong are found; the person confirms them, and does away with copies.
  std::size_t wrong = 0, removed = 0;
  std::string moves = "file;action;new_label\r\n";
  std::set<std::string> moved;
  for (const auto& row : table) {
    const std::string& file = row.at("file");
    if (row.at("finding") == "label" && study.wrong.contains(file) && moved.insert(file).second) {
      moves += file + ";label;" + std::to_string(study.wrong.at(file)) + "\r\n";
      ++wrong;
    }
    if (row.at("finding") == "copy" && moved.insert(file).second)
      moves += file + ";remove;\r\n", ++removed;
  }
  MESSAGE(wrong << " of " << study.wrong.size() << " wrong labels found");
  if (whole) CHECK(2 * wrong >= study.wrong.size());
  put(folder / "moves.csv", moves);
  run({"inspect", "photos", "--apply", "moves.csv", "--out", "new/clean", "--json",
       "applied.json"});
  const auto applied = read_json(folder / "applied.json");
  CHECK(applied["kept"] == images - removed);
  CHECK(applied["removed"].size() == removed);
  CHECK(applied["relabelled"].size() == wrong);
  for (const auto& file : files_below(folder / "new/clean")) {
    check_nameless(file.lexically_relative(folder.path()).string(), "the copy");
    const std::string bytes = content(file);
    for (const std::string& mark : {camera_mark, std::string("Exif")})
      CHECK(bytes.find(mark) == bytes.npos);
  }
  check_nameless(content(folder / "new/clean/dataset.json"), "the copy's card");
  run({"inspect", "new/clean", "--json", "cleaned.json", "--quiet"});
  const auto cleaned = read_json(folder / "cleaned.json");
  CHECK(cleaned["images"] == images - removed);
  CHECK(cleaned["writers"]["count"] == study.writers);
  CHECK(cleaned["respondents"] == inspected["respondents"]);

  // Before and after augmentation; the report.
  run({"augment", "new/clean", "--augment", "light", "--out", "versions/of/all"});
  CHECK(angka::read_image(folder / "versions/of/all/augmentation.png").width > 0);
  Arguments report{"report", "new/clean",   "--net",  "lenet5",     "--chapter",
                   "--out",  "made/report", "--json", "report.json"};
  if (!whole) report.insert(report.end(), {"--epochs", "2", "--seeds", "1"});
  run(report);
  const auto out = folder / "made/report";
  const auto figures = read_json(folder / "report.json");
  check_one_set_of_figures(out, figures);
  CHECK(figures["data"]["writers"]["per_writer"] == cleaned["writers"]["per_writer"]);
  CHECK(figures["evaluation"] == read_json(out / "evaluation.json"));
  for (const auto& file : files_below(out)) {
    const std::string text = content(file), of = file.filename().string();
    const std::string ending = file.extension().string();
    if (ending != ".png" && ending != ".safetensors") check_nameless(text, of);
    if (ending == ".md" || ending == ".svg") check_indonesian(text, of);
    if (ending == ".md") check_numbers(text, of);
    if (ending == ".csv" && file.parent_path().filename() == "tables") {
      CAPTURE(of);
      CHECK(!read_table(file, ';').empty());
      check_numbers(text, of);
    }
  }
  const std::string page = content(out / "report.md"), chapters = content(out / "chapters.md");
  CHECK(page.find("60-69") == page.npos);
  const std::size_t answers = page.find("Ringkasan Jawaban");
  REQUIRE(answers != page.npos);
  const std::string summary = page.substr(answers, page.find("\n## ", answers) - answers);
  for (const char* part : {"28 x 28 = 784", "dua mahasiswa", "dua belas orang", "lenet5",
                           "citra uji", "Tanpa augmentasi"})
    CHECK_MESSAGE(summary.find(part) != summary.npos, part);
  for (const char* part : {"METODE PENELITIAN", "HASIL DAN PEMBAHASAN", "DAFTAR PUSTAKA", "W01",
                           "W12", "Diagram Alir Penelitian"})
    CHECK_MESSAGE(chapters.find(part) != chapters.npos, part);

  // The model of the report is the one that it tells of.
  run({"evaluate", "new/clean", "--model", "made/report/model.safetensors", "--json",
       "again.json"});
  CHECK(read_json(folder / "again.json") == figures["evaluation"]);

  // Who wasn't seen in training is read; so few people aren't told apart.
  const auto& tested = figures["evaluation"]["writers"];
  CHECK(tested["count"].get<int>() >= 2);
  CHECK(tested["count"].get<int>() < 5);
  CHECK(!tested.contains("per_writer"));
  MESSAGE("accuracy " << figures["evaluation"]["accuracy"]);
  if (whole) CHECK(figures["evaluation"]["accuracy"].get<double>() > 0.85);
}
