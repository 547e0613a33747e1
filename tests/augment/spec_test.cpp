#include <angka/augment/spec.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace angka;

namespace {

std::string spec_complaint(const std::string& spec) {
  try {
    parse_augmentation(spec);
  } catch (const SettingError& error) {
    const std::string text = error.what();
    CHECK(text.find('\n') == std::string::npos);
    return text;
  }
  return "";
}

TEST_CASE("names of whole pipelines") {
  CHECK(parse_augmentation("none").off());
  CHECK(to_string(parse_augmentation("none")) == "none");
  CHECK(parse_augmentation("light").operations == DigitAugmentation::light().operations);
  CHECK(parse_augmentation("strong").operations == DigitAugmentation::strong().operations);
  CHECK(to_string(DigitAugmentation::light()) != "none");
}

TEST_CASE("settings arrive where they belong") {
  const DigitAugmentation p = parse_augmentation(
      "rotate=10,shift=0.1,zoom=-0.1:0.3,stretch=0.2,shear=5@0.5,perspective=0.2,elastic=34,"
      "elastic-sigma=5,grid=0.25,grid-cells=4,thickness=0.5,blur=0.2:0.8,brightness=0.3,"
      "contrast=0.4,gamma=0.15,noise=0.05,salt-and-pepper=0.01,erasing=0.02:0.33@0.25,"
      "erasing-ratio=0.5:2,outline=0.25,shade=0.1:0.5,scratches=2,scratches-width=1:3,"
      "stripe=0.3:0.6@0.5,invert=0.125");
  CHECK(p.get<Rotate>().degrees == Range(-10, 10));
  CHECK(p.get<Rotate>().probability == 1);
  CHECK(p.get<Shift>().horizontal == Range(0.1));
  CHECK(p.get<Shift>().vertical == Range(0.1));
  CHECK(p.get<Zoom>().by == Range(-0.1, 0.3));
  CHECK(p.get<Stretch>().by == Range(0.2));
  CHECK(p.get<Shear>().degrees == Range(5));
  CHECK(p.get<Shear>().probability == 0.5f);
  CHECK(p.get<Perspective>().distortion == 0.2f);
  CHECK(p.get<Elastic>().alpha == 34);
  CHECK(p.get<Elastic>().sigma == 5);
  CHECK(p.get<GridDistortion>().limit == 0.25f);
  CHECK(p.get<GridDistortion>().cells == 4);
  CHECK(p.get<PenThickness>().pixels == Range(0.5));
  CHECK(p.get<Blur>().sigma == Amount(0.2, 0.8));
  CHECK(p.get<Brightness>().by == Range(0.3));
  CHECK(p.get<Contrast>().by == Range(0.4));
  CHECK(p.get<Gamma>().by == Range(0.15));
  CHECK(p.get<GaussianNoise>().deviation == Amount(0, 0.05));
  CHECK(p.get<SaltAndPepper>().amount == Amount(0.01));
  CHECK(p.get<Erasing>().area == Amount(0.02, 0.33));
  CHECK(p.get<Erasing>().probability == 0.25f);
  CHECK(p.get<Erasing>().ratio == Span{0.5f, 2});
  CHECK(p.get<Outline>().probability == 0.25f);
  CHECK(p.get<Shade>().light == Amount(0.1, 0.5));
  CHECK(p.get<Scratches>().count == Amount(2));
  CHECK(p.get<Scratches>().width == Span{1, 3});
  CHECK(p.get<Stripe>().width == Amount(0.3, 0.6));
  CHECK(p.get<Stripe>().probability == 0.5f);
  CHECK(p.get<Invert>().probability == 0.125f);
  CHECK(operation_specs(p).size() == 21);
}

TEST_CASE("a pipeline's specification makes it again") {
  for (const char* spec :
       {"none", "rotate=10", "light", "strong", "shift=0.1,shift-vertical=0.05",
        "light,elastic=20,elastic-sigma=3", "rotate=-5:15@0.3,invert=0.1",
        "erasing=0.02:0.33@0.25,erasing-ratio=0.5:2", "strong,rotate=0,thickness=0.123456789",
        "grid=0.2,grid-cells=3,blur=0.5:0.5", "light,elastic=30,choose=2"}) {
    const DigitAugmentation pipeline = parse_augmentation(spec);
    CAPTURE(to_string(pipeline));
    CHECK(parse_augmentation(to_string(pipeline)).operations == pipeline.operations);
    CHECK(parse_augmentation(to_string(pipeline)).choose == pipeline.choose);
  }
  CHECK(to_string(parse_augmentation("choose=2,rotate=10,shift=0.1")) ==
        "rotate=10,shift=0.1,choose=2");
  CHECK(to_string(parse_augmentation("rotate=-10:10,shift=0.1:0.1,blur=0:1")) ==
        "rotate=10,shift=0.1:0.1,blur=1");
}

TEST_CASE("what comes later changes what a name stands for") {
  DigitAugmentation expected = DigitAugmentation::light();
  expected.get<Rotate>().degrees = 0;
  expected.get<Elastic>().alpha = 20;
  CHECK(parse_augmentation("light,rotate=0,elastic=20").operations == expected.operations);
}

TEST_CASE("what can't be read is refused, with what was expected") {
  CHECK(spec_complaint("rotate=10") == "");
  CHECK(spec_complaint("rotate=ten") ==
        "augmentation: expected rotate=NUMBER or rotate=NUMBER@PROBABILITY, found \"rotate=ten\"");
  CHECK(spec_complaint("rotat=10").find("expected one of none, light, strong, rotate, shift,") !=
        std::string::npos);
  for (const char* spec : {"",
                           ",",
                           "rotate",
                           "rotate=",
                           "=10",
                           "rotate=10,",
                           ",rotate=10",
                           "rotate=10,,zoom=0.1",
                           "rotate=10 ",
                           " rotate=10",
                           "rotate= 10",
                           "Rotate=10",
                           "rotate=10x",
                           "rotate=1e999",
                           "rotate=nan",
                           "rotate=inf",
                           "rotate=10@",
                           "rotate=10@x",
                           "rotate=10@1.5",
                           "rotate=10@-1",
                           "rotate=1:2:3",
                           "rotate=5:-5",
                           "rotate=:5",
                           "rotate=5:",
                           "rotate=400",
                           "zoom=1",
                           "elastic=-1",
                           "elastic=1:2",
                           "elastic-sigma=3",
                           "elastic-sigma=3,elastic=34",
                           "elastic=34,elastic-sigma=0",
                           "grid=0.2,grid-cells=2.5",
                           "grid=0.2,grid-cells=99",
                           "rotate=10,rotate=5",
                           "light,rotate=10,rotate=5",
                           "rotate=10,light",
                           "light,strong",
                           "none,none",
                           "invert=2",
                           "rotate=10,choose",
                           "rotate=10,choose=-1",
                           "rotate=10,choose=1.5",
                           "rotate=10,choose=99",
                           "erasing=0.1,erasing-ratio=1"}) {
    CAPTURE(spec);
    CHECK(spec_complaint(spec) != "");
  }
}

}  // namespace
