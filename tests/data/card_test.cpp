#include <doctest/doctest.h>

#include <angka/data/card.hpp>
#include <angka/data/class_folder.hpp>
#include <angka/io/atomic_file.hpp>
#include <string>

#include "files.hpp"

using angka::DataCard;
using angka::Respondent;

namespace {

/// The card that a file with this text is.
DataCard card_of(const std::string& text) {
  const TemporaryFolder folder;
  put(folder / "dataset.json", text);
  return angka::read_card(folder / "dataset.json");
}

/// Refused with one line that names the file and holds `why`.
void check_refused(const std::string& text, const std::string& why) {
  CAPTURE(text.substr(0, 200));
  const std::string message = error_of([&] { card_of(text); });
  CAPTURE(message);
  CHECK(message.find("dataset.json: expected ") != message.npos);
  CHECK(message.find(why) != message.npos);
  CHECK(message.size() < 400);
}

const char* const whole = R"({
  "title": "Angka kelas empat",
  "collected_by": "Sari",
  "written_by": "31 pupils, 9 to 10 years old",
  "interviewed": "their teacher",
  "when": "March 2024",
  "how": "ballpoint on squared paper,\nscanned at 300 dpi",
  "consent": "written, by the parents",
  "licence": "CC BY 4.0",
  "derived_from": "",
  "processing": "cut by hand; \u00e9 \ud83d\ude00",
  "notes": "\"quoted\" \\ \t end"
}
)";

}  // namespace

TEST_CASE("a data card: every field is read") {
  const DataCard card = card_of(whole);
  CHECK(card.title == "Angka kelas empat");
  CHECK(card.collected_by == "Sari");
  CHECK(card.written_by == "31 pupils, 9 to 10 years old");
  CHECK(card.interviewed == "their teacher");
  CHECK(card.when == "March 2024");
  CHECK(card.how == "ballpoint on squared paper,\nscanned at 300 dpi");
  CHECK(card.consent == "written, by the parents");
  CHECK(card.licence == "CC BY 4.0");
  CHECK(card.derived_from == "");
  CHECK(card.processing == "cut by hand; \xC3\xA9 \xF0\x9F\x98\x80");
  CHECK(card.notes == "\"quoted\" \\ \t end");
  CHECK(card.unknown_fields.empty());
}

TEST_CASE(
    "a data card: every field is optional, alone, and unknown ones are told, whatever they hold") {
  CHECK(card_of("{}").title == "");
  CHECK(card_of(" \r\n{ }\n").unknown_fields.empty());
  for (const DataCard::Field& field : DataCard::fields) {
    const DataCard card = card_of("{\"" + std::string(field.name) + "\": \"x\"}");
    for (const DataCard::Field& other : DataCard::fields)
      CHECK(card.*(other.text) == (other.text == field.text ? "x" : ""));
  }
  const DataCard card = card_of(
      R"({"a": 1, "title": "t", "b": {"title": "no", "c": [{"when": 1}, null]}, "": [], "Title": "",
          "when": "w"})");
  CHECK(card.title == "t");
  CHECK(card.when == "w");
  CHECK(card.unknown_fields == std::vector<std::string>{"a", "b", "", "Title"});
  const std::string deep(20000, '[');
  CHECK(card_of("{\"x\": " + deep + std::string(20000, ']') + "}").unknown_fields.size() == 1);
}

TEST_CASE("a data card: what is written is read again") {
  DataCard card;
  for (const DataCard::Field& field : DataCard::fields)
    card.*(field.text) = std::string(field.name) + " \"\\/\n\t\xC3\xA9";
  const TemporaryFolder folder;
  angka::write_file_atomically(folder / "dataset.json", to_string(card));
  const DataCard again = angka::read_card(folder / "dataset.json");
  for (const DataCard::Field& field : DataCard::fields)
    CHECK(again.*(field.text) == card.*(field.text));
  CHECK(again.unknown_fields.empty());
  CHECK(to_string(card_of(whole)).find("\"title\": \"Angka kelas empat\"") != std::string::npos);
  card.title = "not UTF-8: \xFF";
  CHECK(card_of(to_string(card)).title == "not UTF-8: \xEF\xBF\xBD");
}

TEST_CASE("a data card: another type than text is refused in each field") {
  for (const DataCard::Field& field : DataCard::fields)
    for (const auto& [value, found] : {std::pair("7", "found 7"),
                                       {"-7", "found -7"},
                                       {"0.5", "found 0.5"},
                                       {"null", "null"},
                                       {"true", "true"},
                                       {"false", "false"},
                                       {"[\"x\"]", "a list"},
                                       {"{\"x\": \"y\"}", "an object"}})
      check_refused("{\"" + std::string(field.name) + "\": " + value + "}", found);
  check_refused("[]", "found a list");
  check_refused("\"title\"", "found a text");
  check_refused("3", "found 3");
  check_refused("null", "found null");
}

TEST_CASE("a data card: what isn't JSON, UTF-8 or short is refused") {
  check_refused("", "line 1");
  check_refused("{\n\"title\": \"a\",\n\"when\": \"b\"\n\"how\": \"c\"}", "line 4");
  check_refused("{\"title\": \"a\"} {}", "line 1");
  check_refused("{\"title\": \"a\", \"title\": \"b\"}", "\"title\" twice");
  check_refused("{\"x\": 1, \"x\": 2}", "\"x\" twice");
  check_refused("{\"title\": \"\xFF\"}", "UTF-8");
  check_refused("{\"title\": \"\xC3\"}", "UTF-8");
  check_refused(std::string("{}\0", 3), "UTF-8");
  check_refused("{\"title\": \"\\ud800\"}", "JSON");
  check_refused("{\"title\": \"\\u0000\"}", "control characters");
  check_refused("{\"title\": \"\\u001b[2J\"}", "control characters");
  check_refused("{\"" + std::string(5000, '\x01') + "\": 1}", "JSON");
  check_refused(std::string(30000, '['), "a list");
  check_refused("{\"x\":" + std::string(30000, '['), "JSON");
  check_refused("{\"title\": \"" + std::string(65536, 'x') + "\"}", "at most 65536 bytes");
  const std::string text(65536 - 13, 'x');
  CHECK(card_of("{\"title\": \"" + text + "\"}").title == text);
}

TEST_CASE("a data card: every truncation is refused") {
  const std::string text = whole;
  for (std::size_t length = 0; length + 2 < text.size(); ++length)
    check_refused(text.substr(0, length), "JSON");
}

TEST_CASE("a data card lies in the data's folder, or beside its file, and is no image") {
  const TemporaryFolder folder;
  CHECK(angka::card_path(folder.path()) == folder / "dataset.json");
  put(folder / "sheet.png", "");
  CHECK(angka::card_path(folder / "sheet.png") == folder / "dataset.json");
  CHECK(angka::card_path("sheet.png") == "dataset.json");
  CHECK_THROWS_AS(angka::read_card(folder / "dataset.json"), angka::FileError);
  CHECK_THROWS_AS(angka::read_card(folder.path()), angka::FileError);

  for (const char* name : {"a", "b"}) {
    std::filesystem::create_directory(folder / name);
    put(folder / (std::string(name) + "/1.pgm"), "P2 1 1 255\n9\n");
  }
  put(folder / "dataset.json", "{}");
  angka::LoadReport report;
  CHECK(angka::load_class_folder(folder.path(), {}, &report).size() == 2);
  CHECK(report.skipped == 1);  // the sheet alone
}

TEST_CASE("a data card: respondents are read, and written again") {
  const TemporaryFolder folder;
  const auto read = [&](const std::string& text) {
    put(folder / "dataset.json", text);
    return angka::read_card(folder / "dataset.json");
  };
  const DataCard card = read(
      R"({"title": "T", "respondents": [{"writer": "w1", "age_group": "12-15", "hand": "left",
         "school_or_work": "school", "consent": "yes"}, {}, {"writer": "w2", "shoe": [{"size": 3}],
         "consent": " No"}], "notes": "N", "x": [{"writer": "nobody"}]})");
  CHECK(card.title == "T");
  CHECK(card.notes == "N");
  REQUIRE(card.respondents.size() == 3);
  CHECK(card.respondents[0] == Respondent{.writer = "w1",
                                          .age_group = "12-15",
                                          .hand = "left",
                                          .school_or_work = "school",
                                          .consent = "yes"});
  CHECK(card.respondents[1] == Respondent{});
  CHECK(card.respondents[2] == Respondent{.writer = "w2", .consent = " No"});
  CHECK(card.unknown_fields == std::vector<std::string>{"respondents.shoe", "x"});
  CHECK(read(to_string(card)).respondents == card.respondents);
  CHECK_FALSE(card.respondents[0].refuses());
  CHECK_FALSE(card.respondents[1].refuses());
  for (const char* no : {"no", " No", "NO ", "tidak", "Tidak", "n", "false"})
    CHECK(Respondent{.consent = no}.refuses());
  for (const char* yes : {"", "yes", "ya", "none given", "not asked"})
    CHECK_FALSE(Respondent{.consent = yes}.refuses());

  const auto complaint = [&](const std::string& text) { return error_of([&] { read(text); }); };
  for (const char* wrong : {R"("w1")", "3", "{}", "null", R"(["w1"])", "[3]", "[[]]", "[null]"})
    CHECK(complaint(std::string(R"({"respondents": )") + wrong + "}")
              .find("expected a list of objects as \"respondents\", found ") != std::string::npos);
  for (const char* wrong : {"3", "[]", "{}", "null", "true"})
    CHECK(complaint(std::string(R"({"respondents": [{"hand": )") + wrong + "}]}")
              .find("expected a text as \"hand\", found ") != std::string::npos);
  CHECK(complaint(R"({"respondents": [{"hand": "a", "hand": "b"}]})")
            .find("expected each field once") != std::string::npos);
  CHECK(complaint(R"({"respondents": [{"hand": "a"}, {"hand": "b"}]})") == "");
}
