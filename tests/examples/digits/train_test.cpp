#include "program.hpp"

#include <chrono>
#include <cmath>
#include <thread>

namespace {

/// A folder with easy data, and calls in it.
struct TrainFolder {
  TemporaryFolder folder;

  TrainFolder() { write_idx(folder / "bars", "train", 200, bar, turn); }
  Call run(const Arguments& arguments) const { return digits(folder, arguments); }
  nlohmann::json json(const std::string& name) const { return read_json(folder / name); }
};

}  // namespace

TEST_CASE(
    "digits train: every figure is in the JSON, and evaluate finds the same held-out images") {
  const TrainFolder place;
  const Call call = place.run(
      {"train", "bars", "--out", "m", "--json", "train.json", "--epochs", "3", "--seed", "5"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const auto train = place.json("train.json");
  CHECK(train["net"] == "lenet5");
  CHECK(train["parameters"] == 61706);
  CHECK(train["images"] == nlohmann::json{{"train", 144}, {"validation", 16}, {"test", 40}});
  CHECK(train["seconds"] > 0);
  REQUIRE(train["epochs"].size() == 3);
  for (const auto& epoch : train["epochs"]) {
    CHECK(epoch["loss"] > 0);
    CHECK(epoch["train_accuracy"] <= 1);
    CHECK(epoch["validation_accuracy"] <= 1);
    CHECK(epoch["seconds"] > 0);
    CHECK(epoch["images_per_second"] > 0);
  }
  CHECK(train["epochs"][2]["loss"] < train["epochs"][0]["loss"]);

  REQUIRE(place.run({"evaluate", "bars", "--model", "m", "--json", "ev.json"}).status == 0);
  const auto evaluation = place.json("ev.json");
  CHECK(evaluation["part"] == "held out");
  for (const auto& [key, value] : train["test"].items()) {
    const std::string figure = key;
    CAPTURE(figure);
    CHECK(evaluation[key] == value);
  }
  CHECK(evaluation["total"] == 40);
  CHECK(evaluation["accuracy"].get<double>() * 40 == doctest::Approx(evaluation["correct"]));
  REQUIRE(evaluation["confusion"].size() == 10);
  int diagonal = 0;
  for (std::size_t digit = 0; digit < 10; ++digit) {
    const auto& row = evaluation["confusion"][digit];
    REQUIRE(row.size() == 10);
    int sum = 0;
    for (const auto& count : row) sum += count.get<int>();
    diagonal += row[digit].get<int>();
    const auto& scores = evaluation["per_class"][digit];
    CHECK(scores["support"] == 4);  // stratified
    CHECK(sum == 4);
    CHECK(scores["recall"] == row[digit].get<int>() / 4.0);
    CHECK(scores.contains("precision"));
    CHECK(scores.contains("f1"));
  }
  CHECK(evaluation["correct"] == diagonal);
}

TEST_CASE("digits train: what is held out is never trained on") {
  // Noise with labels by chance: what was seen can be learned by heart, nothing else can be told.
  const TemporaryFolder folder;
  const auto noise = [](int image, int row, int column) {
    const auto n = static_cast<std::uint32_t>(image * 784 + row * 28 + column) * 2654435761u;
    return static_cast<int>((n ^ n >> 15) * 2246822519u >> 24);
  };
  write_idx(folder / "noise", "train", 150, noise, turn);
  REQUIRE(digits(folder, {"train", "noise", "--out", "m", "--json", "j", "--epochs", "40",
                          "--batch-size", "16", "--validation", "0.25", "--label-smoothing", "0",
                          "--learning-rate", "0.003", "--optimizer", "adam"})
              .status == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["images"] == nlohmann::json{{"train", 90}, {"validation", 30}, {"test", 30}});
  CHECK(json["epochs"].back()["train_accuracy"] > 0.9);
  CHECK(json["epochs"].back()["validation_accuracy"] < 0.5);
  CHECK(json["test"]["accuracy"] < 0.5);
}

TEST_CASE("digits train: averages of weights and mixed images are told where they are used") {
  const TemporaryFolder folder;
  const auto settings = [&](const Arguments& more) {
    Arguments words{"train", "--train-limit", "300", "--epochs", "2", "--out", "m", "--json", "j"};
    words.insert(words.end(), more.begin(), more.end());
    REQUIRE(digits(folder, words).status == 0);
    return read_json(folder / "j");
  };
  const auto plain = settings({});
  for (const char* key : {"ema_decay", "swa", "mixup", "cutmix", "l1", "loss"})
    CHECK_FALSE(plain["settings"].contains(key));
  for (const auto& [option, key, value] : {std::tuple("--ema-decay", "ema_decay", 0.9),
                                           {"--swa", "swa", 0.1},
                                           {"--l1", "l1", 0.001},
                                           {"--mixup", "mixup", 0.2},
                                           {"--cutmix", "cutmix", 1.0}}) {
    const auto used = settings({option, nlohmann::json(value).dump()});
    CHECK(used["settings"][key] == value);
    CHECK(used["settings"].size() == plain["settings"].size() + 1);
    CHECK(used["test"]["loss"] != plain["test"]["loss"]);
  }
  for (const std::string loss : {"focal", "hinge"}) {
    const auto used = settings({"--loss", loss});
    CHECK(used["settings"]["loss"] == loss);
    CHECK(used["settings"]["label_smoothing"] == 0);
    CHECK(used["epochs"][1]["loss"] != plain["epochs"][1]["loss"]);
    // What is trained by any loss is measured by one.
    REQUIRE(digits(folder, {"evaluate", "--model", "m", "--json", "e"}).status == 0);
    CHECK(read_json(folder / "e")["loss"] == used["test"]["loss"]);
  }
}

TEST_CASE("digits train: --schedule plateau follows the loss of the validation images") {
  const TemporaryFolder folder;
  write_idx(folder / "chance", "train", 200, bar, [](int image) {
    return static_cast<int>((static_cast<std::uint32_t>(image) * 2654435761u >> 16) % 10);
  });
  REQUIRE(digits(folder, {"train", "chance", "--out", "m", "--json", "j", "--epochs", "12",
                          "--batch-size", "8", "--optimizer", "adam", "--learning-rate", "0.003",
                          "--schedule", "plateau"})
              .status == 0);
  double rate = 0.003, best = 1e9;
  int bad = 0;
  const auto json = read_json(folder / "j");
  for (const auto& epoch : json["epochs"]) {
    CHECK(epoch["learning_rate"] == doctest::Approx(rate));
    const double loss = epoch["validation_loss"];
    bad = loss < best * (1 - 1e-4) ? 0 : bad + 1;
    best = std::min(best, loss);
    if (bad > 1) rate /= 10, bad = 0;
  }
  CHECK(rate < 0.003);
}

TEST_CASE("digits train: --test-split holds another part out, which evaluate finds") {
  const TemporaryFolder folder;
  const Call trained = digits(folder, {"train", "--test-split", "0.3", "--validation", "0",
                                       "--epochs", "1", "--out", "m", "--json", "t.json"});
  REQUIRE(trained.status == 0);
  const auto training = read_json(folder / "t.json");
  CHECK(training["images"] == nlohmann::json{{"train", 3500}, {"validation", 0}, {"test", 1500}});
  REQUIRE(digits(folder, {"evaluate", "--model", "m", "--json", "e.json"}).status == 0);
  const auto evaluation = read_json(folder / "e.json");
  CHECK(evaluation["total"] == 1500);
  CHECK(evaluation["accuracy"] == training["test"]["accuracy"]);
  CHECK(digits(folder, {"train", "--test-split", "0", "--out", "m"}).status == 2);
}

TEST_CASE("digits train: weights are the same bytes for any number of threads") {
  const TrainFolder place;
  for (const std::string net : {"lenet5", "compact", "small", "residual", "vgg"}) {
    CAPTURE(net);
    const Arguments train{"train", "bars", "--net", net, "--epochs", "1", "--batch-size", "48"};
    for (const std::string threads : {"1", "2", "3"})
      REQUIRE(place.run(with(train, {"--threads", threads, "--out", "m" + threads})).status == 0);
    const std::string one = content(place.folder / "m1");
    CHECK(one == content(place.folder / "m2"));
    CHECK(one == content(place.folder / "m3"));
    REQUIRE(place.run(with(train, {"--seed", "43", "--out", "other"})).status == 0);
    CHECK(one != content(place.folder / "other"));
  }
}

TEST_CASE("digits train: augmented weights, too, are the same bytes for any number of threads") {
  const TrainFolder place;
  const Arguments train{"train", "bars", "--epochs", "2", "--batch-size", "48"};
  const auto weights = [&](const std::string& augment, const std::string& threads) {
    REQUIRE(
        place.run(with(train, {"--augment", augment, "--threads", threads, "--out", "m"})).status ==
        0);
    const std::string file = content(place.folder / "m");
    return file.substr(file.size() - 61706 * 4);
  };
  const std::string none = weights("none", "1");
  std::vector<std::string> different{none};
  for (const std::string augment : {"light", "strong", "noise=0.2,elastic=34@0.5"}) {
    CAPTURE(augment);
    different.push_back(weights(augment, "1"));
    CHECK(different.back() == weights(augment, "2"));
  }
  std::sort(different.begin(), different.end());
  CHECK(std::unique(different.begin(), different.end()) == different.end());
  CHECK(weights("rotate=0", "2") == none);
}

TEST_CASE("digits train: says how it augments") {
  const TrainFolder place;
  const Call call = place.run({"train", "bars", "--out", "m", "--json", "j", "--epochs", "1",
                               "--augment", "light,rotate=5,blur=0:1@0.5"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const std::string augment = place.json("j")["settings"]["augment"];
  CHECK(augment.find("rotate=5,") == 0);
  CHECK(augment.find("blur=1@0.5") != std::string::npos);
  CHECK(call.out.find("augmentation " + augment + '\n') != std::string::npos);
}

TEST_CASE("digits train: options change what they say") {
  const TrainFolder place;
  const auto train = [&](const Arguments& options) {
    const Call call = place.run(with({"train", "bars", "--out", "m", "--json", "j"}, options));
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    return place.json("j");
  };
  const auto epochs_of_one = [&](const Arguments& options) {
    return train(with({"--epochs", "1"}, options));
  };

  const auto unvalidated = epochs_of_one({"--validation", "0"});
  CHECK(unvalidated["images"]["train"] == 160);
  CHECK(unvalidated["epochs"][0]["validation_accuracy"].is_null());

  const auto limited = epochs_of_one({"--train-limit", "50", "--validation", "0.2"});
  CHECK(limited["images"] == nlohmann::json{{"train", 40}, {"validation", 10}, {"test", 40}});

  const auto all = epochs_of_one({"--all"});
  CHECK(all["images"] == nlohmann::json{{"train", 180}, {"validation", 20}, {"test", 0}});
  CHECK(!all.contains("test"));
  const Call refused = place.run({"evaluate", "bars", "--model", "m"});
  CHECK(refused.status == 1);
  CHECK(refused.error_lines() == 1);

  std::vector<std::string> models;
  for (const std::string optimizer :
       {"sgd", "adam", "adamw", "nadam", "radam", "rmsprop", "adagrad", "lion"})
    for (const std::string schedule : {"constant", "step", "exponential", "cosine", "polynomial",
                                       "warm-restarts", "one-cycle"}) {
      const auto json = train({"--epochs", "2", "--learning-rate", "0.002", "--weight-decay",
                               "0.01", "--optimizer", optimizer, "--schedule", schedule});
      CHECK(json["settings"]["optimizer"] == optimizer);
      CHECK(json["settings"]["schedule"] == schedule);
      CHECK(json["settings"]["learning_rate"] == 0.002);
      models.push_back(content(place.folder / "m"));
      models.back().erase(0, models.back().size() - 61706 * 4);  // weights alone
    }
  std::sort(models.begin(), models.end());
  // Step and exponential decay, constant for the first of two epochs, still differ in the second.
  CHECK(std::unique(models.begin(), models.end()) == models.end());
}

TEST_CASE("digits train: the data's own test set is what is measured on") {
  const TrainFolder place;
  write_idx(place.folder / "parted", "train", 200, bar, turn);
  write_idx(place.folder / "parted", "t10k", 30, bar, turn);
  REQUIRE(place.run({"train", "parted", "--out", "m", "--json", "j", "--epochs", "1"}).status == 0);
  CHECK(place.json("j")["images"] ==
        nlohmann::json{{"train", 180}, {"validation", 20}, {"test", 30}});
  REQUIRE(place.run({"evaluate", "parted", "--model", "m", "--json", "j"}).status == 0);
  CHECK(place.json("j")["part"] == "test set");
  CHECK(place.json("j")["total"] == 30);
  // Another set's test images, by --test.
  REQUIRE(place
              .run({"train", "bars", "--test", "parted", "--all", "--out", "m", "--json", "j",
                    "--epochs", "1"})
              .status == 0);
  CHECK(place.json("j")["images"] ==
        nlohmann::json{{"train", 180}, {"validation", 20}, {"test", 30}});
  CHECK(place.json("j")["test"]["total"] == 30);
}

TEST_CASE("digits train: SIGINT and SIGTERM end it with one line, and nothing is written") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const TrainFolder place;
    put(place.folder / "m", "an older model");
    const std::ptrdiff_t before = place.folder.entries();
    const Call call =
        digits(place.folder, {"train", "bars", "--out", "m", "--json", "j", "--epochs", "100000"},
               [&](pid_t child) {
                 std::this_thread::sleep_for(std::chrono::seconds(2));
                 kill(child, signal);
               });
    CHECK(call.status == 1);
    CHECK(call.error_lines() == 1);
    CHECK(content(place.folder / "m") == "an older model");
    CHECK(place.folder.entries() == before);
  }
}

TEST_CASE("digits train: a failed run leaves an older model as it was") {
  const TrainFolder place;
  put(place.folder / "m", "an older model");
  const std::ptrdiff_t before = place.folder.entries();
  const Call diverged = place.run({"train", "bars", "--out", "m", "--optimizer", "sgd",
                                   "--learning-rate", "1000", "--epochs", "5"});
  CHECK(diverged.status == 1);
  CHECK(diverged.error_lines() == 1);
  CHECK(diverged.err.find("epoch") != std::string::npos);
  CHECK(content(place.folder / "m") == "an older model");
  const Call full = place.run({"train", "bars", "--out", "/dev/full", "--epochs", "1"});
  CHECK(full.status == 1);
  CHECK(full.err.find("/dev/full") != std::string::npos);
  CHECK(place.folder.entries() == before);
}

TEST_CASE("digits train: a training that ends at chance says so") {
  const TrainFolder place;
  const Arguments wild{"train",           "bars", "--out",    "m", "--optimizer", "sgd",
                       "--learning-rate", "10",   "--epochs", "3", "--json",      "train.json"};
  const Call english = place.run(with(wild, {"--lang", "en"}));
  const Call indonesian = place.run(with(wild, {"--lang", "id"}));
  CHECK(english.status == 0);
  CHECK(english.out.find("no better than by guessing") != std::string::npos);
  CHECK(indonesian.out.find("tidak lebih baik daripada tebakan acak") != std::string::npos);
  CHECK(place.json("train.json").at("at_chance") == true);
  const Call sound =
      place.run({"train", "bars", "--out", "m", "--json", "train.json", "--seed", "5"});
  CHECK(sound.out.find("guessing") == std::string::npos);
  CHECK(place.json("train.json").at("at_chance") == false);
}

TEST_CASE("digits train: --quiet prints nothing; --lang id prints Indonesian") {
  const TrainFolder place;
  const Arguments train{"train", "bars", "--out", "m", "--epochs", "1"};
  const Call quiet = place.run(with(train, {"--quiet"}));
  CHECK(quiet.status == 0);
  CHECK(quiet.out == "");
  CHECK(quiet.err == "");
  const Call english = place.run(train), indonesian = place.run(with(train, {"--lang", "id"}));
  CHECK(indonesian.status == 0);
  CHECK(english.out.find("accuracy") != std::string::npos);
  CHECK(english.out.find("saved m\n") != std::string::npos);
  CHECK(indonesian.out.find("akurasi") != std::string::npos);
  for (const char* word : {"accuracy", "images", "saved", "train on", "learning rate"})
    CHECK(indonesian.out.find(word) == std::string::npos);
}

TEST_CASE("digits train: dark digits on light ground are inverted, and said to be") {
  const TrainFolder place;
  write_idx(
      place.folder / "ink", "train", 200, [](int i, int y, int x) { return 255 - bar(i, y, x); },
      turn);
  REQUIRE(place.run({"train", "bars", "--out", "light", "--epochs", "2"}).status == 0);
  const Call call = place.run({"train", "ink", "--out", "dark", "--epochs", "2"});
  REQUIRE(call.status == 0);
  CHECK(call.out.find("200 images are dark on light") != std::string::npos);
  const std::string light = content(place.folder / "light"), dark = content(place.folder / "dark");
  CHECK(light.substr(light.size() - 61706 * 4) == dark.substr(dark.size() - 61706 * 4));
}

TEST_CASE(
    "digits train: --find-rate suggests a learning rate that trains well, and saves nothing") {
  const TrainFolder place;
  const Call call = place.run({"train", "bars", "--find-rate", "rates.svg", "--json", "rates.json",
                               "--threads", "1", "--out", "m"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(!std::filesystem::exists(place.folder / "m"));
  const auto found = place.json("rates.json");
  CHECK(found["images"] == 144);
  CHECK(found["batch_size"] == 32);
  const auto& steps = found["steps"];
  REQUIRE(steps.size() > 50);
  const auto rate_of = [&](std::size_t i) { return steps[i]["learning_rate"].get<double>(); };
  CHECK(rate_of(0) == doctest::Approx(1e-7).scale(0));
  for (std::size_t i = 1; i < steps.size(); ++i)
    CHECK(rate_of(i) / rate_of(i - 1) == doctest::Approx(std::pow(10, 8.0 / 99)));
  const double suggested = found["suggested"];
  if (!found["diverged_at"].is_null()) CHECK(suggested < found["diverged_at"]);

  const std::size_t at = call.out.find("--learning-rate ");
  REQUIRE(at != call.out.npos);
  const std::string rate = call.out.substr(at + 16, call.out.find(',', at) - at - 16);
  CHECK(std::stod(rate) == doctest::Approx(suggested).epsilon(0.06).scale(0));  // two digits
  REQUIRE(place
              .run({"train", "bars", "--out", "m", "--json", "train.json", "--epochs", "20",
                    "--learning-rate", rate})
              .status == 0);
  CHECK(place.json("train.json")["test"]["accuracy"] > 0.95);

  const std::string svg = content(place.folder / "rates.svg");
  CHECK(svg.starts_with("<svg"));
  CHECK(svg.find(">learning rate<") != svg.npos);
  std::size_t dots = 0;
  for (std::size_t dot = 0; (dot = svg.find("<circle", dot)) != svg.npos; ++dot) ++dots;
  CHECK(dots > 50);
  for (const char* power : {">1×10⁻⁶<", ">0.001<", ">1<"})
    CHECK_MESSAGE(svg.find(power) != svg.npos, power);

  REQUIRE(place
              .run({"train", "bars", "--find-rate", "rates.png", "--json", "two.json", "--threads",
                    "2"})
              .status == 0);
  CHECK(place.json("two.json") == found);
  CHECK(content(place.folder / "rates.png").starts_with("\x89PNG"));

  for (const Arguments& wrong : std::vector<Arguments>{{"--find-rate", "rates.txt"},
                                                       {"--find-rate", "a.svg", "--json", "a.svg"},
                                                       {"--find-rate", "bars"}}) {
    const Call refused = place.run(with({"train", "bars"}, wrong));
    CHECK(refused.status == 2);
    CHECK(refused.error_lines() == 1);
  }
}
