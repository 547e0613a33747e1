#include <algorithm>
#include <angka/io/atomic_file.hpp>
#include <angka/io/description.hpp>
#include <array>
#include <bit>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include "commands.hpp"
#include "console/output.hpp"
#include "demo_page.hpp"
#include "nets/model_file.hpp"
#include "report/base64.hpp"

namespace {

Json to_json(const angka::Shape& shape) { return {shape.channels, shape.height, shape.width}; }

Json to_json(const angka::StepDescription& step) {
  Json json{{"kind", step.kind},
            {"position", step.position},
            {"input", step.input},
            {"input_shape", to_json(step.input_shape)},
            {"output_shape", to_json(step.output_shape)}};
  if (!step.others.empty()) json["others"] = step.others;
  if (!step.tensors.empty()) json["tensors"] = step.tensors;
  if (step.kernel[0] > 0)
    json.update({{"kernel", step.kernel},
                 {"stride", step.stride},
                 {"dilation", step.dilation},
                 {"counts_padding", step.counts_padding}});
  if (step.kernel[0] > 0 || step.groups != 1) json["groups"] = step.groups;
  if (step.kernel[0] > 0 || step.padding != std::array<int, 4>{}) json["padding"] = step.padding;
  if (step.channels_before != 0) json["channels_before"] = step.channels_before;
  for (const angka::NamedSetting& setting : step.settings)
    json["settings"][setting.name] = setting.value;
  return json;
}

/// Little endian, whatever the machine.
std::string to_bytes(const std::vector<angka::NamedTensor>& tensors) {
  std::string bytes;
  for (const angka::NamedTensor& tensor : tensors)
    for (const float value : tensor.values)
      for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(std::bit_cast<std::uint32_t>(value) >> shift & 255);
  return bytes;
}

/// All that the page has to know of a model.
Json to_json(const SavedModel& model) {
  const angka::NetworkDescription net = model.classifier->describe();
  Json steps = Json::array(), tensors = Json::array();
  for (const angka::StepDescription& step : net.steps) steps.push_back(to_json(step));
  for (const angka::NamedTensor& tensor : net.tensors)
    tensors.push_back({{"name", tensor.name}, {"shape", tensor.shape}});
  return {{"net", model.facts.net},
          {"parameters", model.classifier->summary().parameters},
          {"classes", model.facts.classes},
          {"mean", ::to_json(net.normalization.mean)},
          {"standard_deviation", ::to_json(net.normalization.standard_deviation)},
          {"input_shape", to_json(net.input)},
          {"steps", std::move(steps)},
          {"tensors", std::move(tensors)},
          {"weights", base64(to_bytes(net.tensors))}};
}

/// `page` with the first {{name}} replaced.
void put(std::string& page, std::string_view name, std::string_view text) {
  page.replace(page.find(name), name.size(), text);
}

}  // namespace

int demo(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.out);
  const SavedModel model = load_model(options);
  std::string json = to_json(model).dump(-1, ' ', true, Json::error_handler_t::replace);
  for (std::size_t at = 0; (at = json.find('<', at)) != json.npos;)
    json.replace(at, 1, "\\u003c");  // no name of a class ends the script
  std::string page = demo_page;
  put(page, "{{language}}", &t == &english ? "en" : "id");
  put(page, "{{model}}", json);
  angka::write_file_atomically(options.out, page);
  std::cout << fill(t.page_written, options.out) << '\n';
  return 0;
}
