#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/angka.hpp>
#include <angka/io/model.hpp>
#include <recorded/files.hpp>

#include "every_layer.hpp"
#include "files.hpp"

using namespace angka;

namespace {

using Texts = std::map<std::string, std::string>;
using Saved = Model<Own, CrossEntropy, SGD>;

/// A network that was saved and loaded, against the one that it was.
template <class Net>
void round_trip(const Net& net) {
  const TemporaryFolder folder;
  save_model(folder / "model", net);
  Net loaded(seed(9));
  REQUIRE(all_of(loaded) != all_of(net));
  load_model(folder / "model", loaded);
  CHECK(all_of(loaded) == all_of(net));
  typename Net::Workspace mine, theirs;
  Random random(seed(8), Purpose::test);
  std::vector<std::uint8_t> image(static_cast<std::size_t>(Net::input.size()));
  for (int i = 0; i < 5; ++i) {
    for (std::uint8_t& pixel : image) pixel = static_cast<std::uint8_t>(random.below(256));
    const auto expected = net.predict(image, mine), found = loaded.predict(image, theirs);
    CHECK(std::memcmp(expected.data(), found.data(), expected.size_bytes()) == 0);
  }
}

/// A model of colour with settings of all kinds.
Saved model_of_colour() {
  Saved model;
  model.network = random_network<Own>();
  model.network.normalization = {.mean = {0.1f, 0.2f, 0.3f}, .standard_deviation = 0.7f};
  model.classes = {"ant", "b\"ee\"", "c\n\xC3\xA9"};
  return model;
}

template <class Call>
std::string setting_error_of(Call&& call) {
  try {
    call();
  } catch (const SettingError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a network of every layer is the same when it was saved and loaded") {
  round_trip(random_network<Windows>());
  round_trip(random_network<Dilated>());
  round_trip(random_network<Own>());
}

TEST_CASE("a network of double isn't rounded") {
  using Wide = Own::With<double>;
  Wide net = random_network<Wide>();
  for (double& value : net.parameters()) value += 1e-12;
  round_trip(net);

  const TemporaryFolder folder;
  save_model(folder / "wide", net);
  Own narrow;
  load_model(folder / "wide", narrow);
  CHECK(narrow.parameters()[3] == static_cast<float>(net.parameters()[3]));
  save_model(folder / "narrow", narrow);
  load_model(folder / "narrow", net);
  CHECK(net.parameters()[3] == double(narrow.parameters()[3]));
}

TEST_CASE("a model keeps its weights, settings, normalization, classes and metadata") {
  const TemporaryFolder folder;
  const Saved saved = model_of_colour();
  save_model(folder / "model", saved, {{"data", "insects"}});
  Saved loaded{seed(5)};
  const LoadedWeights facts = load_model(folder / "model", loaded);
  CHECK(static_cast<const Texts&>(facts) == Texts{{"data", "insects"}});
  CHECK(facts.untold.empty());
  CHECK(all_of(loaded.network) == all_of(saved.network));
  CHECK(loaded.classes == saved.classes);

  Own alone;
  CHECK(load_weights(folder / "model", alone).classes == saved.classes);
  CHECK(all_of(alone) == all_of(saved.network));

  Saved nameless = model_of_colour();
  nameless.classes = {};
  save_model(folder / "nameless", nameless);
  load_model(folder / "nameless", loaded);
  CHECK(loaded.classes.empty());
}

TEST_CASE("what a file holds besides weights can be read by anybody") {
  const TemporaryFolder folder;
  Saved model = model_of_colour();
  model.network.layer<Dropout>().rate = 0.25f;
  model.network.layer<LeakyReLU>().negative_slope = 0.5f;
  model.network.layer(At<2, -1, 0>{}) = {
      .factor = -2, .divisor = 0.1, .doublings = 5, .negative = true};
  model.network.layer(At<2, -1, 1>{}) = {.epsilon = 0.125f, .momentum = 1};
  model.network.normalization = {.mean = {0, 0.5f, 1}, .standard_deviation = 0.25f};
  save_model(folder / "model", model, {{"data", "insects"}});
  CHECK(read_safetensors(folder / "model").metadata ==
        Texts{{"angka.classes", "[\"ant\", \"b\\\"ee\\\"\", \"c\\u000a\xC3\xA9\"]"},
              {"angka.layer.1.negative_slope", "0.5"},
              {"angka.layer.2.main.0.divisor", "0.1"},
              {"angka.layer.2.main.0.doublings", "5.0"},
              {"angka.layer.2.main.0.factor", "-2.0"},
              {"angka.layer.2.main.0.negative", "1.0"},
              {"angka.layer.2.main.1.epsilon", "0.125"},
              {"angka.layer.2.main.1.momentum", "1.0"},
              {"angka.layer.3.rate", "0.25"},
              {"angka.layers",
               "[\"3 x 4 x 4\", \"conv kernel=3\", \"leaky_relu\", \"2.main.0 own\", "
               "\"2.main.1 batch_norm\", \"add\", \"dropout\", \"dense\"]"},
              {"angka.mean", "[0.0, 0.5, 1.0]"},
              {"angka.standard_deviation", "0.25"},
              {"data", "insects"}});
}

TEST_CASE("a file that says what the model isn't is refused, and the model is unchanged") {
  const TemporaryFolder folder;
  Saved other = model_of_colour();
  for (float& weight : other.network.parameters()) weight += 1;
  save_model(folder / "other", other);
  const Safetensors stored = read_safetensors(folder / "other");
  const auto failure = [&](const std::string& name, const std::string& text) {
    Texts texts = stored.metadata;
    text.empty() ? void(texts.erase(name)) : void(texts[name] = text);
    write_safetensors(folder / "changed", stored.tensors, texts);
    Saved model = model_of_colour();
    const std::string before = all_of(model.network);
    const std::vector<std::string> classes = model.classes;
    const std::string error = error_of([&] { load_model(folder / "changed", model); });
    CHECK((all_of(model.network) == before) == !error.empty());
    CHECK(model.classes == classes);
    return error.substr(error.find("expected") == error.npos ? 0 : error.find("expected"));
  };
  CHECK(failure("note", "anything") == "");
  CHECK(failure("angka.layer.1.negative_slope", "") ==
        "expected a model that save_model wrote, found a file of weights without 1.negative_slope");
  CHECK(failure("angka.layer.9.rate", "0.5") ==
        "expected settings of this network, found setting 9.rate: the network has none of that "
        "name");
  CHECK(failure("angka.layer.3.rate", "1.5") ==
        "expected settings of this network, found Dropout: rate must be in [0, 1), is 1.500000");
  CHECK(failure("angka.layer.3.rate", "1e300").find("3.rate can't be 1") != std::string::npos);
  for (const auto& [name, text] : {std::pair("negative", "0.5"),
                                   {"negative", "2"},
                                   {"doublings", "0.5"},
                                   {"doublings", "2147483648"}})
    CHECK(failure(std::string("angka.layer.2.main.0.") + name, text).find("can't be") !=
          std::string::npos);
  for (const char* text : {"", "x", "\"0.5\"", "[0.5]", "{}", "null", "nan", "1e999", "0.5 0.5"})
    if (*text)
      CHECK(failure("angka.layer.3.rate", text) ==
            "expected a number as metadata \"angka.layer.3.rate\", found " +
                detail::safetensors::json_string(text));
  CHECK(failure("angka.layer.", "1") ==
        "expected settings of this network, found setting : the network has none of that name");
  for (const char* text :
       {"x", "[]", "[1, null]", "{}", "1e99", "[0, [1], 2]", "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]"})
    CHECK(failure("angka.mean", text) ==
          "expected a number or a list of 1 to 16 as metadata \"angka.mean\", found " +
              detail::safetensors::json_string(text));
  CHECK(failure("angka.mean", std::string(100000, '[')).starts_with("expected a number or a list"));
  CHECK(failure("angka.mean", "[1, 2]").find("numbers for 2 channels") != std::string::npos);
  CHECK(failure("angka.standard_deviation", "0").find("must be above 0") != std::string::npos);
  CHECK(failure("angka.mean", "") ==
        "expected metadata \"angka.mean\" and \"angka.standard_deviation\", found one of both");
  CHECK(failure("angka.classes", "[\"a\", \"b\"]") == "expected 3 names of classes, found 2");
  for (const char* text : {"x", "3", "[1, 2, 3]", "{}"})
    CHECK(failure("angka.classes", text).starts_with("expected a list of texts as metadata"));
  CHECK(failure("angka.future", "1") ==
        "expected no text of a later version as metadata \"angka.future\", found \"1\"");
}

TEST_CASE("a model isn't loaded into other layers whose tensors would fit") {
  const TemporaryFolder folder;
  const auto failure = [&]<class Net>(Net net) {
    const std::string before = all_of(net);
    const std::string error = error_of([&] { load_model(folder / "model", net); });
    CHECK((all_of(net) == before) == !error.empty());
    return error.substr(std::min(error.size(), error.find(", with")));
  };
  using Pool = Network<Input<1, 8, 8>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Dense<3>>;
  save_model(folder / "model", Pool{seed(5)});
  CHECK(failure(Pool{seed(6)}) == "");
  CHECK(failure(Network<Input<1, 8, 8>, Conv2D<2, 3>, Tanh, MaxPool2D<2>, Dense<3>>{}) ==
        ", with \"tanh\", found \"relu\"");
  CHECK(failure(Network<Input<1, 8, 8>, Conv2D<2, 3>, ReLU, AveragePool2D<2>, Dense<3>>{}) ==
        ", with \"average_pool kernel=2 stride=2\", found \"max_pool kernel=2 stride=2\"");
  using Strided = Network<Input<1, 14, 14>, Conv2D<2, 3, Stride<2>>, ReLU, MaxPool2D<2>, Dense<3>>;
  CHECK(failure(Strided{}) == ", with \"1 x 14 x 14\", found \"1 x 8 x 8\"");
  using More = Network<Input<1, 8, 8>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Dense<3>, Softmax>;
  CHECK(failure(More{}) == ", with \"softmax\", found no more layers");
  using Main = Network<Input<1, 8, 8>, Residual<Conv2D<1, 3, Same>, Tanh>, Dense<3>>;
  using Skip = Network<Input<1, 8, 8>, Residual<Sequence<Conv2D<1, 3, Same>>, Sequence<Tanh>>,
                       Dense<3>>;  // of the same tensors and layers
  save_model(folder / "main", Main{seed(5)});
  Skip skip;
  CHECK(error_of([&] {
          load_model(folder / "main", skip);
        }).ends_with(", with \"0.skip.0 tanh\", found \"0.main.1 tanh\""));
  using Once = Network<Input<1, 8, 8>, Branches<Add, Tanh, Sequence<>>, Dense<3>>;
  using OnceMore = Network<Input<1, 8, 8>, Branches<Add, Tanh, Sequence<>, Sequence<>>, Dense<3>>;
  save_model(folder / "once", Once{seed(5)});
  OnceMore more_branches;
  CHECK(error_of([&] {
          load_model(folder / "once", more_branches);
        }).ends_with(", with \"add branches=3\", found \"add branches=2\""));
  More more;
  load_weights(folder / "model", more);  // takes what fits
}

TEST_CASE("what couldn't be loaded again isn't saved") {
  const TemporaryFolder folder;
  const auto failure = [&](auto change, const Texts& texts = {}) {
    Saved model = model_of_colour();
    change(model);
    return setting_error_of([&] { save_model(folder / "model", model, texts); });
  };
  CHECK(failure([](Saved&) {}, {{"angka.mean", "0.5"}}) ==
        "metadata \"angka.mean\": names that begin with angka. are the library's");
  CHECK(failure([](Saved& m) { m.classes.pop_back(); }) == "2 names of classes for a model of 3");
  CHECK(failure([](Saved& m) { m.network.layer<Dropout>().rate = 1; }) ==
        "Dropout: rate must be in [0, 1), is 1.000000");
  CHECK(failure([](Saved& m) {
          m.network.normalization.mean = {1, 2};
        }) == "normalization: numbers for 2 channels, the images have 3");
  CHECK(failure([](Saved& m) {
          m.network.layer(At<2, -1, 0>{}).factor = std::numeric_limits<float>::infinity();
        }) == "setting 2.main.0.factor isn't finite: a file can't hold it");
  CHECK(failure([](Saved& m) {
          m.network.normalization.mean = std::numeric_limits<float>::quiet_NaN();
        }) == "normalization: mean must be finite, not nan");
  Saved model = model_of_colour();
  model.classes[0] = "\xFF";
  CHECK_THROWS_AS(save_model(folder / "model", model), FileError);
  CHECK(folder.entries() == 0);
}

TEST_CASE("weights that say nothing of settings and normalization are loaded, and it is told") {
  using First =
      Network<Input<1, 6, 6>, Conv2D<2, 3>, BatchNorm, LeakyReLU, MaxPool2D<2>, Dropout, Dense<4>>;
  const TemporaryFolder folder;
  put(folder / "first", from_hex(recorded::first_weights));
  First net;
  const std::string before = all_of(net);
  CHECK(error_of([&] { load_model(folder / "first", net); })
            .ends_with("expected a model that save_model wrote, found a file of weights without "
                       "normalization"));
  CHECK(all_of(net) == before);

  const LoadedWeights facts = load_weights(folder / "first", net);
  CHECK(static_cast<const Texts&>(facts) == Texts{{"net", "recorded"}});
  CHECK(facts.untold == std::vector<std::string>{"normalization", "1.epsilon", "1.momentum",
                                                 "2.negative_slope", "4.rate"});
  std::vector<float> image(36);
  for (int i = 0; i < 36; ++i) image[static_cast<std::size_t>(i)] = static_cast<float>(i % 7) / 7;
  First::Workspace workspace;
  const auto output = net.predict(std::span<const float>(image), workspace);
  for (std::size_t o = 0; o < output.size(); ++o)
    CHECK(double(output[o]) == doctest::Approx(recorded::first_output[o]).epsilon(1e-5));

  net.layer<Dropout>().rate = 0.25f;
  save_weights(folder / "now", net);
  First again;
  CHECK(load_weights(folder / "now", again).untold.empty());
  CHECK(all_of(again) == all_of(net));
}
