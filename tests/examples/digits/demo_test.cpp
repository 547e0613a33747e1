#include <angka/io/safetensors.hpp>
#include <bit>
#include <string_view>

#include "program.hpp"

namespace {

/// The text of `page` after `begin` and before `end`.
std::string between(const std::string& page, const std::string& begin, const std::string& end) {
  const std::size_t from = page.find(begin);
  REQUIRE(from != page.npos);
  const std::size_t start = from + begin.size(), stop = page.find(end, start);
  REQUIRE(stop != page.npos);
  return page.substr(start, stop - start);
}

nlohmann::json model_in(const std::string& page) {
  return nlohmann::json::parse(
      between(page, R"(<script type="application/json" id="model">)", "</script>"));
}

/// Numbers of four bytes, the least first, from base64.
std::vector<float> decoded(const std::string& text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint8_t> bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    if (letter == '=') break;
    const std::size_t value = letters.find(letter);
    REQUIRE(value != letters.npos);
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) bytes.push_back(static_cast<std::uint8_t>(bits >> (count -= 8) & 255));
  }
  REQUIRE(bytes.size() % 4 == 0);
  std::vector<float> numbers;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    std::uint32_t word = 0;
    for (std::size_t k = 4; k > 0; --k) word = word << 8 | bytes[i + k - 1];
    numbers.push_back(std::bit_cast<float>(word));
  }
  return numbers;
}

void train_model(const TemporaryFolder& folder, const char* net) {
  write_idx(folder / "bars", "train", 40, bar, turn);
  const Call call = digits(folder, {"train", "bars", "--net", net, "--out", "model", "--epochs",
                                    "1", "--batch-size", "10"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
}

}  // namespace

TEST_CASE("digits demo: the page holds the model's steps and its very weights") {
  for (const char* net : {"lenet5", "residual"}) {
    CAPTURE(net);
    const TemporaryFolder folder;
    train_model(folder, net);
    const Call call = digits(folder, {"demo", "--model", "model", "--out", "page.html"});
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    CHECK(call.err == "");
    CHECK(call.out.find("page.html") != std::string::npos);
    const auto model = model_in(content(folder / "page.html"));
    CHECK(model["net"] == net);
    CHECK(model["classes"].size() == 10);
    CHECK(model["input_shape"] == nlohmann::json{1, 28, 28});

    const angka::Safetensors file = angka::read_safetensors(folder / "model");
    const std::vector<float> weights = decoded(model["weights"]);
    std::size_t at = 0, read = 0;
    for (const auto& tensor : model["tensors"]) {
      const angka::NamedTensor* saved = file.find(tensor["name"].get<std::string>());
      REQUIRE(saved != nullptr);
      CHECK(tensor["shape"] == nlohmann::json(saved->shape));
      REQUIRE(at + saved->values.size() <= weights.size());
      CHECK(std::equal(saved->values.begin(), saved->values.end(),
                       weights.begin() + static_cast<std::ptrdiff_t>(at)));
      at += saved->values.size();
    }
    CHECK(at == weights.size());
    CHECK(model["tensors"].size() == file.tensors.size());

    // Each step reads values that are there, of the shape that it expects.
    const auto& steps = model["steps"];
    const auto shape_of = [&](std::size_t value) {
      return value == 0 ? model["input_shape"] : steps[value - 1]["output_shape"];
    };
    std::size_t sums = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::size_t input = steps[i]["input"];
      REQUIRE(input <= i);
      CHECK(steps[i]["input_shape"] == shape_of(input));
      if (steps[i]["kind"] == "add") {
        const std::size_t other = steps[i]["others"][0];
        REQUIRE(other <= i);
        CHECK(shape_of(other) == steps[i]["output_shape"]);
        ++sums;
      }
      if (steps[i].contains("tensors")) read += steps[i]["tensors"].size();
    }
    CHECK(read == file.tensors.size());
    CHECK(shape_of(steps.size()) == nlohmann::json{10, 1, 1});
    CHECK(sums == (std::string(net) == "residual" ? 2 : 0));
  }
}

TEST_CASE("digits demo: a page that needs nothing from outside, in both languages") {
  const TemporaryFolder folder;
  train_model(folder, "lenet5");
  for (const std::string language : {"en", "id"}) {
    const Call call =
        digits(folder, {"demo", "--model", "model", "--out", "page.html", "--lang", language});
    REQUIRE(call.status == 0);
    CHECK((call.out.find("wrote") != std::string::npos) == (language == "en"));
    const std::string page = content(folder / "page.html");
    CHECK(page.starts_with("<!doctype html>\n<html lang=\"" + language + "\">"));
    CHECK(page.find("default-src 'none'") != page.npos);
    CHECK(page.find("{{") == page.npos);
    CHECK(between(page, "href=\"", "\"") == "data:,");
    for (const char* outside : {"src=", "http:", "https:", "//cdn", "@import", "url(", "fetch(",
                                "import(", "XMLHttpRequest", "rel=\"stylesheet\""})
      CHECK_MESSAGE(page.find(outside) == page.npos, outside);
    for (const char* words : {"Draw a digit", "Yang dilihat jaringan"})
      CHECK(page.find(words) != page.npos);
  }
}

TEST_CASE("digits demo: words that can't be used, and models that aren't any") {
  const TemporaryFolder folder;
  put(folder / "no-model", "nothing");
  const auto status = [&](const Arguments& arguments) {
    const Call call = digits(folder, arguments);
    CHECK(call.error_lines() == 1);
    return call.status;
  };
  CHECK(status({"demo"}) == 2);
  CHECK(status({"demo", "--model", "no-model"}) == 2);
  CHECK(status({"demo", "--out", "page.html"}) == 2);
  CHECK(status({"demo", "--model", "no-model", "--out", "./no-model"}) == 2);
  CHECK(status({"demo", "--model", "no-model", "--out", "page.html", "--epochs", "1"}) == 2);
  CHECK(status({"demo", "--model", "no-model", "--out", "page.html"}) == 1);
  CHECK(status({"demo", "--model", "no-model", "--out", "nowhere/page.html"}) == 1);
  CHECK(content(folder / "no-model") == "nothing");
  CHECK(!std::filesystem::exists(folder / "page.html"));
}
