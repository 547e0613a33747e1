#include <angka/data/idx.hpp>

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include "files.hpp"

using namespace angka;

namespace {

using Sizes = std::initializer_list<std::uint32_t>;

std::string idx(Sizes sizes, const std::string& values, int type = 8) {
  std::string file = {0, 0, static_cast<char>(type), static_cast<char>(sizes.size())};
  for (const std::uint32_t size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8) file += static_cast<char>(size >> shift & 255);
  return file + values;
}

const std::string labels_file = idx({5}, {1, 0, 3, 2, 1});

std::string images_file() {
  std::string values;
  for (int i = 0; i < 60; ++i) values += static_cast<char>(i * 4 + 3);
  return idx({5, 3, 4}, values);
}

std::string gzipped(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string file(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(file.data());
  stream.avail_out = static_cast<uInt>(file.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  file.resize(stream.total_out);
  deflateEnd(&stream);
  return file;
}

/// Two files, written anew for each attempt.
struct Pair {
  TemporaryFolder folder;

  Dataset load(const std::string& images, const std::string& labels, int classes = 0) const {
    put(folder / "images", images);
    put(folder / "labels", labels);
    return load_idx(folder / "images", folder / "labels", classes);
  }
  /// What is wrong with them; "" if nothing.
  std::string complaint(const std::string& images, const std::string& labels,
                        int classes = 0) const {
    return error_of([&] { load(images, labels, classes); });
  }
  bool refused(const std::string& images, const std::string& labels, int classes = 0) const {
    return complaint(images, labels, classes) != "";
  }
};

void check_contents(const Dataset& data) {
  CHECK(data.shape == Shape{1, 3, 4});
  CHECK(data.labels == std::vector{1, 0, 3, 2, 1});
  CHECK(data.classes == std::vector<std::string>{"0", "1", "2", "3"});
  REQUIRE(data.pixels.size() == 60);
  for (int i = 0; i < 60; ++i)
    CHECK(data.pixels[static_cast<std::size_t>(i)] == static_cast<std::uint8_t>(i * 4 + 3));
}

}  // namespace

TEST_CASE("IDX files are read, plain or gzipped, whatever their names") {
  const Pair pair;
  check_contents(pair.load(images_file(), labels_file));
  check_contents(pair.load(gzipped(images_file()), gzipped(labels_file)));
  put(pair.folder / "plain.gz", images_file());
  check_contents(load_idx(pair.folder / "plain.gz", pair.folder / "labels"));
}

TEST_CASE("gzip files with every optional field, and of several members, are read") {
  const Pair pair;
  // Python's zlib: FTEXT, FHCRC, FEXTRA, FNAME and FCOMMENT, around the labels.
  const std::string fields = from_hex(
      "1f8b081f0100000002030400616263646c6162656c73006120636f6d6d656e7400fed76360e06064606060656460"
      "66"
      "620400b798af700d000000");
  check_contents(pair.load(images_file(), fields));
  const std::string text = labels_file;
  check_contents(pair.load(images_file(), gzipped(text.substr(0, 3)) + gzipped(text.substr(3, 7)) +
                                              gzipped("") + gzipped(text.substr(10))));
}

TEST_CASE("a data set written as IDX files is the same bytes, and read again") {
  const TemporaryFolder folder;
  Dataset data{.shape = {1, 3, 4}, .pixels = {}, .labels = {1, 0, 3, 2, 1}, .classes = {}};
  for (int i = 0; i < 60; ++i) data.pixels.push_back(static_cast<std::uint8_t>(i * 4 + 3));
  const Bytes images = encode_idx_images(data), labels = encode_idx_labels(data);
  CHECK(std::string(images.begin(), images.end()) == images_file());
  CHECK(std::string(labels.begin(), labels.end()) == labels_file);
}

TEST_CASE("images of several channels are written, and read again") {
  const Pair pair;
  Dataset data{
      .shape = {3, 2, 5}, .pixels = {}, .labels = {1, 0, 2, 2}, .classes = {"0", "1", "2"}};
  for (int i = 0; i < 4 * 30; ++i) data.pixels.push_back(static_cast<std::uint8_t>(i * 2 + 1));
  const Bytes images = encode_idx_images(data), labels = encode_idx_labels(data);
  const std::string images_text(images.begin(), images.end());
  const std::string labels_text(labels.begin(), labels.end());
  CHECK(images_text.substr(0, 20) == idx({4, 3, 2, 5}, ""));
  for (const bool gzip : {false, true}) {
    const Dataset found = pair.load(gzip ? gzipped(images_text) : images_text, labels_text);
    CHECK(found.shape == data.shape);
    CHECK(found.pixels == data.pixels);
    CHECK(found.labels == data.labels);
    CHECK(found.classes == data.classes);
  }
  for (std::size_t size = 0; size < images_text.size(); ++size)
    CHECK(pair.refused(images_text.substr(0, size), labels_text));
  CHECK(pair.refused(idx({4, 0, 2, 5}, ""), labels_text));
  CHECK(pair.refused(idx({4, 1u << 15, 1u << 15, 4}, ""), labels_text));
  for (const int label : {-1, 256}) {
    data.labels[3] = label;
    CHECK_THROWS_AS(encode_idx_labels(data), SettingError);
  }
}

TEST_CASE("the number of classes can be given") {
  const Pair pair;
  CHECK(pair.load(images_file(), labels_file, 4).classes.size() == 4);
  CHECK(pair.load(images_file(), labels_file, 7).classes.back() == "6");
  CHECK(pair.complaint(images_file(), labels_file, 3).ends_with("labels of 0 to 2, found 3"));
}

TEST_CASE("no IDX file that breaks off is read, plain or gzipped") {
  const Pair pair;
  for (const bool gzip : {false, true}) {
    const std::string images = gzip ? gzipped(images_file()) : images_file();
    const std::string labels = gzip ? gzipped(labels_file) : labels_file;
    for (std::size_t size = 0; size < images.size(); ++size)
      CHECK(pair.refused(images.substr(0, size), labels));
    for (std::size_t size = 0; size < labels.size(); ++size)
      CHECK(pair.refused(images, labels.substr(0, size)));
  }
}

TEST_CASE("no flipped bit in an IDX header goes unnoticed") {
  const Pair pair;
  for (int bit = 0; bit < 8 * 16; ++bit) {
    CAPTURE(bit);
    std::string file = images_file();
    file[static_cast<std::size_t>(bit / 8)] ^= static_cast<char>(1 << bit % 8);
    CHECK(pair.refused(file, labels_file));
    if (bit >= 8 * 8) continue;
    file = labels_file;
    file[static_cast<std::size_t>(bit / 8)] ^= static_cast<char>(1 << bit % 8);
    CHECK(pair.refused(images_file(), file));
  }
}

TEST_CASE("a flipped bit in a gzip file is noticed or means nothing") {
  const Pair pair;
  const std::string sound = gzipped(labels_file);
  int noticed = 0;
  for (std::size_t bit = 0; bit < 8 * sound.size(); ++bit) {
    CAPTURE(bit);
    std::string file = sound;
    file[bit / 8] ^= static_cast<char>(1 << bit % 8);
    // Time, compression level and operating system (bytes 4 to 9) mean nothing here.
    const bool meaningless = bit / 8 >= 4 && bit / 8 < 10;
    if (pair.refused(images_file(), file))
      ++noticed;
    else
      CHECK(pair.load(images_file(), file).labels == std::vector{1, 0, 3, 2, 1});
    if (meaningless) CHECK_FALSE(pair.refused(images_file(), file));
  }
  CHECK(noticed >= static_cast<int>(8 * (sound.size() - 10)));  // all data and checksums
}

TEST_CASE("IDX files that are something else are refused, with what they are") {
  const Pair pair;
  const std::string images = images_file();
  CHECK(pair.complaint("", labels_file).ends_with("found only 0 bytes"));
  CHECK(pair.complaint("some text", labels_file).ends_with("found another kind of file"));
  CHECK(pair.complaint(labels_file, images).ends_with("found 3 axes"));  // swapped
  CHECK(pair.complaint(images, images).ends_with("found 3 axes"));
  CHECK(pair.complaint(labels_file, labels_file).ends_with("found 1 axes"));
  for (const int type : {0, 9, 0xB, 0xC, 0xD, 0xE, 255})
    CHECK(pair.refused(idx({5, 3, 4}, images.substr(16), type), labels_file));
  CHECK(pair.refused(idx({}, "x"), labels_file));
  CHECK(pair.refused(idx({5, 12}, images.substr(16)), labels_file));
  CHECK(pair.refused(idx({5, 1, 3, 4}, images.substr(16)), labels_file));
  std::string many = images;
  many[3] = '\xFF';
  CHECK(pair.refused(many + std::string(2000, 1), labels_file));
  const std::string reversed = {3, 8, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0};
  CHECK(pair.refused(reversed + images.substr(16), labels_file));
  CHECK(pair.complaint(images + "x", labels_file)
            .ends_with("76 bytes that the header tells of, found 77"));
  CHECK(pair.refused(images, labels_file + std::string(1, '\0')));
  CHECK(pair.refused(gzipped(images + "x"), labels_file));
}

TEST_CASE("images and labels must be equally many, and some") {
  const Pair pair;
  CHECK(pair.complaint(images_file(), idx({4}, "abcd"))
            .ends_with("expected 4 images, one for each label of labels, found 5"));
  CHECK(pair.refused(images_file(), idx({6}, "abcdef")));
  CHECK(pair.refused(idx({0, 3, 4}, ""), idx({0}, "")));
  CHECK(pair.refused(idx({5, 0, 4}, ""), labels_file));
  CHECK(pair.refused(idx({5, 3, 0}, ""), labels_file));
}

TEST_CASE("sizes whose product is huge or wraps are refused before anything is allocated") {
  const Pair pair;
  constexpr std::uint32_t most = 0xFFFFFFFF;
  for (const bool gzip : {false, true})
    for (const Sizes& sizes : {Sizes{most, most, most}, Sizes{5, most, most},
                               Sizes{5, 1u << 16, 1u << 16}, Sizes{1u << 16, 1u << 16, 1},  // 2^32
                               Sizes{1u << 31, 1u << 31, 4},                                // 2^64
                               Sizes{1u << 22, 1u << 21, 1u << 21},                         // 2^64
                               Sizes{5, 715827883, 6},  // 2^32 + 2, times 5
                               Sizes{5, 1, 1u << 31}, Sizes{1u << 29, 2, 2}}) {
      const std::string file = idx(sizes, "abcdefgh");
      CHECK(pair.refused(gzip ? gzipped(file) : file, labels_file));
    }
  // The product is 0 in 64 bits, which is what the file holds.
  CHECK(pair.complaint(idx({4, 1u << 31, 1u << 31}, ""), idx({4}, "abcd"))
            .ends_with("found a header with more"));
  CHECK(pair.refused(images_file(), idx({most}, "abcde")));
  CHECK(pair.refused(images_file(), gzipped(idx({most}, "abcde"))));
  const std::string line(40000, 'x');  // a true size, but no image
  CHECK(pair.complaint(idx({1, 1, 40000}, line), idx({1}, "\1")).ends_with("found 1 x 40000"));
}

TEST_CASE("a gzip file is not unpacked further than its header promises") {
  const Pair pair;
  const std::string bomb = gzipped(images_file() + std::string(std::size_t{64} << 20, '\0'));
  CHECK(bomb.size() < 100000);
  CHECK(
      pair.complaint(bomb, labels_file).ends_with("76 bytes that the header tells of, found more"));
  const Bytes bytes(bomb.begin(), bomb.end());
  detail::Fault fault;
  for (const std::size_t limit : {std::size_t{1}, std::size_t{77}, std::size_t{100000}}) {
    const auto start = detail::gunzip(bytes, limit, fault);
    REQUIRE(start);
    CHECK(start->size() == limit);
    CHECK(start->capacity() <= 2 * limit);
  }
}

TEST_CASE("damaged gzip files are refused") {
  const Pair pair;
  const std::string sound = gzipped(labels_file);
  const auto changed = [&sound](std::size_t at, int by) {
    std::string file = sound;
    file[at] = static_cast<char>(file[at] + by);
    return file;
  };
  CHECK_FALSE(pair.refused(images_file(), changed(4, 1)));  // the time of writing
  CHECK(pair.refused(images_file(), changed(2, 1)));        // the method
  for (const int flag : {32, 64, 128}) CHECK(pair.refused(images_file(), changed(3, flag)));
  CHECK(pair.refused(images_file(), changed(sound.size() - 8, 1)));  // checksum
  CHECK(pair.refused(images_file(), changed(sound.size() - 4, 1)));  // length
  CHECK(pair.refused(images_file(), sound + "x"));
  CHECK(pair.refused(images_file(), sound + "\x1F\x8B"));
  CHECK(pair.refused(images_file(), sound + sound));  // a whole second member: too long
  CHECK(pair.refused(images_file(), "\x1F\x8B"));
}

TEST_CASE("a file that is missing, or no file, is named") {
  const Pair pair;
  pair.load(images_file(), labels_file);
  const auto complaint = [](const std::filesystem::path& images,
                            const std::filesystem::path& labels) {
    return error_of([&] { load_idx(images, labels); });
  };
  CHECK(complaint(pair.folder / "none", pair.folder / "labels") ==
        (pair.folder / "none").string() + ": expected a file, found no file");
  CHECK(complaint(pair.folder / "images", pair.folder.path()).ends_with("found a folder"));
  CHECK(complaint("/dev/zero", pair.folder / "labels").ends_with("found a device"));
}
