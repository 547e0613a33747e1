#include <angka/data/sheet.hpp>
#include <cmath>
#include <map>
#include <set>

#include "reading.hpp"

namespace {

/// With marks that no coded picture in a page has.
const std::vector<std::string> people = {"an-ita", "bu-diman", "ci-ci", "de-wi", "e-ko", "fa-jar"};

angka::Image sheet_image(int digit, int nth) {
  static const angka::Dataset data = angka::load_sheet(bundled);
  const auto pixels = data.image(static_cast<std::size_t>(500 * digit + nth));
  return {28, 28, 1, {pixels.begin(), pixels.end()}};
}

/// Three images of each digit by each of the first `count` people, at the place that is told; those
/// of the sheet that begin at `from`.
template <class Place>
void put_written(const TemporaryFolder& folder, Place place, int count = 6, int from = 0) {
  for (int digit = 0; digit < 10; ++digit)
    for (int person = 0; person < count; ++person)
      for (int n = 0; n < 3; ++n) {
        const std::filesystem::path file =
            folder / place(std::to_string(digit), people[static_cast<std::size_t>(person)],
                           std::to_string(n));
        std::filesystem::create_directories(file.parent_path());
        put_png(file, sheet_image(digit, from + 3 * person + n));
      }
}

std::string in_folders(const std::string& digit, const std::string& person, const std::string& n) {
  return "data/" + digit + '/' + person + '/' + n + ".png";
}
std::string in_names(const std::string& digit, const std::string& person, const std::string& n) {
  return "data/" + digit + '/' + person + '_' + digit + '_' + n + ".png";
}

bool names_anybody(const std::string& text) {
  return std::any_of(people.begin(), people.end(),
                     [&](const std::string& name) { return text.find(name) != std::string::npos; });
}

}  // namespace

TEST_CASE("digits inspect: who wrote how much, under numbers; the names are the owner's") {
  const TemporaryFolder folder;
  put_written(folder, in_folders);
  put(folder / "data/3/ci-ci/broken.png", "\x89PNG\r\n\x1A\n");
  const Call call = digits(folder, {"inspect", "data", "--json", "j", "--out", "o"});
  REQUIRE(call.status == 0);
  CHECK(call.out.find("written by 6 people: W01 to W06") != std::string::npos);
  CHECK(call.out.find("split by writer") != std::string::npos);
  CHECK_FALSE(names_anybody(call.out + call.err));
  CHECK_FALSE(names_anybody(content(folder / "j")));
  const auto json = read_json(folder / "j");
  CHECK(json["left_out"][0]["file"] == "data/3/W02/broken.png");  // the shorter names first
  CHECK(json["writers"]["count"] == 6);
  CHECK(json["writers"]["split_by"] == "writer");
  REQUIRE(json["writers"]["per_writer"].size() == 6);
  std::size_t parts[3] = {};
  for (const auto& writer : json["writers"]["per_writer"]) {
    CHECK(writer["images"] == 30);
    CHECK(writer["per_class"] == std::vector<int>(10, 3));
    CHECK(writer["train"].get<int>() + writer["validation"].get<int>() +
              writer["test"].get<int>() ==
          1);
    parts[0] += writer["train"].get<bool>();
    parts[1] += writer["validation"].get<bool>();
    parts[2] += writer["test"].get<bool>();
  }
  CHECK(parts[0] == 4);
  CHECK(parts[1] == 1);
  CHECK(parts[2] == 1);

  CHECK(content(folder / "o/writers.csv") ==
        "writer,name\nW01,\"e-ko\"\nW02,\"ci-ci\"\nW03,\"de-wi\"\nW04,\"an-ita\"\nW05,\"fa-jar\"\n"
        "W06,\"bu-diman\"\n");
  namespace fs = std::filesystem;
  CHECK(fs::status(folder / "o/writers.csv").permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));

  // Image by image, if it is asked for; an open file becomes its owner's.
  fs::permissions(folder / "o/writers.csv", fs::perms::all);
  REQUIRE(
      digits(folder, {"inspect", "data", "--split", "image", "--json", "j", "--out", "o"}).status ==
      0);
  CHECK(fs::status(folder / "o/writers.csv").permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
  const auto mixed = read_json(folder / "j")["writers"];
  CHECK(mixed["split_by"] == "image");
  CHECK(std::any_of(mixed["per_writer"].begin(), mixed["per_writer"].end(), [](const auto& one) {
    return one["train"].template get<bool>() && one["test"].template get<bool>();
  }));
  const Call indonesian = digits(folder, {"inspect", "data", "--lang", "id"});
  CHECK(indonesian.out.find("ditulis oleh 6 orang: W01 s.d. W06") != std::string::npos);
  CHECK(indonesian.out.find("Jumlah citra menurut penulis") != std::string::npos);
  CHECK(indonesian.out.find("writer ") == std::string::npos);
}

TEST_CASE("digits train and evaluate: writers who weren't seen, each with an accuracy") {
  const TemporaryFolder folder;
  put_written(folder, in_folders);
  REQUIRE(digits(folder, {"train", "data", "--out", "m", "--epochs", "2", "--json", "t"}).status ==
          0);
  CHECK(read_json(folder / "t")["split_by"] == "writer");
  CHECK(read_json(folder / "t")["images"] ==
        nlohmann::json{{"train", 120}, {"validation", 30}, {"test", 30}});
  REQUIRE(digits(folder, {"evaluate", "data", "--model", "m", "--json", "e"}).status == 0);
  const auto held_out = read_json(folder / "e");
  CHECK(held_out["total"] == 30);
  CHECK(held_out["writers"] == nlohmann::json{{"count", 1}});  // too few to be told apart
  CHECK(held_out["accuracy"] == read_json(folder / "t")["test"]["accuracy"]);

  // Data of the same images whose writers aren't known can't be parted in the same way.
  const TemporaryFolder flat;
  put_written(flat, [](const std::string& digit, const std::string& person, const std::string& n) {
    return "data/" + digit + '/' + person + n + ".png";
  });
  std::filesystem::copy(folder / "m", flat / "m");
  const Call refused = digits(flat, {"evaluate", "data", "--model", "m"});
  CHECK(refused.status == 1);
  CHECK(refused.err.find("--writer-pattern") != std::string::npos);
  CHECK(digits(flat, {"evaluate", "data", "--model", "m", "--writer-pattern", "{writer}{number}"})
            .status == 0);

  // Other data, as a whole: the figures of each are those of reading their files one by one.
  const TemporaryFolder others;
  put_written(others, [](const std::string& digit, const std::string& person,
                         const std::string& n) { return in_folders(digit, person, n); });
  std::filesystem::remove_all(others / "data/0/e-ko");
  std::filesystem::copy(folder / "m", others / "m");
  const Call call = digits(others, {"evaluate", "data", "--model", "m", "--json", "e"});
  REQUIRE(call.status == 0);
  CHECK_FALSE(names_anybody(call.out));
  const auto json = read_json(others / "e")["writers"];
  REQUIRE(json["per_writer"].size() == 6);
  const std::vector<std::string> by_length = {"e-ko",   "ci-ci",  "de-wi",
                                              "an-ita", "fa-jar", "bu-diman"};
  double sum = 0, squares = 0;
  for (std::size_t w = 0; w < 6; ++w) {
    Arguments words{"predict", "--model", "m", "--json", "p"};
    std::vector<std::string> truth;
    for (int digit = 0; digit < 10; ++digit)
      for (const char* n : {"0", "1", "2"})
        if (const std::string file = in_folders(std::to_string(digit), by_length[w], n);
            std::filesystem::exists(others / file)) {
          words.push_back(file);
          truth.push_back(std::to_string(digit));
        }
    REQUIRE(digits(others, words).status == 0);
    const auto read = read_json(others / "p");
    REQUIRE(read.size() == truth.size());
    int right = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) right += read[i]["name"] == truth[i];
    CHECK(json["per_writer"][w]["correct"] == right);
    CHECK(json["per_writer"][w]["total"] == truth.size());
    const double accuracy = right / static_cast<double>(truth.size());
    sum += accuracy;
    squares += accuracy * accuracy;
  }
  const double mean = sum / 6, margin = 2.571 * std::sqrt((squares - sum * mean) / 5 / 6);
  CHECK(json["mean_accuracy"].get<double>() == doctest::Approx(mean));
  CHECK(json["mean_accuracy_interval"][0].get<double>() ==
        doctest::Approx(std::max(0.0, mean - margin)).epsilon(1e-3));
  CHECK(json["mean_accuracy_interval"][1].get<double>() ==
        doctest::Approx(std::min(1.0, mean + margin)).epsilon(1e-3));
}

TEST_CASE("a table tells of writers; who refuses is left out, and nobody is named") {
  const TemporaryFolder folder;
  put_written(folder,
              [](const std::string& digit, const std::string& person, const std::string& n) {
                return "data/" + digit + "/x" + n + person[0] + ".png";
              });
  std::string table = "file;label;writer;age_group;hand;consent\n";
  for (int digit = 0; digit < 10; ++digit)
    for (const std::string& person : people)
      for (const char* n : {"0", "1", "2"})
        table += std::to_string(digit) + "/x" + n + person[0] + ".png;" + std::to_string(digit) +
                 ';' + person + ';' + (person == "e-ko" ? "40-49" : "12-15") + ";right;" +
                 (person == "de-wi" ? "no" : "yes") + '\n';
  put(folder / "people.csv", table);
  put(folder / "data/dataset.json",
      R"({"respondents": [{"writer": "an-ita", "school_or_work": "school"},
                          {"writer": "gita", "hand": "left"}]})");
  const Call call =
      digits(folder, {"inspect", "data", "--writers", "people.csv", "--json", "j", "--csv", "c"});
  REQUIRE(call.status == 0);
  CHECK(call.out.find("left out: 30 images of writers without consent") != std::string::npos);
  CHECK(call.out.find("1 more respondent has no image") != std::string::npos);
  CHECK_FALSE(names_anybody(call.out + call.err + content(folder / "j") + content(folder / "c")));
  const auto json = read_json(folder / "j");
  CHECK(json["images"] == 150);
  CHECK(json["left_out"].empty());
  CHECK(json["writers"]["count"] == 5);
  CHECK(json["writers"]["images_without_consent"] == 30);
  REQUIRE(json["respondents"].size() == 5);
  // Answers of fewer than five stay hidden: one age, one school, and the age of the other four.
  CHECK(
      json["respondents"][0] ==
      nlohmann::json{{"writer", "W01"}, {"age_group", "*"}, {"hand", "right"}, {"consent", "yes"}});
  CHECK(json["respondents"][2] == nlohmann::json{{"writer", "W03"},
                                                 {"age_group", "*"},
                                                 {"hand", "right"},
                                                 {"school_or_work", "*"},
                                                 {"consent", "yes"}});

  // A new data set knows the writers, by their numbers.
  put(folder / "moves.csv", "file,action\n0/x0e.png,remove\n");
  REQUIRE(digits(folder, {"inspect", "data", "--writers", "people.csv", "--apply", "moves.csv",
                          "--out", "new"})
              .status == 0);
  std::set<std::string> writers;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "new")) {
    if (!entry.is_regular_file()) continue;
    CHECK_FALSE(names_anybody(entry.path().string() + content(entry.path())));
    if (entry.path().extension() == ".png")
      writers.insert(entry.path().parent_path().filename().string());
  }
  CHECK(writers == std::set<std::string>{"W01", "W02", "W03", "W04", "W05"});
  REQUIRE(digits(folder, {"inspect", "new", "--json", "j"}).status == 0);
  CHECK(read_json(folder / "j")["images"] == 149);
  CHECK(read_json(folder / "j")["writers"]["count"] == 5);
  CHECK(read_json(folder / "j")["respondents"].size() == 5);

  // So does one with versions of the images.
  REQUIRE(digits(folder, {"augment", "new", "--write-dataset", "folder", "--out", "v"}).status ==
          0);
  REQUIRE(digits(folder, {"inspect", "v/augmented", "--json", "j"}).status == 0);
  CHECK(read_json(folder / "j")["writers"]["count"] == 5);
  CHECK(read_json(folder / "j")["writers"]["in_both_sets"] == 0);

  const auto complaint = [&](const std::string& text) {
    put(folder / "people.csv", text);
    const Call refused = digits(folder, {"inspect", "data", "--writers", "people.csv"});
    CHECK(refused.status == 1);
    return refused.err;
  };
  CHECK(complaint("file,who\n").find("columns named writer") != std::string::npos);
  CHECK(complaint(table + "0/x0e.png;0;;;;\n").find("line 182: expected a writer") !=
        std::string::npos);
  CHECK(
      complaint(table + ";;e-ko;;left;\n").find("line 182: expected hand as in an earlier line") !=
      std::string::npos);
  CHECK(complaint("file,writer\n0/x0e.png,e-ko\n")
            .find("expected a row with a writer in people.csv") != std::string::npos);
}

TEST_CASE("names of files tell writers, as they are said to") {
  const TemporaryFolder folder;
  put_written(folder, in_names);
  Call call = digits(folder, {"inspect", "data", "--json", "j"});
  CHECK(call.status == 0);
  CHECK_FALSE(read_json(folder / "j").contains("writers"));
  call = digits(folder, {"inspect", "data", "--writer-pattern", "{writer}_{digit}_*", "--json", "j",
                         "--csv", "c"});
  REQUIRE(call.status == 0);
  CHECK(read_json(folder / "j")["writers"]["count"] == 6);
  CHECK_FALSE(names_anybody(call.out + content(folder / "j") + content(folder / "c")));
  for (const char* pattern : {"{digit}", "{writer", "{who}_{writer}"}) {
    call = digits(folder, {"inspect", "data", "--writer-pattern", pattern});
    CHECK(call.status == 2);
    CHECK(call.err.find("{writer}") != std::string::npos);
    CHECK(call.error_lines() == 1);
  }
  CHECK(digits(folder, {"inspect", "data", "--writer-pattern", "{writer}-{number}"}).status == 1);
  CHECK(digits(folder, {"inspect", "data", "--split", "writer"}).status == 2);
  CHECK(digits(folder, {"inspect", "data", "--split", "page"}).status == 2);
  CHECK(digits(folder, {"inspect", "data", "--writer-pattern", "{writer}_*", "--writers", "c"})
            .status == 2);
}

TEST_CASE("a writer on both sides of a split that is given is warned of; few aren't broken down") {
  const TemporaryFolder folder;
  const auto in = [](const char* set) {
    return [set](const std::string& digit, const std::string& person, const std::string& n) {
      return std::string("data/") + set + '/' + digit + '/' + person + '/' + n + ".png";
    };
  };
  put_written(folder, in("train"), 4);
  put_written(folder, in("test"), 2);
  const Call call = digits(folder, {"inspect", "data", "--json", "j"});
  REQUIRE(call.status == 0);
  CHECK(call.out.find("warning: 2 of the writers of the test images wrote training images") !=
        std::string::npos);
  CHECK(call.out.find("Images of fewer than 5 writers aren't broken down") != std::string::npos);
  const auto json = read_json(folder / "j")["writers"];
  CHECK(json["in_both_sets"] == 2);
  CHECK(json["count"] == 4);
  CHECK_FALSE(json.contains("per_writer"));

  // Of other data, too, where the same people have the same numbers.
  put_written(
      folder, [](const std::string& digit, const std::string& person, const std::string& n) {
        return "more/" + digit + '/' + (person == "an-ita" ? "zoe" : person) + '/' + n + ".png";
      });
  const Call trained =
      digits(folder, {"train", "data/train", "--test", "more", "--out", "m", "--epochs", "1"});
  REQUIRE(trained.status == 0);
  CHECK(trained.out.find("warning: 3 of the writers of the test images") != std::string::npos);
}

TEST_CASE("digits report: tables of writers and respondents, without their names") {
  const TemporaryFolder folder;
  put_written(folder, in_folders);
  put(folder / "data/dataset.json",
      R"({"respondents": [{"writer": "an-ita", "hand": "right"}, {"writer": "bu-diman"}]})");
  put_written(
      folder,
      [](const std::string& digit, const std::string& person, const std::string& n) {
        return "more/" + digit + '/' + person + "x/" + n + ".png";
      },
      6, 100);
  const Call call = digits(folder, {"report", "data", "--test", "more", "--out", "r", "--epochs",
                                    "1", "--seeds", "0", "--augment", "none"});
  REQUIRE(call.status == 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "r")) {
    if (!entry.is_regular_file() || entry.path().filename() == "writers.csv") continue;
    if (entry.path().parent_path().filename() == "figures") continue;
    CHECK_MESSAGE(!names_anybody(content(entry.path())), entry.path().string());
  }
  CHECK(content(folder / "r/writers.csv").find("\"bu-dimanx\"") != std::string::npos);
  CHECK(content(folder / "r/tables/writers.csv").find("W06") != std::string::npos);
  CHECK(content(folder / "r/tables/respondents.csv").find("W04,,*,,") != std::string::npos);
  CHECK(content(folder / "r/tables/writer-accuracy.csv").find("W12") != std::string::npos);
  CHECK(read_json(folder / "r/evaluation.json")["writers"]["per_writer"].size() == 6);
}

TEST_CASE("digits train, tune, experiment: --split writer validates on writers not trained on") {
  // A writer wrote 30 images: parts are whole writers where their sizes are multiples of 30.
  const TemporaryFolder folder;
  put_written(folder, in_folders);
  const auto whole = [](const nlohmann::json& images) { return images.get<int>() % 30 == 0; };
  const auto run = [&](Arguments words, const char* split) {
    words.insert(words.end(), {"--split", split, "--net", "lenet5", "--epochs", "1"});
    const Call call = digits(folder, words);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
  };
  for (const bool by_writer : {true, false}) {
    CAPTURE(by_writer);
    const char* split = by_writer ? "writer" : "image";
    const std::string out = split;
    run({"train", "data", "--out", "m", "--json", "t"}, split);
    CHECK(whole(read_json(folder / "t")["images"]["validation"]) == by_writer);
    run({"tune", "data", "--trials", "1", "--out", out + "-tune", "--json", "t"}, split);
    CHECK(whole(read_json(folder / "t")["images"]["validation"]) == by_writer);
    const std::string again = read_json(folder / "t")["command"];
    CHECK(again.find("--split " + out) != std::string::npos);
    run({"experiment", "data", "--seeds", "1", "--out", out + "-seeds"}, split);
    CHECK(whole(read_json(folder / (out + "-seeds") / "experiment.json")["judging_images"]) ==
          by_writer);
    run({"experiment", "data", "--folds", "4", "--out", out + "-folds"}, split);
    const auto folds = read_json(folder / (out + "-folds") / "experiment.json");
    CHECK(std::all_of(folds["settings"][0]["runs"].begin(), folds["settings"][0]["runs"].end(),
                      [&](const auto& fold) { return whole(fold["total"]); }) == by_writer);
  }
  // More folds than writers can't keep them apart.
  for (const char* command : {"experiment", "tune"}) {
    CAPTURE(command);
    Arguments words{command, "data", "--folds", "6", "--out", "o", "--epochs", "1"};
    if (command == std::string("tune")) words.insert(words.end(), {"--trials", "1"});
    const Call call = digits(folder, words);
    CHECK(call.status == 2);
    CHECK(call.err.find("--folds 6 by writer") != std::string::npos);
  }
}
