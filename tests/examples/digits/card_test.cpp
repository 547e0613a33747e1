#include "program.hpp"

TEST_CASE("digits inspect --card: the bundled digits have a card, in either language") {
  const TemporaryFolder folder;
  const Call call = digits(folder, {"inspect", "--card", "--json", "j"});
  CHECK(call.status == 0);
  CHECK(call.out.find("written by") != std::string::npos);
  CHECK(call.out.find("Census Bureau") != std::string::npos);
  const auto json = read_json(folder / "j");
  const std::string written_by = json["card"]["written_by"];
  CHECK(written_by.find("high-school students") != std::string::npos);
  CHECK_FALSE(json["card"].contains("consent"));  // no source tells of it
  CHECK(json["unknown_fields"].empty());
  const Call indonesian = digits(folder, {"inspect", "--card", "--lang", "id"});
  CHECK(indonesian.out.find("penulis") != std::string::npos);
  CHECK(indonesian.out.find("siswa sekolah menengah") != std::string::npos);
  // A translation leaves no field out.
  REQUIRE(digits(folder, {"inspect", "--card", "--lang", "id", "--json", "id"}).status == 0);
  CHECK(read_json(folder / "id")["card"].size() == json["card"].size());
}

TEST_CASE("digits inspect --card: MNIST is recognised" *
          doctest::skip(std::getenv("ANGKA_MNIST") == nullptr)) {
  const TemporaryFolder folder;
  const Call call =
      digits(folder, {"inspect", std::getenv("ANGKA_MNIST"), "--card", "--json", "j"});
  CHECK(call.status == 0);
  const std::string title = read_json(folder / "j")["card"]["title"];
  CHECK(title.find("MNIST: 60,000") == 0);
}

TEST_CASE("digits inspect --new-card: a card to be filled in, never over another") {
  const TemporaryFolder folder;
  write_idx(folder / "data", "train", 20, bar, turn);
  Call call = digits(folder, {"inspect", "data", "--card"});
  CHECK(call.status == 0);
  CHECK(call.out.find("--new-card") != std::string::npos);

  call = digits(folder, {"inspect", "data", "--new-card"});
  CHECK(call.status == 0);
  CHECK(call.out.find("collected_by") != std::string::npos);
  const auto made = read_json(folder / "data/dataset.json");
  CHECK(made.size() == 11);
  for (const auto& text : made) CHECK(text == "");

  call = digits(folder, {"inspect", "data", "--card", "--json", "j"});
  CHECK(call.status == 0);
  CHECK(read_json(folder / "j")["card"].empty());

  put(folder / "data/dataset.json", R"({"title": "Mine", "colour": "blue", "notes": "one\ntwo"})");
  call = digits(folder, {"inspect", "data", "--new-card"});
  CHECK(call.status == 1);
  CHECK(call.error_lines() == 1);
  CHECK(content(folder / "data/dataset.json").find("Mine") != std::string::npos);
  call = digits(folder, {"inspect", "data", "--card", "--json", "j"});
  CHECK(call.status == 0);
  CHECK(call.out.find("Mine") != std::string::npos);
  CHECK(call.out.find("colour") != std::string::npos);
  const auto json = read_json(folder / "j");
  CHECK(json["card"] == nlohmann::json{{"title", "Mine"}, {"notes", "one\ntwo"}});
  CHECK(json["unknown_fields"] == nlohmann::json{"colour"});
}

TEST_CASE("digits inspect --card: a card that can't be read is one line, with status 1") {
  const TemporaryFolder folder;
  write_idx(folder / "data", "train", 20, bar, turn);
  put(folder / "data/dataset.json", "{\n\"title\": 3}");
  Call call = digits(folder, {"inspect", "data", "--card"});
  CHECK(call.status == 1);
  CHECK(call.err == "error: data/dataset.json: expected a text as \"title\", found 3\n");
  CHECK(call.out == "");
  std::filesystem::remove(folder / "data/dataset.json");
  std::filesystem::create_directory(folder / "data/dataset.json");
  CHECK(digits(folder, {"inspect", "data", "--card"}).status == 1);
  CHECK(digits(folder, {"inspect", "data", "--new-card"}).status == 1);
  CHECK(digits(folder, {"inspect", "absent", "--new-card"}).status == 1);
  call = digits(folder, {"inspect", "data", "--new-card", "--card"});
  CHECK(call.status == 2);
}
