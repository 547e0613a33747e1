#include "sizes.hpp"

#include <algorithm>
#include <numeric>

double printed_width(const Figure& figure) {
  const auto number = [&](std::size_t at) {  // in a PNG file's head
    double value = 0;
    for (std::size_t i = at; i < at + 4 && i < figure.png.size(); ++i)
      value = 256 * value + static_cast<unsigned char>(figure.png[i]);
    return std::max(1.0, value);
  };
  constexpr double highest = 17, pixel = 2.54 / 300;  // of figures made for print
  const double wide = number(16), high = number(20);
  return std::min({text_width, highest * wide / high, pixel * wide});
}

std::vector<double> column_widths(const Table& table) {
  constexpr double fits = 78, least = 5;
  std::vector<double> longest, words;
  const auto measure = [&](const std::vector<std::string>& cells) {
    longest.resize(std::max(longest.size(), cells.size()));
    words.resize(longest.size());
    for (std::size_t c = 0; c < cells.size(); ++c) {
      longest[c] = std::max(longest[c], static_cast<double>(display_width(cells[c])));
      std::string_view rest = cells[c];
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" /-"), rest.size());
        words[c] = std::max(words[c],
                            static_cast<double>(display_width(std::string(rest.substr(0, end)))));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  };
  measure(table.header);
  for (const auto& cells : table.rows) measure(cells);
  const auto sum = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
  };
  if (sum(longest) + 3 * static_cast<double>(longest.size()) <= fits) return {};
  // Each has room for its longest word; what is left goes to those that hold more.
  for (double& word : words) word = std::clamp(word + 2, least, 24.0);
  std::vector<double> more(longest.size());
  for (std::size_t c = 0; c < more.size(); ++c)
    more[c] = std::max(0.0, std::min(longest[c], 3 * fits) - words[c]);
  const double left = std::max(0.0, fits - sum(words)), wanted = std::max(1.0, sum(more));
  for (std::size_t c = 0; c < words.size(); ++c) words[c] += left * more[c] / wanted;
  const double all = sum(words);
  for (double& word : words) word /= all;
  return words;
}
