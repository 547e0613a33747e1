#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <angka/core/random.hpp>
#include <angka/data/card.hpp>
#include <angka/data/load.hpp>
#include <angka/data/split.hpp>

#include "console/options.hpp"

/// Labelled images as the nets take them: 28 x 28, light on dark.
struct Digits {
  angka::DataSource source;
  std::string name;          ///< the path, or "the bundled digits"
  std::string fingerprint;   ///< the same for the same training images, whatever the path
  std::size_t inverted = 0;  ///< images that were dark on light
  std::size_t coloured = 0;  ///< images that were in colour
  std::vector<angka::Shape> photographs{};  ///< their shapes, the smallest first
  std::string resized{};    ///< how images of another size were brought to the nets', if they were
  std::size_t centred = 0;  ///< images of 28 x 28 that were fitted and centred
  std::filesystem::path place{};  ///< where it is
  bool by_writer = false;         ///< how it is parted
  std::string split_note{};       ///< what is to be said of that
  std::size_t known_writers = 0;  ///< of test images, who wrote images to train on, too
  std::vector<angka::Respondent> respondents{};  ///< by the number of the writer, where any is told
  std::size_t other_respondents = 0;             ///< who wrote none of the images
  std::size_t refused = 0;          ///< images left out, since their writers don't consent
  angka::FindWriter name_writer{};  ///< if files' names tell their writers

  /// What the writer of this number is called in all output: W01, W02, ...
  std::string writer_code(std::size_t number) const;
  /// A file's name within the data, fit for any output: the writers' names in it are replaced.
  std::string within(const std::filesystem::path& file) const;
  /// Where a file is, likewise.
  std::string shown(const std::string& file) const;
  const angka::Dataset& train() const { return source.train; }
  const std::vector<std::string>& classes() const { return source.classes(); }
  /// Whether the training images are MNIST's, in whatever form: the bundled digits are some of
  /// them.
  bool mnist_training() const;
  /// Whether they are MNIST as a whole.
  bool is_mnist() const;
};

/// The folder of the bundled digits: beside the source files, or below the folder where the program
/// was called.
std::filesystem::path bundled_folder();

/// Where the data at `path` is: that of the bundled digits, if it is empty.
std::filesystem::path data_place(const std::string& path);

/// Reads the data at `path`, or the bundled digits if it is empty, and brings it to the nets' size
/// as --fit tells. `any_shape`: if it tells nothing, images of IDX files, tables and arrays keep
/// their size. Raises FileError.
Digits load_digits(const Options& options, const std::string& path, bool any_shape = false);

/// In what form the data was found.
const char* form_of(const angka::DataSource& source, const Texts& texts);

/// Prints where the data came from and what was done to it.
void describe(const Digits& digits, const Texts& texts);

inline constexpr std::size_t fewest_classes = 2, most_classes = 100;

/// Raises FileError for data of other numbers of classes than these.
void check_classes(const Digits& digits, const Texts& texts);

/// How many images there are of each class.
std::vector<std::size_t> count_classes(const angka::DataView& data, std::size_t classes);

/// Which images of a data set are for what; none is for two things.
struct Parts {
  std::vector<std::uint32_t> train, validation, held_out;
};

/// Parts images by writer, or else by class alone.
angka::Split split_images(const angka::DataView& data, bool by_writer, double fraction,
                          angka::Seed seed);

/// Folds likewise; by class alone if there are fewer writers than folds.
std::vector<angka::Split> fold_images(const angka::DataView& data, bool by_writer, int k,
                                      angka::Seed seed);

/// How many of those who wrote test images wrote images to train on, too.
std::size_t count_known(const angka::Dataset& test, const angka::Dataset& train);

/// Tells who wrote what from any other writers; "": nobody is known.
std::string writers_fingerprint(const angka::Dataset& data);

/// Parts a data set by the options: those of --test-split held out if `hold_out`, then the training
/// images limited, then some of them taken for validation. Raises UsageError.
Parts part(const Digits& digits, bool hold_out, const Options& options);
/// The same, by writer or not.
Parts part(const Digits& digits, bool by_writer, bool hold_out, const Options& options);

/// Deals some training images, as the data is parted, to as many folds as --folds asks for. Raises
/// SettingError, and UsageError where there are more folds than writers that are to be kept apart.
std::vector<angka::Split> folds_of(const Digits& digits, const std::vector<std::uint32_t>& images,
                                   const Options& options);
