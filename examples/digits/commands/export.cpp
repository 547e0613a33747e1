#include <angka/core/errors.hpp>
#include <angka/io/description.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>

#if __has_include(<protozero/pbf_writer.hpp>)
#include <angka/io/onnx.hpp>
#endif

#include "commands.hpp"
#include "console/output.hpp"
#include "nets/model_file.hpp"

namespace {

/// A name as C++ takes it.
std::string identifier(std::string name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (char& c : name)
    if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) c = '_';
  return name.empty() || is_digit(name[0]) ? "net_" + name : name;
}

void write_onnx_model([[maybe_unused]] const std::string& path,
                      [[maybe_unused]] const SavedModel& model, [[maybe_unused]] const Texts& t) {
#if __has_include(<protozero/pbf_writer.hpp>)
  angka::write_onnx(path, model.classifier->describe(),
                    {{"net", model.facts.net},
                     {"classes", Json(model.facts.classes).dump()},
                     {"data", model.facts.data},
                     {"accuracy", model.facts.accuracy}});
#else
  angka::raise(angka::Error(t.no_onnx));
#endif
}

}  // namespace

int export_model(const Options& options) {
  const Texts& t = *options.texts;
  const std::string ending = std::filesystem::path(options.out).extension().string();
  if (ending != ".onnx" && ending != ".hpp" && ending != ".safetensors")
    angka::raise(UsageError("--out " + ::fill(t.must_be, t.export_endings, options.out)));
  check_writable(options.out);
  const SavedModel model = load_model(options);
  if (ending == ".onnx")
    write_onnx_model(options.out, model, t);
  else if (ending == ".hpp")
    model.classifier->save_cpp_header(options.out, identifier(model.facts.net), model.facts.data);
  else
    save_model(options.out, *model.classifier, model.facts);
  std::cout << fill(t.exported, options.out) << '\n';
  return 0;
}
