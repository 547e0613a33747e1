#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/data/image.hpp>
#include <angka/data/load.hpp>
#include <angka/data/sheet.hpp>
#include <map>
#include <set>

#include "reading.hpp"
#include "tables.hpp"

namespace {

/// Those of a finding, by file.
std::map<std::string, std::string> reasons_of(const Table& table, const std::string& finding) {
  std::map<std::string, std::string> reasons;
  for (const auto& row : table)
    if (row.at("finding") == finding) reasons[row.at("file")] = row.at("reason");
  return reasons;
}

angka::Image bundled_image(std::size_t i) {
  static const angka::Dataset data = angka::load_sheet(bundled);
  const auto pixels = data.image(i);
  return {28, 28, 1, {pixels.begin(), pixels.end()}};
}

/// data/0/00.png, ...: as many of the bundled images of each digit.
void put_bundled(const TemporaryFolder& folder, int each) {
  for (int digit = 0; digit < 10; ++digit) {
    const std::string place = "data/" + std::to_string(digit) + '/';
    std::filesystem::create_directories(folder / place);
    for (int i = 0; i < each; ++i)
      put_png(folder / (place + std::to_string(i / 10) + std::to_string(i % 10) + ".png"),
              bundled_image(static_cast<std::size_t>(500 * digit + 3 * i)));
  }
}

std::map<std::string, std::string> tree(const std::filesystem::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.is_regular_file())
      files[entry.path().lexically_relative(root).string()] = content(entry.path());
  return files;
}

}  // namespace

TEST_CASE("digits inspect: every finding tells file and reason, in table, JSON and picture") {
  const TemporaryFolder folder;
  put_bundled(folder, 12);
  put(folder / "data/1/broken.png", "\x89PNG\r\n\x1A\n");
  put(folder / "data/2/notes.txt", "no picture");
  put_png(folder / "data/3/empty.png", {28, 28, 1, std::vector<std::uint8_t>(784, 0)});
  put_png(folder / "data/5/copy.png", bundled_image(2503));   // data/5/01.png
  put_png(folder / "data/8/other.png", bundled_image(4500));  // data/9/00.png
  angka::Image pale = bundled_image(3006);                    // data/6/02.png
  for (std::size_t i = 0; i < 784; ++i)
    pale.pixels[i] = static_cast<std::uint8_t>(pale.pixels[i] * 9 / 10 + i % 3);
  put_png(folder / "data/6/pale.png", pale);
  const angka::Image four = bundled_image(2040);
  angka::Image turned = four, comb = four;
  for (std::size_t y = 0; y < 28; ++y)
    for (std::size_t x = 0; x < 28; ++x) {
      turned.pixels[28 * x + 27 - y] = four.pixels[28 * y + x];  // to the right
      const bool grid = x > 3 && x < 24 && y > 3 && y < 24 && (x % 4 == 0 || y % 5 == 0);
      comb.pixels[28 * y + x] = grid ? 255 : 0;
    }
  put_png(folder / "data/4/turned.png", turned);
  for (const char* name : {"again", "anew", "once-more"})
    put_png(folder / ("data/0/" + std::string(name) + ".png"), bundled_image(0));
  put_png(folder / "data/0/comb.png", comb);

  const Call call = digits(folder, {"inspect", "data", "--csv", "f.csv", "--json", "j", "--out",
                                    "o/p", "--validation", "0"});
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const Table table = read_table(folder / "f.csv");
  const auto unreadable = reasons_of(table, "unreadable");
  REQUIRE(unreadable.size() == 3);
  CHECK(unreadable.at("1/broken.png").find("a whole PNG file") != std::string::npos);
  CHECK(unreadable.count("2/notes.txt") == 1);
  CHECK(unreadable.at("3/empty.png").find("no ink") != std::string::npos);
  const auto copies = reasons_of(table, "copy");
  REQUIRE(copies.size() == 5);
  CHECK(copies.at("5/copy.png").find("copy of 5/01.png") == 0);
  CHECK(copies.at("9/00.png").find("copy of 8/other.png, which is labelled 8") == 0);
  const auto near = reasons_of(table, "near_copy");
  REQUIRE(near.count("6/pale.png") == 1);
  CHECK(near.at("6/pale.png").find("nearly a copy of 6/02.png (correlation ") == 0);
  const auto lying = reasons_of(table, "turned");
  REQUIRE(lying.size() == 1);
  CHECK(lying.at("4/turned.png").find("by 90 degrees to the left it is read as 4") !=
        std::string::npos);
  CHECK(reasons_of(table, "no_digit").count("0/comb.png") == 1);
  for (const char* finding : {"no_digit", "blank"})
    for (const auto& [file, reason] : reasons_of(table, finding))
      CHECK(file.size() != std::string("0/00.png").size());  // those are sound

  const auto json = read_json(folder / "j");
  REQUIRE(json["found"].size() == table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    CHECK(json["found"][i]["number"] == i + 1);
    CHECK(json["found"][i]["finding"] == table[i].at("finding"));
    CHECK(json["found"][i]["reason"] == table[i].at("reason"));
    CHECK(json["found"][i]["file"] == table[i].at("file"));
  }
  CHECK(json["findings"]["turned"][0]["degrees_to_the_left"] == 90);

  // In the terminal the first ten.
  REQUIRE(table.size() > 10);
  CHECK(call.out.find("\n  10  " + table[9].at("file") + ": " + table[9].at("reason") + '\n') !=
        std::string::npos);
  CHECK(call.out.find(table[10].at("file") + ": ") == std::string::npos);
  const std::string more = "and " + std::to_string(table.size() - 10) + " more";
  CHECK(call.out.find(more + ", see f.csv\n") != std::string::npos);
  CHECK(digits(folder, {"inspect", "data"}).out.find(more + ": --csv FILE writes all") !=
        std::string::npos);
  const Call indonesian = digits(folder, {"inspect", "data", "--lang", "id", "--csv", "id.csv"});
  CHECK(indonesian.out.find("dan " + std::to_string(table.size() - 10) + " lagi, lihat id.csv") !=
        std::string::npos);
  CHECK(reasons_of(read_table(folder / "id.csv", ';'), "copy")
            .at("5/copy.png")
            .find("salinan dari") == 0);

  CHECK(content(folder / "id.csv").find("\xEF\xBB\xBFnumber;set;image;file;") == 0);

  // A picture of all that are images, each in a cell of its own; three are none.
  const angka::Image sheet = angka::read_image(folder / "o/p/findings.png");
  CHECK(sheet.width > 8 * 84);
  const auto rows = static_cast<int>((table.size() - 3 + 7) / 8);
  CHECK(sheet.height > rows * 84);
  CHECK(sheet.height < (rows + 1) * 160);
  CHECK(std::filesystem::exists(folder / "o/p/mean-images.png"));
}

TEST_CASE("digits inspect: an image that is like many is listed once, for the worst of them") {
  const TemporaryFolder folder;
  // Six images nearly alike, the last of another label; two that are the same.
  write_idx(
      folder / "data", "train", 40,
      [](int i, int y, int x) {
        return i < 6 ? bar(0, y, x) * (9 + (i + x + y) % 2) / 10 : bar(i, y, x);
      },
      [](int i) { return i == 3  ? 1
                         : i < 6 ? 0
                                 : i % 10; });
  REQUIRE(digits(folder, {"inspect", "data", "--csv", "f.csv", "--validation", "0"}).status == 0);
  std::map<std::string, int> times;
  for (const auto& row : read_table(folder / "f.csv"))
    if (row.at("finding") == "near_copy" || row.at("finding") == "copy") {
      ++times[row.at("image")];
      const int image = std::stoi(row.at("image"));
      const bool told = row.at("reason").find(", which is labelled") != std::string::npos;
      if (image == 3) CHECK(told);
    }
  CHECK(times.count("3") == 1);
  CHECK(times.count("5") == 1);
  for (const auto& [image, count] : times) CHECK(count <= 2);  // a copy of one, nearly of another
}

// Of the 5,000 bundled images with ANGKA_LABELS=500, or so many of each digit: of 60 labels changed
// at random 55 are within the first 80.
TEST_CASE("digits inspect --labels: of changed labels nearly all are ranked first") {
  const TemporaryFolder folder;
  const int each = std::stoi(setting("ANGKA_LABELS", "100")), all = 10 * each;
  const bool whole = each == 500;
  const auto size = static_cast<std::size_t>(all), wrong = size * 60 / 5000;
  const auto first_images = static_cast<int>(size * 80 / 5000);
  std::vector<int> labels;
  for (int i = 0; i < all; ++i) labels.push_back(i / each);
  std::vector<std::uint32_t> order(size);
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  angka::Random random({2027}, angka::Purpose::split);
  random.shuffle(std::span(order));
  order.resize(wrong);
  for (const std::uint32_t i : order)
    labels[i] = (labels[i] + 1 + static_cast<int>(random.uniform() * 9)) % 10;
  std::vector<angka::Image> images;
  for (std::size_t i = 0; i < size; ++i)
    images.push_back(bundled_image(i / static_cast<std::size_t>(each) * 500 +
                                   i % static_cast<std::size_t>(each)));
  write_idx(
      folder / "data", "train", all,
      [&](int i, int y, int x) {
        return images[static_cast<std::size_t>(i)].pixels[static_cast<std::size_t>(28 * y + x)];
      },
      [&](int i) { return labels[static_cast<std::size_t>(i)]; });
  const Call call = digits(
      folder, {"inspect", "data", "--labels", "--csv", "f.csv", "--json", "j", "--out", "o"});
  REQUIRE(call.status == 0);
  const std::set<std::uint32_t> changed(order.begin(), order.end());
  int ranked = 0, found = 0, right = 0;
  std::string first;
  for (const auto& row : read_table(folder / "f.csv")) {
    if (row.at("finding") != "label" || ++ranked > first_images) continue;
    if (first.empty()) {
      first = row.at("image");
      if (first.size() > 3) first.insert(first.size() - 3, ",");  // as people write it
      first = "  image " + first + " (";
    }
    const auto image = static_cast<std::uint32_t>(std::stoul(row.at("image")));
    if (changed.count(image) == 0) continue;
    ++found;
    right += row.at("likely_label") == std::to_string(image / static_cast<std::uint32_t>(each));
  }
  MESSAGE(found << " of " << wrong << " within the first " << first_images << " of " << ranked
                << ", " << right << " with their true labels");
  CHECK(found >= (whole ? 55 : 9));
  CHECK(right >= (whole ? 50 : 8));
  CHECK(call.out.find(first) != std::string::npos);
  const auto json = read_json(folder / "j");
  CHECK(json["labels"]["folds"] == 5);
  CHECK(json["labels"]["contradicted"] == ranked);
  if (!whole) return;
  CHECK(json["labels"]["likely_wrong"] > 30);
  CHECK(json["labels"]["likely_wrong"] < 100);
  CHECK(angka::read_image(folder / "o/labels.png").height > 10 * 84);
}

TEST_CASE("digits inspect --labels: any number of threads finds the same, of any ten or fewer") {
  const TemporaryFolder folder;
  for (const int classes : {10, 3}) {
    write_idx(folder / "data", "train", 30 * classes, bar,
              [&](int i) { return i == 7 ? 0 : i % 10 % classes; });
    std::string before;
    for (const char* threads : {"1", "3"}) {
      REQUIRE(digits(folder, {"inspect", "data", "--labels", "--folds", "2", "--threads", threads,
                              "--csv", "f.csv", "--quiet"})
                  .status == 0);
      const std::string table = content(folder / "f.csv");
      CHECK((before.empty() || table == before));
      before = table;
    }
    if (classes == 10) {
      const Table table = read_table(folder / "f.csv");
      const auto wrong = std::find_if(table.begin(), table.end(),
                                      [](const auto& row) { return row.at("finding") == "label"; });
      REQUIRE(wrong != table.end());
      CHECK(wrong->at("image") == "7");
      CHECK(wrong->at("likely_label") == "7");
    }
  }
  for (const char* folds : {"1", "0", "101", "x"})
    CHECK(digits(folder, {"inspect", "data", "--labels", "--folds", folds}).status == 2);
  const Call many = digits(folder, {"inspect", "data", "--labels", "--folds", "91"});
  CHECK(many.status == 2);
  CHECK(many.err == "error: --folds must be at most 90, the number of images, not 91\n");
  for (const Arguments& others : {Arguments{"--labels", "--steps"},
                                  {"--labels", "--digit", "3"},
                                  {"--csv", "f", "--index", "3"},
                                  {"--csv", "f", "--card"},
                                  {"--csv", "f", "--apply", "m", "--out", "o"}}) {
    Arguments words{"inspect"};
    words.insert(words.end(), others.begin(), others.end());
    CHECK(digits(folder, words).status == 2);
  }
}

TEST_CASE("digits inspect --apply: a new data set, as the table that inspect wrote has it") {
  const TemporaryFolder folder;
  put_bundled(folder, 4);
  put(folder / "data/1/broken.png", "\x89PNG\r\n\x1A\n");
  put_png(folder / "data/5/copy.png", bundled_image(2503));
  put(folder / "data/dataset.json", R"({"title": "Ours"})");
  const auto before = tree(folder / "data");
  REQUIRE(digits(folder, {"inspect", "data", "--csv", "f.csv", "--validation", "0"}).status == 0);
  // The person fills in the table, in a spreadsheet of another language.
  Table table = read_table(folder / "f.csv");
  std::string moves = "\xEF\xBB\xBFnumber;Set;image;file;label;reason;Action;new_label\r\n";
  for (auto& row : table) {
    const std::string& file = row["file"];
    const std::string action = file == "5/copy.png" || file == "1/broken.png" ? "remove" : "";
    moves += row["number"] + ';' + row["set"] + ';' + row["image"] + ';' + file + ';' +
             row["label"] + ";\"" + row["reason"] + "; \"\"so\"\"\";" + action + ";\r\n";
  }
  moves +=
      ";;;2/02.png;2;;label;7\r\n;;;2/01.png;02;;label;007\r\n;;;3/00.png;;;keep;\r\n;;;;;;;\r\n";
  put(folder / "m.csv", moves);
  const Call call = digits(
      folder, {"inspect", "data", "--apply", "m.csv", "--out", "new/deep/set", "--json", "j"});
  CHECK(call.err == "");
  REQUIRE(call.status == 0);
  CHECK(call.out.find("40 images kept, 1 removed, 2 labelled anew") != std::string::npos);
  CHECK(tree(folder / "data") == before);
  const auto after = tree(folder / "new/deep/set");
  CHECK(after.size() == 41);
  CHECK(after.count("5/copy.png") == 0);
  CHECK(after.count("1/broken.png") == 0);
  CHECK(after.count("2/02.png") == 0);
  CHECK(after.count("2/01.png") == 0);
  CHECK(angka::read_image(folder / "new/deep/set/7/02-2.png").pixels == bundled_image(1006).pixels);
  CHECK(angka::read_image(folder / "new/deep/set/7/01-2.png").pixels == bundled_image(1003).pixels);
  CHECK(angka::read_image(folder / "new/deep/set/7/02.png").pixels == bundled_image(3506).pixels);
  const auto card = read_json(folder / "new/deep/set/dataset.json");
  CHECK(card["title"] == "Cleaned: Ours");
  CHECK(card["processing"].get<std::string>().find(
            "by hand, images removed: 1, labelled anew: 2") == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["kept"] == 40);
  CHECK(json["removed"][0]["file"] == "5/copy.png");
  CHECK(json["relabelled"][1]["new_name"] == "7");
  const Call again =
      digits(folder, {"inspect", "new/deep/set", "--validation", "0", "--json", "k"});
  CHECK(again.status == 0);
  CHECK(read_json(folder / "k")["images"] == 40);
  const Call full =
      digits(folder, {"inspect", "data", "--apply", "m.csv", "--out", "new/deep/set"});
  CHECK(full.status == 1);
  CHECK(full.err == "error: new/deep/set isn't empty: --apply writes into a new folder\n");
  CHECK(tree(folder / "new/deep/set") == after);
}

TEST_CASE("digits inspect --apply: data of numbers and a test set become PNG in class folders") {
  const TemporaryFolder folder;
  write_idx(folder / "data", "train", 40, bar, turn);
  write_idx(folder / "data", "t10k", 20, bar, turn);
  put(folder / "m.csv",
      "action,image,set,new_label\nremove,3,train,\nlabel,4,,9\nremove,3,test,\nlabel,15,test,0\n");
  REQUIRE(digits(folder, {"inspect", "data", "--apply", "m.csv", "--out", "n"}).status == 0);
  const auto after = tree(folder / "n");
  CHECK(after.size() == 39 + 19 + 1);
  CHECK(after.count("train/3/00003.png") == 0);
  CHECK(after.count("train/3/00013.png") == 1);
  CHECK(after.count("train/9/00004.png") == 1);
  CHECK(after.count("test/3/00003.png") == 0);
  CHECK(after.count("test/0/00015.png") == 1);
  const angka::Image image = angka::read_image(folder / "n/train/9/00004.png");
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x)
      CHECK(image.pixels[static_cast<std::size_t>(28 * y + x)] == bar(4, y, x));
}

TEST_CASE("digits inspect --apply: photographs are copied without what cameras tell") {
  const TemporaryFolder folder;
  put_bundled(folder, 2);
  // data/4/photo.jpg: a JPEG with EXIF data (orientation 1, a maker's name) and a comment.
  const angka::Image page = angka::read_image(samples + "page.jpg");
  const std::string jpeg = content(samples + "page.jpg");
  const std::string exif("Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0 KAMERA", 27);
  const auto segment = [](char marker, const std::string& data) {
    return std::string{'\xFF', marker, static_cast<char>((data.size() + 2) >> 8),
                       static_cast<char>((data.size() + 2) & 255)} +
           data;
  };
  put(folder / "data/4/photo.jpg", jpeg.substr(0, 2) + segment('\xE1', exif) +
                                       segment('\xFE', "written by BUDI") + jpeg.substr(2) +
                                       "behind the end: ALAMAT");
  put(folder / "m.csv", "file,action\n0/00.png,remove\n");
  const Call call = digits(folder, {"inspect", "data", "--apply", "m.csv", "--out", "n"});
  REQUIRE(call.status == 0);
  const std::string copy = content(folder / "n/4/photo.jpg");
  for (const char* word : {"KAMERA", "BUDI", "ALAMAT", "Exif"})
    CHECK(copy.find(word) == std::string::npos);
  CHECK(angka::read_image(folder / "n/4/photo.jpg").pixels == page.pixels);
}

TEST_CASE("digits inspect --apply: a bad table names its line, and nothing is written") {
  const TemporaryFolder folder;
  put_bundled(folder, 2);
  put(folder / "data/1/broken.png", "\x89PNG\r\n\x1A\n");
  const std::string head = "file,label,action,new_label\n0/00.png,0,keep,\n";
  const auto refused = [&](const std::string& table, const std::string& message) {
    put(folder / "m.csv", table);
    const Call call = digits(folder, {"inspect", "data", "--apply", "m.csv", "--out", "a/b"});
    CAPTURE(call.err);
    CHECK(call.status == 1);
    CHECK(call.error_lines() == 1);
    CHECK(call.err.find("error: m.csv") == 0);
    CHECK(call.err.find(message) != std::string::npos);
    CHECK(!std::filesystem::exists(folder / "a"));
  };
  refused("", "line 1: expected columns named action");
  refused("file,label\n0/00.png,0\n", "line 1: expected columns named action");
  refused("action,label\nkeep,0\n", "line 1: expected columns named action");
  refused("file,action\n0/00.png,\n", "expected an action (keep, remove, label) in one line");
  refused(head + "0/01.png,0,delete,\n", "line 3: expected keep, remove, label, found delete");
  refused(head + "\n0/01.png,0,,5\n", "line 4: expected keep, remove, label, found nothing");
  refused(head + "0/99.png,0,remove,\n", "line 3: expected a file of the data, found 0/99.png");
  refused(head + "../0/01.png,0,remove,\n", "line 3: expected a file of the data");
  refused(head + "0/01.png,1,remove,\n", "line 3: expected the label 0 that the data has");
  refused(head + "0/01.png,0,label,\n", "line 3: expected one of the labels 0, 1, 2, 3, 4, 5, 6");
  refused(head + "0/01.png,0,label,10\n", "found 10");
  refused(head + "0/01.png,0,label,seven\n", "found seven");
  refused(head + "0/01.png,0,keep,7\n", "line 3: expected no new_label without the action label");
  refused(head + "0/00.png,0,remove,\n", "line 3: expected the same for this image as line 2");
  refused(head + "1/broken.png,,keep,\n", "line 3: expected remove, found keep");
  refused(head + "0/01.png,0,keep,,\n", "line 3: expected at most 4 fields");
  refused(head + "\"0/01.png,0,keep,\n", "line 3: expected an even number of quotes");
  refused(head + "2/00.png,2,remove,\n2/01.png,2,label,3\n", "leaves no training image of 2");
  refused("action,image\nremove,20\n", "line 2: expected the number of one of 20 images");
  refused("action,image\nremove,-1\n", "line 2: expected the number of one of 20 images");
  refused("action,image,set\nremove,1,validation\n", "line 2: expected train, test");
  refused("action,image,set\nremove,1,test\n", "one of 0 images");
  refused(std::string("file,action\n\0\xFF\xFE,remove\n", 23), "line 2: expected a file");

  put(folder / "m.csv", head);
  const auto status = [&](const Arguments& more) {
    Arguments words{"inspect", "data", "--apply"};
    words.insert(words.end(), more.begin(), more.end());
    return digits(folder, words).status;
  };
  CHECK(status({"m.csv"}) == 2);
  CHECK(status({"absent.csv", "--out", "a"}) == 1);
  CHECK(status({"m.csv", "--out", "data/a"}) == 2);
  CHECK(status({"m.csv", "--out", "data/../data/0/a"}) == 2);
  CHECK(status({"m.csv", "--out", "data"}) == 2);
  CHECK(status({"m.csv", "--out", "m.csv"}) == 2);
  CHECK(status({"m.csv", "--out", "m.csv/a"}) == 1);
  CHECK(status({"m.csv", "--out", "a", "--labels"}) == 2);
  put(folder / "id.csv", head + "0/01.png,0,hapus,\n");
  const Call indonesian =
      digits(folder, {"inspect", "data", "--apply", "id.csv", "--out", "a", "--lang", "id"});
  CHECK(indonesian.err == "galat: id.csv, baris 3: seharusnya keep, remove, label, bukan hapus\n");
  CHECK(!std::filesystem::exists(folder / "a"));
}
