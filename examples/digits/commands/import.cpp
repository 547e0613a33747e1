#include <angka/core/errors.hpp>
#include <angka/io/onnx_import.hpp>
#include <filesystem>
#include <iostream>
#include <string>

#include "commands.hpp"
#include "console/library_text.hpp"
#include "console/output.hpp"

int import_network(const Options& options) {
  namespace fs = std::filesystem;
  const Texts& t = *options.texts;
  if (fs::path(options.out).extension() != ".hpp")
    angka::raise(UsageError("--out " + ::fill(t.must_be, t.import_ending, options.out)));
  const fs::path weights = fs::path(options.out).replace_extension(".safetensors");
  if (weights == fs::path(options.json))
    angka::raise(UsageError(::fill(t.same_file, "--json", weights.string())));
  check_writable(options.out);
  check_writable(weights.string());
  check_writable(options.json);
  const angka::ImportedNetwork net = angka::import_onnx(options.onnx);
  angka::save_imported(options.out, net);
  std::int64_t parameters = 0;
  for (const angka::NamedTensor& tensor : net.tensors)
    parameters += static_cast<std::int64_t>(tensor.values.size());
  std::cout << ::fill(t.imported, options.out, weights.string(), net.name, net.layers.size() - 1,
                      parameters, to_string(net.input), to_string(net.output))
            << '\n'
            << (net.of_bytes ? t.takes_bytes : t.takes_numbers) << '\n';
  Json notes = Json::array();
  for (const std::string& note : net.notes) {
    std::cout << translated(note, t) << '\n';
    notes.push_back(note);
  }
  const auto sizes = [](const angka::Shape& shape) {
    return Json{shape.channels, shape.height, shape.width};
  };
  write_json(options.json, {{"name", net.name},
                            {"type", net.type},
                            {"weights", weights.string()},
                            {"input", sizes(net.input)},
                            {"output", sizes(net.output)},
                            {"layers", net.layers.size() - 1},
                            {"parameters", parameters},
                            {"mean", to_json(net.normalization.mean)},
                            {"standard_deviation", to_json(net.normalization.standard_deviation)},
                            {"pixels_of_255", net.of_bytes},
                            {"notes", notes}});
  return 0;
}
