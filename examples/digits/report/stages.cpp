#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/polarity.hpp>
#include <angka/reading/labelled.hpp>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "console/images.hpp"
#include "experiments/data_steps.hpp"
#include "judge/judge.hpp"
#include "study_figures.hpp"
#include "writer.hpp"

namespace {

using angka::Image;
using angka::reading::Plane;

std::string size_of(const Image& image) {
  return count(image.width) + " x " + count(image.height) + " x " + count(image.channels);
}

/// Takes one image through its preparation once more, step by step.
class Stages {
 public:
  explicit Stages(const DataTexts& texts) : t_(texts) {}

  std::vector<Stage> all{};

  void add(Image picture, const char* what) {
    std::string size = size_of(picture);
    all.push_back({std::move(picture), {what, std::move(size)}});
  }

  /// A photograph of a digit whose class has this name.
  void photograph(const Image& picture, const std::string& name) {
    using angka::reading::CutDigit;
    add(picture, t_.stage_photograph);
    const auto cut = angka::cut_labelled_digit(
        picture, angka::reading::digit_named(name),
        [](std::span<const angka::Glimpse> glimpses) { return judge(glimpses); });
    if (!cut) return;
    constexpr int margin = CutDigit::margin;
    const auto within = [&](const Plane& plane) {
      return cropped(plane, margin, margin, plane.width - 2 * margin, plane.height - 2 * margin);
    };
    const Plane contrast = within(cut->contrast);
    const auto [paper, ink] = std::minmax_element(contrast.values.begin(), contrast.values.end());
    add(to_image(contrast, *paper, *ink), t_.stage_contrast);
    Plane found(cut->contrast.width, cut->contrast.height);
    const auto& box = cut->chosen.box;
    for (int y = 0; y < box.height(); ++y)
      for (int x = 0; x < box.width(); ++x)
        if (cut->chosen.row(y)[x] != 0) found.row(box.top + y)[box.left + x] = 1;
    add(to_image(within(found), 0, 1), t_.stage_ink);
    scaled(cut->ink);
  }

  /// Ink that is fitted and centred.
  void scaled(const Plane& ink) {
    add(to_image(ink, 0, 1), t_.stage_cut);
    const Plane strokes = with_strokes(ink);
    if (strokes.values != ink.values) add(to_image(strokes, 0, 1), t_.stage_strokes);
    add(to_image(in_box(strokes), 0, 1), t_.stage_scaled);
  }

  /// Any other image, before it was brought to the nets' size, if it was.
  void stored(Image image, bool centred) {
    add(image, t_.stage_original);
    Image light = to_grey(image);
    if (angka::dark_on_light(light.pixels, light.height)) {
      angka::invert(light.pixels);
      add(light, t_.stage_inverted);
    }
    if (centred) scaled(angka::reading::ink_plane(light.pixels, light.width, light.height));
  }

 private:
  const DataTexts& t_;
};

}  // namespace

void ReportWriter::stages() {
  using angka::DataKind;
  const Digits& digits = f_.data.digits;
  const angka::DataSource& source = digits.source;
  const std::uint32_t image = f_.inspection.shown.front();
  const std::string& name = images_.classes[static_cast<std::size_t>(images_.labels[image])];
  const Image own = to_image(images_, image);
  Stages stages(r_.data);
  std::string which = fill(r_.data.stages_which, image + 1);
  bool centred = false;
  std::error_code error;
  if (source.kind == DataKind::class_folder) {
    const std::vector<std::string>& files = source.report.files;
    const std::filesystem::path file = image < files.size() ? files[image] : "";
    if (std::filesystem::is_regular_file(file, error)) {
      which = digits.within(file);
      const Image picture = angka::read_image(file);
      centred = digits.centred > 0;
      if (!angka::clean_digit(to_grey(picture)) && !digits.photographs.empty()) {
        stages.photograph(picture, name);
        centred = true;
      } else {
        stages.stored(picture, false);
      }
    }
  } else if (source.kind == DataKind::sheet) {
    const Image sheet = angka::read_image(digits.place);
    const int width = f_.options.tile_width, height = f_.options.tile_height;
    const int columns = sheet.width / width, tile = static_cast<int>(image);
    Image cut{.width = width, .height = height, .channels = sheet.channels};
    for (int c = 0; c < sheet.channels; ++c)
      for (int y = 0; y < height; ++y) {
        const auto row =
            sheet.pixels.begin() +
            std::ptrdiff_t{c * sheet.height + tile / columns * height + y} * sheet.width +
            tile % columns * width;
        cut.pixels.insert(cut.pixels.end(), row, row + width);
      }
    stages.stored(cut, false);
  } else if (!digits.resized.empty() || digits.inverted > 0 || digits.centred > 0) {
    const angka::DataSource again = angka::load_data(digits.place);
    const bool fitted = !digits.resized.empty() && f_.options.fit != "stretch";
    stages.stored(to_image(again.train, image), fitted);
    centred = fitted || digits.centred > 0;
  }
  if (stages.all.empty())
    stages.add(own, r_.data.stage_original);
  else if (stages.all.back().picture.shape() != own.shape() ||
           stages.all.back().picture.pixels != own.pixels)
    stages.add(own, centred ? r_.data.stage_centred : r_.data.stage_resized);
  const auto [low, high] = std::minmax_element(own.pixels.begin(), own.pixels.end());
  const angka::Normalization& measured = f_.trained.plan.normalization;
  const auto normalised = [&](int pixel) {
    return fixed(
        (pixel / 255.0 - double{measured.mean[0]}) / double{measured.standard_deviation[0]}, 2);
  };
  stages.all.back().words.back() += ", " + count(int{*low}) + "–" + count(int{*high});
  stages.all.push_back(
      {own, {r_.data.stage_normalised, normalised(*low) + " … " + normalised(*high)}});
  say(r_.data.see_stages, which);
  add(stages_figure("stages", fill(r_.data.stages_caption, name), stages.all));
}
