#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/report/contact_sheet.hpp>
#include <angka/report/dot_plot.hpp>
#include <angka/report/plot.hpp>

#include "document.hpp"

/// An image that a network read wrongly.
struct Mistake {
  std::size_t image = 0;
  int truth = 0, read = 0;
  float probability = 0;  ///< of what was read
  std::string file{};     ///< its name, if the data has names
};

// The pictures of a report, as PNG for print and as SVG.

Figure plot_figure(const char* name, const std::string& caption, const angka::Plot& plot);

Figure dot_figure(const char* name, const std::string& caption, const angka::DotPlot& plot);

Figure sheet_figure(const char* name, const std::string& caption, const angka::ContactSheet& sheet);

/// For each class a bar of parts, one upon the other.
struct BarPart {
  std::string name{};
  std::vector<std::size_t> counts{};
};
Figure bars_figure(const char* name, const std::string& caption,
                   const std::vector<std::string>& classes, const std::vector<BarPart>& parts);

/// Rows are true classes.
Figure confusion_figure(const char* name, const std::string& caption,
                        const std::vector<std::string>& classes,
                        const std::vector<std::vector<std::size_t>>& counts,
                        const std::string& row_title, const std::string& column_title);

/// An image as the numbers of its pixels, without the rows and columns where all are 0.
Figure pixels_figure(const char* name, const std::string& caption,
                     const std::vector<std::vector<int>>& pixels);

/// The images side by side.
Figure images_figure(const char* name, const std::string& caption, const angka::DataView& data,
                     std::span<const std::uint32_t> shown);

/// An image and lines of words below it, the first of which is large.
struct CaptionedImage {
  std::size_t image = 0;
  std::vector<std::string> words{};
};
Figure captioned_figure(const char* name, const std::string& caption, const angka::DataView& data,
                        std::span<const CaptionedImage> images);
/// The same for a screen, as wide as it becomes.
angka::Image captioned_sheet(const angka::DataView& data, std::span<const CaptionedImage> images);

Figure mistakes_figure(const char* name, const std::string& caption, const angka::DataView& data,
                       const std::vector<std::string>& classes, std::span<const Mistake> mistakes);
