#pragma once

#include <algorithm>
#include <angka/report/canvas.hpp>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Pictures in rows: the first of each row stands apart on the left, like an original before its
/// versions.
/// Example: `draw(ContactSheet{.left_title = "a", .rows = {{picture, picture}}}).width > 2 *
/// picture.width`
struct ContactSheet {
  std::string left_title{}, right_title{};
  std::vector<std::vector<Image>> rows{};
  int scale = 2;  ///< how many pixels wide a pixel of a picture becomes
};

/// Draws a sheet: `make(width, height)` is the surface, which is returned; `place(surface, x, y,
/// picture)` draws a picture `sheet.scale` times as large.
template <class Make, class Place>
auto draw_on(const ContactSheet& sheet, Make make, Place place) {
  constexpr Color black{30, 30, 30};
  constexpr int size = 19, gap = 4, apart = 28, margin = 16;
  int width = 0, height = 0;
  std::size_t columns = 0;
  for (const auto& row : sheet.rows) {
    columns = std::max(columns, row.size());
    for (const Image& image : row) {
      width = std::max(width, sheet.scale * image.width);
      height = std::max(height, sheet.scale * image.height);
    }
  }
  const int begin = margin + std::max(width, Canvas::text_width(sheet.left_title, size)) + apart;
  const int versions = static_cast<int>(columns) - 1;
  const int top = margin + Canvas::text_height(size) + 10;
  const int right = std::max(begin + versions * (width + gap) - gap,
                             begin + Canvas::text_width(sheet.right_title, size));
  auto surface = make(right + margin,
                      top + static_cast<int>(sheet.rows.size()) * (height + gap) - gap + margin);
  surface.text(margin, margin, sheet.left_title, size, black);
  surface.text(begin, margin, sheet.right_title, size, black);
  for (std::size_t r = 0; r < sheet.rows.size(); ++r)
    for (std::size_t c = 0; c < sheet.rows[r].size(); ++c)
      place(surface, c == 0 ? margin : begin + (static_cast<int>(c) - 1) * (width + gap),
            top + static_cast<int>(r) * (height + gap), sheet.rows[r][c]);
  return surface;
}

/// `scale` times as many pixels, with the same words larger.
inline Image draw(const ContactSheet& sheet, int scale = 1) {
  Canvas canvas = draw_on(
      sheet, [&](int width, int height) { return Canvas(width, height, scale); },
      [&](Canvas& on, int x, int y, const Image& picture) {
        on.picture(x, y, picture, sheet.scale);
      });
  return std::move(canvas.image);
}

}  // namespace angka::inline ANGKA_ISA
