#include <angka/report/plot.hpp>
#include <angka/report/svg.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace angka;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("markup in words stays words") {
  CHECK(escape_markup("a<b> & \"c\"") == "a&lt;b&gt; &amp; &quot;c&quot;");
  CHECK(SvgCanvas(1, 1).str("\"><script>").find("<script") == std::string::npos);
}

TEST_CASE("shapes: dark colours follow the page, others stay") {
  SvgCanvas svg(200, 100);
  svg.rectangle(1, 2, 3, 4, {30, 30, 30}, 0.5);
  svg.rectangle(5, 6, 7, 8, {0, 90, 181});
  svg.line(1.25, 2, 3, 4, 2.5, {220, 50, 32});
  svg.dot(9, 8, 6, {0, 0, 0});
  svg.text(10, 20, "words", 20, {0, 0, 0});
  svg.text(10, 20, "turned", 20, {0, 0, 0}, Align::middle, true);
  svg.fill({{{1, 2}, {3, 4}, {5, 6.5}}}, {220, 50, 32});
  svg.picture(1, 2, 30, 40, "data:,");
  const std::string text = svg.str("name");
  for (const char* part :
       {"viewBox=\"0 0 200 100\"", "aria-label=\"name\"",
        "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"currentColor\" "
        "fill-opacity=\"0.5\"/>",
        "<rect x=\"5\" y=\"6\" width=\"7\" height=\"8\" fill=\"#005ab5\"/>", "M1.2 2L3 4",
        "stroke=\"#dc3220\" stroke-width=\"2.5\"", "<circle cx=\"9\" cy=\"8\" r=\"3\"",
        "<text x=\"10\" y=\"35\" font-size=\"20\"", ">words<",
        "text-anchor=\"middle\" transform=\"rotate(-90 25 20)\">turned<",
        "<path d=\"M1 2L3 4L5 6.5Z\" fill=\"#dc3220\"/>",
        "<image x=\"1\" y=\"2\" width=\"30\" height=\"40\""})
    CHECK_MESSAGE(text.find(part) != std::string::npos, part);
}

TEST_CASE("a plot as SVG has its lines, points and words") {
  Plot plot{.title = "t", .x_label = "steps", .y_label = "loss"};
  plot.series = {{.name = "first", .x = {0, 1, 2}, .y = {0, 1, 0}},
                 {.name = "second", .x = {0, 2}, .y = {1, 1}, .intervals = {{0, 2}, {1, 1}}}};
  SvgCanvas svg(plot.width, plot.height);
  draw(plot, svg);
  const std::string text = svg.str("plot");
  CHECK(count(text, "<circle") == 5);
  CHECK(count(text, "stroke=\"#2074cd\"") == 2 + 1);      // and one in the legend
  CHECK(count(text, "stroke=\"#dc3220\"") == 1 + 6 + 1);  // an interval is three lines
  for (const char* words : {">steps<", ">loss<", ">first<", ">second<"})
    CHECK(count(text, words) == 1);
}

TEST_CASE("a plot's numbers have the caller's signs") {
  Plot plot;
  plot.series = {{.name = "", .x = {0, 0.5, 1}, .y = {0, 1, 0}}};
  plot.number = [](double value) {
    std::string text = detail::tick_label(value);
    for (char& c : text)
      if (c == '.') c = ',';
    return text;
  };
  SvgCanvas svg(plot.width, plot.height);
  draw(plot, svg);
  const std::string text = svg.str("plot");
  CHECK(count(text, ">0,2<") == 2);
  CHECK(count(text, ">0.2<") == 0);

  plot.series[0].x = {0, 1, 2};  // between whole numbers there are no others
  SvgCanvas whole(plot.width, plot.height);
  draw(plot, whole);
  CHECK(count(whole.str("plot"), ">0,2<") == 1);
  CHECK(count(whole.str("plot"), ">0,5<") == 0);
}
