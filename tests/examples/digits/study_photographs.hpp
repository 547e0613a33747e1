#pragma once

// What a person gathers for a study: photographs of single digits by twelve people, in one folder a
// digit, w27_3_02.jpg and so on, with the faults that such collections have, and those of a
// thirteenth who doesn't agree to their use.

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/data/load.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "data/photograph_generator.hpp"
#include "reading.hpp"

struct StudyPhotographs {
  static constexpr int writers = 12, first_writer = 21;
  std::size_t without_consent = 0;      ///< files of the thirteenth
  std::map<std::string, int> counts{};  ///< files of each digit but those, broken ones included
  std::vector<std::string> broken{}, blank{};  ///< files, as "3/W07_3_02.jpg": under their numbers
  std::vector<std::string> copies{};           ///< of another file's bytes
  std::vector<std::string> turned{};           ///< by 90 degrees
  std::map<std::string, int> wrong{};          ///< in another digit's folder: which digit they show
};

/// What cameras write into a JPEG.
inline const std::string camera_mark = "KAMERA";

/// Writes them to `folder`, with a card: each person `rounds` times some of the digits, most often
/// small ones.
inline StudyPhotographs put_study(const std::filesystem::path& folder, int rounds) {
  const angka::Dataset bundled_digits = angka::load_sheet(bundled);
  angka::Random random(angka::seed(12), angka::Purpose::test);
  StudyPhotographs study;
  struct File {
    int place = 0, writer = 0, digit = 0, number = 0;
    std::string name(int first = StudyPhotographs::first_writer, char w = 'w') const {
      char text[60];
      std::snprintf(text, sizeof text, "%d/%c%02d_%d_%02d.jpg", place, w, first + writer, digit,
                    number);
      return text;
    }
    std::string code() const { return name(1, 'W'); }
  };
  std::vector<File> files;
  std::uint32_t item = 0;
  const auto photographed = [&](int digit) {
    static const std::vector<std::uint8_t> nothing(28 * 28);
    const auto which = static_cast<std::size_t>(500 * std::max(digit, 0)) + random.below(500);
    return synthetic::photograph(digit < 0 ? nothing : bundled_digits.image(which),
                                 angka::seed(1200), item++)
        .image;
  };
  const auto store = [&](const File& file, const angka::Image& image) {
    const angka::Bytes jpeg = synthetic::to_jpeg(image, 85);
    std::string bytes(jpeg.begin(), jpeg.end());
    bytes.insert(2, std::string("\xFF\xE1\0\x1D", 4) +
                        std::string("Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0 ", 21) + camera_mark);
    std::filesystem::create_directories((folder / file.name()).parent_path());
    put(folder / file.name(), bytes);
  };
  for (int writer = 0; writer <= StudyPhotographs::writers; ++writer)
    for (int round = 0; round < rounds; ++round)
      for (int digit = 0; digit < 10; ++digit) {
        if (random.below(20) < static_cast<std::uint32_t>(digit)) continue;
        const File file{digit, writer, digit, round};
        store(file, photographed(digit));
        if (writer == StudyPhotographs::writers)
          ++study.without_consent;
        else
          files.push_back(file);
      }

  std::set<std::size_t> taken;
  const std::size_t sound = files.size();
  const auto one = [&](const std::set<int>& of = {}) -> File& {
    std::size_t i = 0;
    do i = random.below(static_cast<std::uint32_t>(sound));
    while ((!of.empty() && !of.contains(files[i].digit)) || !taken.insert(i).second);
    return files[i];
  };
  for (std::size_t i = 0; i < std::max<std::size_t>(1, sound / 120); ++i) {
    const File& broken = one();
    const std::string whole = content(folder / broken.name());
    put(folder / broken.name(), whole.substr(0, whole.size() / 3));
    study.broken.push_back(broken.code());

    const File& blank = one();
    store(blank, photographed(-1));
    study.blank.push_back(blank.code());

    const File& copied = one();
    File copy = copied;
    copy.number = 90 + static_cast<int>(i);
    put(folder / copy.name(), content(folder / copied.name()));
    study.copies.push_back(copy.code());

    const File& turned = one({2, 3, 4, 5, 7});  // others are digits, then, or lines
    const angka::Image upright = angka::read_image(folder / turned.name());
    angka::Image lying = upright;
    std::swap(lying.width, lying.height);
    const auto place = [](const angka::Image& image, int x, int y) {
      return static_cast<std::size_t>((y * image.width + x) * image.channels);
    };
    for (int y = 0; y < upright.height; ++y)
      for (int x = 0; x < upright.width; ++x)
        std::copy_n(&upright.pixels[place(upright, x, y)], upright.channels,
                    &lying.pixels[place(lying, lying.width - 1 - y, x)]);
    store(turned, lying);
    study.turned.push_back(turned.code());

    File& misplaced = one();
    const std::string before = misplaced.name();
    misplaced.place = (misplaced.digit + 1 + static_cast<int>(random.below(9))) % 10;
    std::filesystem::create_directories((folder / misplaced.name()).parent_path());
    std::filesystem::rename(folder / before, folder / misplaced.name());
    study.wrong[misplaced.code()] = misplaced.digit;

    files.push_back(copy);
  }
  for (const File& file : files) ++study.counts[std::to_string(file.place)];

  std::string card = R"({"title": "Foto angka", "collected_by": "dua mahasiswa",
    "written_by": "dua belas orang", "interviewed": "dua belas orang", "respondents": [)";
  for (int writer = 0; writer <= StudyPhotographs::writers; ++writer)
    card += std::string(writer ? ", " : "") + R"({"writer": "w)" +
            std::to_string(StudyPhotographs::first_writer + writer) + R"(", "age_group": ")" +
            (writer == 3  ? "60-69"
             : writer < 7 ? "12-15"
                          : "16-18") +
            R"(", "hand": ")" + (writer % 4 == 0 ? "kiri" : "kanan") + R"(", "consent": ")" +
            (writer == StudyPhotographs::writers ? "no" : "yes") + "\"}";
  put(folder / "dataset.json", card + "]}");
  for (const char* others : {"Thumbs.db", ".DS_Store", "__MACOSX/._w21.jpg"}) {
    std::filesystem::create_directories((folder / others).parent_path());
    put(folder / others, "x");
  }
  return study;
}
