#include "data_steps.hpp"

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <iostream>

std::vector<DataStep> data_steps(const Digits& digits, const Parts& parts,
                                 const angka::Normalization& normalization, int batch_size,
                                 const Options& options) {
  using Kind = angka::DataKind;
  const Texts& t = *options.texts;
  const angka::DataSource& source = digits.source;
  const angka::Shape& shape = source.train.shape;
  const std::string size = std::to_string(shape.height) + " x " + std::to_string(shape.width);
  const std::size_t tests = source.test ? source.test->size() : parts.held_out.size();
  const std::size_t images = source.train.size() + (source.test ? tests : 0);
  const std::size_t train = parts.train.size(), validation = parts.validation.size();
  const std::size_t skipped = source.report.skipped;
  const std::size_t transposed = source.report.transposed;
  const bool folders = source.kind == Kind::class_folder;
  const std::size_t found = images + (folders ? skipped : 0);

  const std::vector<angka::Shape>& photographs = digits.photographs;
  const std::size_t middle = photographs.size() / 2;
  const auto shape_json = [](const angka::Shape& its) {
    return Json{its.channels, its.height, its.width};
  };
  Json originals = Json::object();
  if (!photographs.empty())
    originals = {{"smallest", shape_json(photographs.front())},
                 {"median", shape_json(photographs[middle])},
                 {"largest", shape_json(photographs.back())}};

  constexpr auto lanes = static_cast<std::size_t>(angka::Lanes<float>::count);
  const std::size_t batch = std::min(static_cast<std::size_t>(batch_size), train);
  const auto packs = [](std::size_t count) { return (count + lanes - 1) / lanes; };

  return {
      {.name = "read",
       .title = t.read_step,
       .in = folders ? found : source.files + skipped,
       .in_unit = t.file_count,
       .out = found,
       .out_unit = folders ? t.file_count : t.image_count,
       .detail = form_of(source, t)},
      {.name = "check",
       .title = t.check_step,
       .in = found,
       .in_unit = folders ? t.file_count : t.image_count,
       .out = images,
       .out_unit = t.image_count,
       .detail = fill(t.check_detail, source.classes().size(), skipped),
       .figures = {{"classes", source.classes().size()}, {"skipped", skipped}}},
      {.name = "convert",
       .title = t.convert_step,
       .in = images,
       .in_unit = t.image_count,
       .out = images,
       .out_unit = t.image_count,
       .detail = fill(t.convert_detail, digits.coloured, digits.inverted, images) +
                 (transposed > 0 ? "; " + fill(t.transposed, transposed) : ""),
       .figures = {{"coloured", digits.coloured},
                   {"inverted", digits.inverted},
                   {"transposed", transposed}}},
      {.name = "resize",
       .title = t.resize_step,
       .in = images,
       .in_unit = t.image_count,
       .out = images,
       .out_unit = t.image_count,
       .detail = !digits.photographs.empty()
                     ? fill(t.resize_folders, size, photographs.size(),
                            original_size(photographs.front()), original_size(photographs[middle]),
                            original_size(photographs.back()))
                 : source.kind == Kind::sheet
                     ? fill(t.resize_sheet, options.tile_height, options.tile_width, size)
                 : !digits.resized.empty() ? digits.resized
                 : digits.centred > 0      ? fill(t.centred, digits.centred)
                                           : fill(t.resize_idx, size),
       .figures = {{"height", shape.height},
                   {"width", shape.width},
                   {"photographs", photographs.size()},
                   {"centred", digits.centred},
                   {"original_shapes", std::move(originals)}}},
      {.name = "normalise",
       .title = t.normalise_step,
       .in = images,
       .in_unit = t.image_count,
       .out = images,
       .out_unit = t.image_count,
       .detail = fill(t.normalise_detail, per_channel(normalization.mean, 4),
                      per_channel(normalization.standard_deviation, 4), train),
       .figures = {{"mean", to_json(normalization.mean)},
                   {"standard_deviation", to_json(normalization.standard_deviation)}}},
      {.name = "split",
       .title = t.split_step,
       .in = images,
       .in_unit = t.image_count,
       .out = train + validation + tests,
       .out_unit = t.image_count,
       .detail = fill(t.split_detail, train, validation, tests, std::to_string(options.seed)),
       .figures =
           {{"train", train}, {"validation", validation}, {"test", tests}, {"seed", options.seed}}},
      {.name = "pack",
       .title = t.pack_step,
       .in = train,
       .in_unit = t.image_count,
       .out = train / batch * packs(batch) + packs(train % batch),
       .out_unit = t.pack_count,
       .detail = fill(t.pack_detail, lanes, batch),
       .figures = {{"lanes", lanes}, {"batch_size", batch}}},
  };
}

void print(const std::vector<DataStep>& steps, const Texts& t) {
  const auto amount = [](std::size_t count, const char* unit) { return fill(unit, count); };
  std::size_t title = 0, in = 0, out = 0;
  for (const DataStep& step : steps) {
    title = std::max(title, std::string(step.title).size());
    in = std::max(in, amount(step.in, step.in_unit).size());
    out = std::max(out, amount(step.out, step.out_unit).size());
  }
  std::cout << t.data_steps << '\n';
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const DataStep& step = steps[i];
    std::cout << "  " << i + 1 << ' ' << left(step.title, title) << "  "
              << left(amount(step.in, step.in_unit), in) << " -> "
              << left(amount(step.out, step.out_unit), out) << "  " << step.detail << '\n';
  }
}

Json to_json(const std::vector<DataStep>& steps) {
  Json list = Json::array();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Json json{{"step", i + 1}, {"name", steps[i].name}, {"in", steps[i].in}, {"out", steps[i].out}};
    if (steps[i].figures.is_object()) json.update(steps[i].figures);
    list.push_back(std::move(json));
  }
  return list;
}

Json left_out(const Digits& digits, const Digits* others) {
  Json list = Json::array();
  for (const Digits* one : {&digits, others})
    if (one)
      for (const auto& [file, why] : one->source.report.left_out)
        list.push_back({{"file", one->shown(file)}, {"left_out", why}});
  return list;
}
