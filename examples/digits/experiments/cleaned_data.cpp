#include "cleaned_data.hpp"

#include <algorithm>
#include <angka/data/file_tree.hpp>
#include <angka/data/image.hpp>
#include <angka/data/jpeg.hpp>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "card.hpp"
#include "cleaning_text.hpp"
#include "console/images.hpp"

namespace fs = std::filesystem;

namespace {

/// The folder of a file, or the zip file that it is in.
angka::detail::FileTree tree_of(const fs::path& file) {
  std::error_code error;
  fs::path root = file;
  while (!root.empty() && !fs::exists(root, error)) root = root.parent_path();
  return angka::detail::FileTree(root == file ? file.parent_path() : root);
}

struct File {
  std::string name{};
  angka::Bytes bytes{};
};

/// A picture's file without what it tells besides the picture: JPEG stays, others become PNG.
File bare_copy(const angka::detail::FileTree& tree, const fs::path& path, const fs::path& name) {
  angka::detail::Fault fault;
  const angka::ImageLimits limits;
  auto bytes = tree.read(path, limits.file_bytes, fault);
  if (bytes && angka::image_format(*bytes) == angka::ImageFormat::jpeg)
    if (auto bare = angka::detail::without_metadata(*bytes); !bare.empty())
      return {name.string(), std::move(bare)};
  std::optional<angka::Image> image;
  if (bytes) image = angka::detail::try_decode_image(*std::move(bytes), limits, fault);
  if (!image)
    angka::raise(angka::FileError(angka::detail::printable(path), fault.expected, fault.found));
  return {name.stem().string() + ".png", encode_png(*image)};
}

/// The name of image `number` of a set that isn't files.
std::string numbered(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits + ".png";
}

}  // namespace

void write_cleaned(const Digits& digits, const Moves& moves, const Options& options,
                   const InterruptGuard& interrupt, OutputFolder& out) {
  const angka::DataSource& source = digits.source;
  const auto& files = source.report.files;
  std::optional<angka::detail::FileTree> tree;
  if (!files.empty()) tree.emplace(tree_of(files.front()));
  const std::size_t train = source.train.size();
  std::set<std::string> taken;
  for (const bool relabelled : {false, true})  // what keeps its label keeps its name
    for (std::size_t i = 0; i < moves.labels.size(); ++i) {
      const bool test = i >= train;
      const std::size_t number = test ? i - train : i;
      const angka::Dataset& set = test ? *source.test : source.train;
      if (moves.removed[i] || (moves.labels[i] != set.labels[number]) != relabelled) continue;
      interrupt.check(*options.texts);
      const File file =
          tree ? bare_copy(*tree, files[i], fs::path(digits.within(files[i])).filename())
               : File{numbered(number), encode_png(to_image(set, number))};
      fs::path folder = digits.classes()[static_cast<std::size_t>(moves.labels[i])];
      if (source.test) folder = (test ? "test" : "train") / folder;
      if (!set.writers.empty())
        folder /= digits.writer_code(static_cast<std::size_t>(set.writers[number]));
      const fs::path name = file.name;
      fs::path place = folder / name;
      for (int n = 2; !taken.insert(place.string()).second; ++n)
        place =
            folder / (name.stem().string() + '-' + std::to_string(n) + name.extension().string());
      out.write(place, file.bytes);
    }
  const CleaningTexts& c = cleaning_texts(*options.texts);
  out.write(angka::card_file_name,
            to_string(derived_card(digits, options, c.cleaned,
                                   fill(c.by_moves, moves.removals, moves.relabelled))));
}

Json to_json(const Digits& digits, const Moves& moves) {
  Json removed = Json::array(), relabelled = Json::array();
  const std::size_t train = digits.train().size();
  for (std::size_t i = 0; i < moves.labels.size(); ++i) {
    const bool test = i >= train;
    const std::size_t number = test ? i - train : i;
    const int label = (test ? *digits.source.test : digits.train()).labels[number];
    if (!moves.removed[i] && moves.labels[i] == label) continue;
    const auto name = [&](int c) { return digits.classes()[static_cast<std::size_t>(c)]; };
    Json one{{"set", test ? "test" : "train"}, {"position", number}};
    if (const auto& files = digits.source.report.files; !files.empty())
      one["file"] = digits.within(files[i]);
    one["name"] = name(label);
    if (!moves.removed[i]) one["new_name"] = name(moves.labels[i]);
    (moves.removed[i] ? removed : relabelled).push_back(std::move(one));
  }
  return {{"data", digits.source.description},
          {"kept", moves.labels.size() - moves.removals},
          {"removed", std::move(removed)},
          {"relabelled", std::move(relabelled)}};
}
