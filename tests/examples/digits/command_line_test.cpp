#include "program.hpp"

namespace {

/// Refused with `status` and one line that holds `text`, before anything was written.
void check_refused(const Arguments& arguments, int status, const std::string& text) {
  const TemporaryFolder folder;
  const Call call = digits(folder, arguments);
  std::string words;
  for (const std::string& argument : arguments) words += ' ' + argument;
  CAPTURE(words);
  CAPTURE(call.err);
  CHECK(call.status == status);
  CHECK(call.out == "");
  CHECK(call.error_lines() == 1);
  CHECK(call.err.find(text) != std::string::npos);
  CHECK(folder.entries() == 0);
}

}  // namespace

TEST_CASE("digits: words that can't be used are refused with status 2 and one line") {
  check_refused({}, 2, "command");
  check_refused({"dance"}, 2, "dance");
  check_refused({"train"}, 2, "--out");
  check_refused({"train", "--out"}, 2, "--out");
  check_refused({"train", "--out", ""}, 2, "--out");
  check_refused({"train", "--out", "a", "--out", "b"}, 2, "--out");
  check_refused({"train", "--out", "a", "--wings", "2"}, 2, "--wings");
  check_refused({"train", "--out", "a", "one", "two"}, 2, "two");
  check_refused({"train", "--out", "a", "--json", "a"}, 2, "same file");
  check_refused({"train", "--out", "a", "--json", "./a"}, 2, "same file");
  check_refused({"train", "b", "--out", "b"}, 2, "same file");
  check_refused({"evaluate"}, 2, "--model");
  check_refused({"evaluate", "--model", "a", "--json", "a"}, 2, "same file");
  check_refused({"predict", "--model", "a"}, 2, "image");
  check_refused({"predict", "a", "--csv", "./a"}, 2, "same file");
  check_refused({"predict", "a", "--csv", "b", "--json", "b"}, 2, "same file");
  check_refused({"predict", "a", "--turn", "45"}, 2, "auto, 0, 90, 180, 270, not 45");
  for (const char* value : {"", "-0.1", "1.01", "nan", "half"})
    check_refused({"predict", "a", "--least-probability", value}, 2, "from 0 to 1");
  check_refused({"inspect", "--epochs", "3"}, 2, "--epochs");
  check_refused({"augment"}, 2, "--out");
  check_refused({"augment", "--out", "a", "--copies", "-1"}, 2, "--copies");
  check_refused({"augment", "--out", "a", "--write-dataset", "zip"}, 2, "zip");
  check_refused({"compare"}, 2, "--out");
  check_refused({"compare", "--out", "a", "--augment", "none"}, 2, "none");
  check_refused({"compare", "--out", "a", "--seeds", "0"}, 2, "--seeds");
  check_refused({"compare", "--out", "a", "--each", "--validation", "0"}, 2, "--validation");
}

TEST_CASE("digits: a setting that can't be used is named, with its range and the value") {
  const auto refused = [](const std::string& option, const Arguments& values) {
    for (const std::string& value : values) {
      check_refused({"train", "--out", "a", option, value}, 2, option);
      if (!value.empty()) check_refused({"train", "--out", "a", option, value}, 2, value);
    }
  };
  refused("--epochs", {"", "0", "-1", "5x", "1.5", "1e999", "99999999999999999999"});
  refused("--batch-size", {"", "0", "-32", "many"});
  refused("--learning-rate", {"", "0", "-1", "nan", "inf", "1e999", "0.1.2"});
  refused("--weight-decay", {"-0.1", "nan", "1"});
  refused("--l1", {"-0.1", "nan", "1"});
  refused("--label-smoothing", {"-0.1", "nan", "1"});
  refused("--ema-decay", {"-0.1", "nan", "1"});
  refused("--swa", {"-0.1", "nan", "1"});
  refused("--mixup", {"-0.1", "nan", "1.1"});
  refused("--cutmix", {"-0.1", "nan", "1.1"});
  refused("--dropout", {"-0.1", "nan", "1"});
  refused("--validation", {"-0.1", "nan", "1", "inf"});
  refused("--seed", {"", "-1", "1.5", "18446744073709551616"});
  refused("--threads", {"-1", "257", "all"});
  refused("--train-limit", {"0", "-5"});
  refused("--net", {"", "alexnet"});
  refused("--optimizer", {"lbfgs"});
  refused("--schedule", {"sometimes"});
  refused("--loss", {"squared"});
  refused("--augment", {"", "heavy", "rotate", "rotate=far", "rotate=361", "rotate=5,rotate=5",
                        "shift=nan", "elastic=34@2"});
  refused("--tile", {"20", "20x", "x20", "0x20", "20x20x20", "-20x20"});
  refused("--lang", {"fr"});
}

TEST_CASE("digits: settings that don't fit the net or the data are refused before training") {
  check_refused({"train", "--out", "a", "--dropout", "0.1"}, 2, "lenet5");
  check_refused({"train", "--out", "a", "--swa", "0.5", "--ema-decay", "0.9"}, 2, "--ema-decay, --swa");
  const Arguments focal{"train", "--out", "a", "--loss", "focal"};
  check_refused(with(focal, {"--label-smoothing", "0.1"}), 2, "--loss focal, --label-smoothing");
  check_refused(with(focal, {"--teacher", "b"}), 2, "--loss focal, --teacher");
  for (const Arguments& judges : {Arguments{"train", "--out", "a", "--validation", "0"},
                                  {"tune", "--out", "a", "--trials", "2"},
                                  {"experiment", "--out", "a", "--seeds", "2"},
                                  {"report", "--out", "a", "--trials", "2"},
                                  {"evaluate", "--folds", "3"}})
    check_refused(with(judges, {"--schedule", "plateau"}), 2, "--schedule plateau");
  const TemporaryFolder data;
  write_idx(data.path(), "train", 100, bar, turn);
  const std::string path = data.path().string();
  check_refused({"train", path, "--out", "a", "--batch-size", "71"}, 2, "70");
  check_refused({"train", path, "--out", "a", "--train-limit", "81"}, 2, "80");
  check_refused({"train", path, "--out", "a", "--train-limit", "9"}, 2, "10");
}

TEST_CASE("digits: files that can't be used are named, with status 1") {
  check_refused({"inspect", "absent"}, 1, "absent");
  check_refused({"train", "absent", "--out", "a"}, 1, "absent");
  check_refused({"train", "--test", "absent", "--out", "a"}, 1, "absent");
  check_refused({"train", "--out", "no/folder/a"}, 1, "no/folder");
  check_refused({"augment", "--out", bundled + "/a"}, 1, "digits.png/a");
  for (const char* folder : {"a", "made/with/its/parents", "a/"})
    check_refused({"augment", "absent", "--out", folder}, 1, "absent");
  check_refused({"compare", "absent", "--out", "a"}, 1, "absent");
  check_refused({"train", "--out", "/"}, 1, "folder");
  check_refused({"train", "--out", "a", "--json", "no/folder/b"}, 1, "no/folder");
  check_refused({"train", "--out", "a", samples}, 1, "samples");
  check_refused({"train", "--out", "a", "--tile", "30x20"}, 1, "30 x 20");
  check_refused({"evaluate", "--model", "absent"}, 1, "absent");
  check_refused({"evaluate", "--model", bundled}, 1, bundled);
  check_refused({"predict", "--model", "absent", samples + "0.png"}, 1, "absent");
  check_refused({"predict", "--csv", "no/folder/c", samples + "0.png"}, 1, "no/folder");
}

TEST_CASE("digits: an output that is full, closed or not listened to is an error") {
  const TemporaryFolder folder;
  const auto status_of = [&](const std::string& line) {
    const std::string call = "cd '" + folder.path().string() + "' && { " + line + "; }";
    REQUIRE(std::system(call.c_str()) == 0);
    return content(folder / "status") + content(folder / "err");
  };
  const std::string lost = "1\nerror: standard output can't be written\n";
  for (const std::string to : {">/dev/full", ">&-"})
    CHECK(status_of("\"$ANGKA_DIGITS\" --help " + to + " 2>err; echo $? >status") == lost);
  CHECK(status_of("mkfifo done; (trap '' PIPE; cat done; \"$ANGKA_DIGITS\" --help 2>err; "
                  "echo $? >status) | { exec <&-; : >done; }") == lost);
}

TEST_CASE("digits: ANGKA_BRIEF cuts training short, and says so") {
  const TemporaryFolder folder;
  setenv("ANGKA_BRIEF", "1", 1);
  const Call call = digits(folder, {"train", "--out", "a", "--epochs", "50", "--json", "json"});
  unsetenv("ANGKA_BRIEF");
  CHECK(call.status == 0);
  CHECK(call.err ==
        "ANGKA_BRIEF is set: one epoch of at most 200 images, one seed, at most 4 trials\n");
  CHECK(read_json(folder / "json")["epochs"].size() == 1);
}

TEST_CASE("digits: only data of 2 to 100 classes is trained on") {
  const TemporaryFolder data;
  for (const int classes : {1, 101}) {
    write_idx(data.path(), "train", 2 * classes, bar, [&](int i) { return i % classes; });
    for (const char* command : {"train", "compare", "tune"})
      check_refused({command, data.path().string(), "--out", "a"}, 1,
                    "2 to 100 classes, found " + std::to_string(classes));
  }
  check_refused({"inspect", data.path().string(), "--labels"}, 1, "2 to 100 classes, found 101");
}

TEST_CASE("digits: help is printed in either language, with status 0") {
  const TemporaryFolder folder;
  for (const char* command :
       {"", "inspect", "augment", "train", "evaluate", "predict", "compare", "tune"}) {
    Arguments arguments{"--help"};
    if (*command) arguments.insert(arguments.begin(), command);
    const Call english = digits(folder, arguments);
    arguments.insert(arguments.end() - 1, {"--lang", "id"});
    const Call indonesian = digits(folder, arguments);
    CHECK(english.status == 0);
    CHECK(english.err == "");
    CHECK(english.out.find("Usage: digits") != std::string::npos);
    CHECK(indonesian.status == 0);
    CHECK(indonesian.out.find("Pemakaian: digits") != std::string::npos);
    CHECK(indonesian.out.find("Usage") == std::string::npos);
  }
  const Call refused = digits(folder, {"train", "--lang", "id", "--out", "a", "--epochs", "x"});
  CHECK(refused.status == 2);
  CHECK(refused.err == "galat: --epochs: harus bilangan bulat dari 1 sampai 100000, bukan x\n");
}
