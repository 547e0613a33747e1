#include <angka/io/safetensors.hpp>

#include "program.hpp"

namespace {

const std::filesystem::path& mnist() {
  static const std::filesystem::path folder = setting("ANGKA_MNIST", "");
  return folder;
}

}  // namespace

TEST_CASE("digits evaluate: the bundled digits are the default, a fifth of each held out") {
  const TemporaryFolder folder;
  REQUIRE(digits(folder, {"train", "--train-limit", "500", "--epochs", "8", "--out", "m", "--json",
                          "train.json"})
              .status == 0);
  REQUIRE(digits(folder, {"evaluate", "--model", "m", "--json", "j"}).status == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["total"] == 1000);
  for (const auto& scores : json["per_class"]) CHECK(scores["support"] == 100);
  CHECK(json["confusion"] == read_json(folder / "train.json")["test"]["confusion"]);
  CHECK(json["accuracy"] > 0.5);
  // The same by its path; the same file under another name is known too.
  REQUIRE(digits(folder, {"evaluate", bundled, "--model", "m", "--json", "k"}).status == 0);
  CHECK(content(folder / "j") == content(folder / "k"));
  std::filesystem::copy_file(bundled, folder / "copy.png");
  REQUIRE(digits(folder, {"evaluate", "copy.png", "--model", "m", "--json", "k"}).status == 0);
  CHECK(content(folder / "j") == content(folder / "k"));

  SUBCASE("MNIST's test images may be read by such a model, its training images may not") {
    if (mnist().empty()) {
      MESSAGE("skipped: ANGKA_MNIST doesn't name a folder with MNIST's files");
      return;
    }
    REQUIRE(digits(folder, {"evaluate", mnist().string(), "--model", "m", "--json", "k"}).status ==
            0);
    CHECK(read_json(folder / "k")["total"] == 10000);
    CHECK(read_json(folder / "k")["part"] == "test set");

    const std::filesystem::path half = folder / "half";
    std::filesystem::create_directory(half);
    for (const char* name : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"})
      std::filesystem::create_symlink(std::filesystem::absolute(mnist() / name), half / name);
    const Call refused = digits(folder, {"evaluate", "half", "--model", "m"});
    CHECK(refused.status == 1);
    CHECK(refused.error_lines() == 1);
    CHECK(refused.err.find("MNIST") != std::string::npos);
  }
}

TEST_CASE("digits evaluate: a model trained on MNIST is never measured on the bundled digits") {
  if (mnist().empty()) {
    MESSAGE("skipped: ANGKA_MNIST doesn't name a folder with MNIST's files");
    return;
  }
  const TemporaryFolder folder;
  REQUIRE(digits(folder,
                 {"train", mnist().string(), "--train-limit", "100", "--epochs", "1", "--out", "m"})
              .status == 0);
  for (const Arguments& arguments :
       {Arguments{"evaluate", "--model", "m"}, Arguments{"evaluate", bundled, "--model", "m"},
        Arguments{"train", mnist().string(), "--test", bundled, "--out", "n"}}) {
    const Call call = digits(folder, arguments);
    CHECK(call.status == 1);
    CHECK(call.error_lines() == 1);
    CHECK(call.err.find("MNIST") != std::string::npos);
  }
}

TEST_CASE("digits evaluate: other data is measured on as a whole, its classes found by name") {
  const TemporaryFolder folder;
  // A frame that lies as MNIST's digits do, and in it a bar whose height tells the class.
  const auto framed = [](int image, int row, int column) {
    const auto inside = [](int at, int margin) { return at >= margin && at < 28 - margin; };
    const bool frame =
        inside(row, 4) && inside(column, 4) && !(inside(row, 6) && inside(column, 6));
    const int height = 6 + 3 * turn(image) / 2;
    const bool bar = inside(column, 6) && (row == height || row == height + 1);
    return frame || bar ? 255 - image % 50 : 0;
  };
  write_idx(folder / "framed", "train", 200, framed, turn);
  REQUIRE(digits(folder, {"train", "framed", "--out", "m", "--epochs", "20", "--batch-size", "16"})
              .status == 0);
  // Classes 3 and 7 alone, as folders of images: "7" is the second folder, but class 7.
  for (const int digit : {3, 7}) {
    const std::filesystem::path place = folder / ("few/" + std::to_string(digit));
    std::filesystem::create_directories(place);
    for (int i = 0; i < 4; ++i) {
      std::string image = "P5 28 28 255\n";
      for (int p = 0; p < 784; ++p)
        image += static_cast<char>(framed(1000 + 10 * i + digit, p / 28, p % 28));
      put(place / (std::to_string(i) + ".pgm"), image);
    }
  }
  REQUIRE(digits(folder, {"evaluate", "few", "--model", "m", "--json", "j"}).status == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["part"] == "whole");
  CHECK(json["total"] == 8);
  CHECK(json["correct"] == 8);
  CHECK(json["confusion"][3][3] == 4);
  CHECK(json["confusion"][7][7] == 4);

  std::filesystem::rename(folder / "few/7", folder / "few/seven");
  const Call unknown = digits(folder, {"evaluate", "few", "--model", "m"});
  CHECK(unknown.status == 1);
  CHECK(unknown.err.find("seven") != std::string::npos);
}

TEST_CASE("digits evaluate: the temperature comes from the validation images alone") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 300, faint_bar, turn);
  for (const int first : {1000, 2000})
    write_idx(
        folder / std::to_string(first), "train", 200,
        [&](int image, int row, int column) { return faint_bar(first + image, row, column); },
        turn);
  const Arguments train{"train",        "bars", "--epochs",          "6",
                        "--batch-size", "16",   "--label-smoothing", "0.3"};
  const auto trained = [&](Arguments more) {
    Arguments all = train;
    all.insert(all.end(), more.begin(), more.end());
    REQUIRE(digits(folder, all).status == 0);
    return read_json(folder / "t");
  };
  const auto json = trained({"--validation", "0.4", "--test", "1000", "--out", "m", "--json", "t"});
  const auto other =
      trained({"--validation", "0.4", "--test", "2000", "--out", "n", "--json", "t"});
  CHECK(json["temperature"] == other["temperature"]);
  CHECK(json["test"]["loss"] != other["test"]["loss"]);
  CHECK(json["temperature"] < 1);  // smoothed labels leave a net less sure than it might be
  CHECK(json["temperature"] > 0.05);

  const Call call = digits(folder, {"evaluate", "1000", "--model", "m", "--json", "j"});
  REQUIRE(call.status == 0);
  const auto evaluation = read_json(folder / "j");
  const auto& calibrated = evaluation["calibrated"];
  CHECK(calibrated == json["test"]["calibrated"]);
  CHECK(calibrated["temperature"] == json["temperature"]);
  CHECK(calibrated["loss"] < evaluation["loss"]);
  CHECK(calibrated["calibration_error"] != evaluation["calibration_error"]);
  CHECK(call.out.find("Calibrated by temperature 0.") != std::string::npos);
  CHECK(call.out.find("at its limit") == std::string::npos);

  const auto without =
      trained({"--validation", "0", "--test", "1000", "--out", "n", "--json", "t"});
  CHECK(without["temperature"] == nullptr);
  CHECK(!without["test"].contains("calibrated"));
  REQUIRE(digits(folder, {"evaluate", "1000", "--model", "n", "--json", "j"}).status == 0);
  CHECK(!read_json(folder / "j").contains("calibrated"));
}

TEST_CASE("digits evaluate: several models are measured alone and together") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, faint_bar, turn);
  write_idx(
      folder / "others", "train", 100,
      [](int image, int row, int column) { return faint_bar(1000 + image, row, column); }, turn);
  const auto train = [&](const std::string& seed, const std::string& out) {
    REQUIRE(digits(folder, {"train", "bars", "--epochs", "4", "--batch-size", "16", "--seed", seed,
                            "--out", out})
                .status == 0);
  };
  const auto evaluate = [&](Arguments more) {
    more.insert(more.begin(), "evaluate");
    more.insert(more.end(), {"--json", "j"});
    const Call call = digits(folder, more);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    return read_json(folder / "j");
  };
  train("1", "a"), train("2", "b");
  std::filesystem::copy_file(folder / "a", folder / "copy");
  const auto a = evaluate({"others", "--model", "a"}), b = evaluate({"others", "--model", "b"});
  const auto both = evaluate({"--model", "a", "--model", "b", "others"});
  REQUIRE(both["models"].size() == 2);
  CHECK(both["models"][0]["model"] == "a");
  for (const char* figure : {"net", "accuracy", "loss", "confusion", "calibrated"}) {
    CHECK(both["models"][0][figure] == a[figure]);
    CHECK(both["models"][1][figure] == b[figure]);
  }
  CHECK(both["net"] == "ensemble");
  CHECK(both["total"] == 100);
  CHECK(!both.contains("calibrated"));
  // By Jensen's inequality.
  CHECK(both["loss"].get<double>() < (a["loss"].get<double>() + b["loss"].get<double>()) / 2);
  const auto twice = evaluate({"others", "--model", "a", "--model", "copy"});
  CHECK(twice["confusion"] == a["confusion"]);
  CHECK(twice["calibration_error"] == a["calibration_error"]);
  CHECK(twice["loss"].get<double>() == doctest::Approx(a["loss"].get<double>()).epsilon(1e-5));
  const Call call = digits(folder, {"evaluate", "others", "--model", "a", "--model", "b"});
  CHECK(call.out.find("mean of 2 models") != std::string::npos);
  const auto predict = [&](const Arguments& models) {
    const Arguments words{"predict", samples + "3.png", "--json", "p"};
    REQUIRE(digits(folder, with(words, models)).status == 0);
    return read_json(folder / "p")[0]["probabilities"].get<std::vector<double>>();
  };
  const auto says_a = predict({"--model", "a"}), says_b = predict({"--model", "b"}),
             together = predict({"--model", "a", "--model", "b"});
  CHECK(says_a != says_b);
  for (std::size_t c = 0; c < together.size(); ++c)
    CHECK(together[c] == doctest::Approx((says_a[c] + says_b[c]) / 2).epsilon(1e-5));

  SUBCASE("none is measured on what it was trained on") {
    const auto refused = [&](const Arguments& arguments, int status, const std::string& text) {
      const Call refusal = digits(folder, arguments);
      CAPTURE(refusal.err);
      CHECK(refusal.status == status);
      CHECK(refusal.error_lines() == 1);
      CHECK(refusal.err.find(text) != std::string::npos);
    };
    refused({"evaluate", "bars", "--model", "a", "--model", "b"}, 1, "error: b: expected a model");
    REQUIRE(digits(folder, {"train", "bars", "--epochs", "1", "--all", "--out", "all"}).status ==
            0);
    refused({"evaluate", "bars", "--model", "a", "--model", "all"}, 1, "none held out");
    refused({"evaluate", "others", "--model", "a", "--model", "./a"}, 2, "same file");
    // What is held out for one, others may never have seen.
    write_idx(
        folder / "more", "train", 100,
        [](int image, int row, int column) { return faint_bar(3000 + image, row, column); }, turn);
    REQUIRE(digits(folder, {"train", "more", "--epochs", "1", "--out", "c"}).status == 0);
    CHECK(evaluate({"bars", "--model", "c", "--model", "a"})["total"] == 40);
    CHECK(evaluate({"bars", "--model", "a", "--model", "c"})["part"] == "held out");
    angka::Safetensors file = angka::read_safetensors(folder / "b");
    std::string& names = file.metadata.at("angka.classes");
    REQUIRE(names.find('9') != names.npos);
    names.replace(names.find('9'), 1, "nine");
    angka::write_safetensors(folder / "named", file.tensors, file.metadata);
    refused({"evaluate", "others", "--model", "a", "--model", "named"}, 1, "classes");
  }
  SUBCASE("versions are told of apart from single predictions") {
    const auto one = evaluate({"others", "--model", "a", "--versions", "3"});
    auto rest = one;
    rest.erase("versions");
    CHECK(rest == a);
    CHECK(one["versions"]["count"] == 3);
    CHECK(one["versions"]["total"] == 100);
    CHECK(one["versions"]["loss"] != a["loss"]);
    CHECK(one == evaluate({"others", "--model", "a", "--versions", "3", "--threads", "1",
                           "--augment", "light"}));
    const auto shaken = evaluate({"others", "--model", "a", "--versions", "3", "--seed", "7"});
    CHECK(shaken["versions"]["loss"] != one["versions"]["loss"]);
    const auto still =
        evaluate({"others", "--model", "a", "--versions", "2", "--augment", "shift=0.0001"});
    CHECK(still["versions"]["confusion"] == a["confusion"]);
    CHECK(evaluate({"others", "--model", "a", "--model", "copy", "--versions",
                    "3"})["versions"]["confusion"] == one["versions"]["confusion"]);
    const Call told = digits(folder, {"evaluate", "others", "--model", "a", "--versions", "3"});
    CHECK(told.out.find("Mean of 3 versions of each image") != std::string::npos);
    for (const Arguments& wrong :
         {Arguments{"evaluate", "others", "--model", "a", "--versions", "3", "--augment", "none"},
          Arguments{"evaluate", "bars", "--folds", "2", "--versions", "3"}}) {
      const Call refused = digits(folder, wrong);
      CHECK(refused.status == 2);
      CHECK(refused.err.find("--versions") != std::string::npos);
    }
  }
}

TEST_CASE("digits evaluate: a model of the first version is read as it was") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--epochs", "1"}).status == 0);
  REQUIRE(digits(folder, {"evaluate", "bars", "--model", "m", "--json", "j"}).status == 0);
  // It held three of its facts under names of its own, and no settings.
  angka::Safetensors file = angka::read_safetensors(folder / "m");
  for (const char* name : {"mean", "standard_deviation", "classes"})
    file.metadata[name] = file.metadata.at(std::string("angka.") + name);
  std::erase_if(file.metadata, [](const auto& fact) { return fact.first.starts_with("angka."); });
  angka::write_safetensors(folder / "first", file.tensors, file.metadata);
  REQUIRE(digits(folder, {"evaluate", "bars", "--model", "first", "--json", "k"}).status == 0);
  CHECK(content(folder / "j") == content(folder / "k"));
  REQUIRE(digits(folder, {"export", "--model", "first", "--out", "n.safetensors"}).status == 0);
  CHECK(content(folder / "n.safetensors") == content(folder / "m"));
}

TEST_CASE("digits evaluate: a damaged or foreign model is refused") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--epochs", "1"}).status == 0);
  const std::string model = content(folder / "m");
  const auto check_refused = [&](const std::string& bytes, const std::string& text) {
    put(folder / "n", bytes);
    const Call call = digits(folder, {"evaluate", "bars", "--model", "n"});
    CAPTURE(call.err);
    CHECK(call.status == 1);
    CHECK(call.out == "");
    CHECK(call.error_lines() == 1);
    CHECK(call.err.find("error: n: ") == 0);
    CHECK(call.err.find(text) != std::string::npos);
  };
  // The same length, so that the file is whole but for the word.
  const auto with = [&](const std::string& word, const std::string& instead) {
    std::string bytes = model;
    REQUIRE(bytes.find(word) != std::string::npos);
    return bytes.replace(bytes.find(word), word.size(), instead);
  };
  check_refused("", "8 bytes");
  check_refused(model.substr(0, model.size() - 1), "bytes");
  check_refused(with("\"lenet5\"", "\"lenet6\""), "net");
  check_refused(with("\"lenet5\"", "\"small\" "), "tensor");
  check_refused(with("\"net\"", "\"ten\""), "net");
  check_refused(with("\"1 x 28 x 28", "\"1 x 28 x 29"), "layers");
  check_refused(with("\"input\":\"1 x 28 x 28", "\"input\":\"1 x 28 x 29"), "input");
  check_refused(with("\"held_out\":\"0.2\"", "\"held_out\":\"1.2\""), "held_out");
  check_refused(with("\"seed\":\"42\"", "\"seed\":\"4x\""), "seed");
  check_refused(with("\\\"9\\\"", "     "), "classes");
  check_refused(with("standard_deviation\":\"0.", "standard_deviation\":\"-."),
                "standard_deviation");
  std::string heated = model;
  const std::string fact = "\"temperature\":\"";
  REQUIRE(heated.find(fact) != std::string::npos);
  heated[heated.find(fact) + fact.size()] = 'x';
  check_refused(heated, "temperature");
  std::string infinite = model;
  infinite.replace(infinite.size() - 4, 4, std::string("\x00\x00\x80\x7f", 4));
  check_refused(infinite, "finite");
}
