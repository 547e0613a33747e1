// Designated initialisers as users write them: what they leave out brings no warning.
#include <angka/angka.hpp>
#include <angka/augment/digit_augmentation.hpp>
#include <angka/data/card.hpp>
#include <angka/data/load.hpp>
#include <angka/io/safetensors.hpp>
#include <angka/io/weights.hpp>
#include <angka/reading/reader.hpp>
#include <angka/report/contact_sheet.hpp>
#include <angka/report/plot.hpp>
#include <tuple>

using namespace angka;

auto designated() {
  return std::tuple(FitOptions{.epochs = 1}, FitOptions{.resume = true}, EpochResult{.epoch = 1},
                    SGD{.momentum = 0.9f}, Adam{.learning_rate = 1e-3f},
                    AdamW{.learning_rate = 1e-3f}, RMSprop{.centered = true},
                    CrossEntropy{.label_smoothing = 0.1f}, CrossEntropy{.class_weights = {1, 2}},
                    StepDecay{.every_epochs = 1}, CosineDecay{.minimum = 0},
                    OneCycle{.pct_start = 0.1}, Shape{.channels = 1}, Shape{.width = 1},
                    DataView{.count = 0}, Dataset{.shape = {}}, Dataset{.labels = {0}},
                    NamedTensor{.shape = {1}}, Image{.width = 1}, LoadOptions{.tile_width = 28},
                    ClassFolder{.fill = 0}, Sheet{.classes = 10}, ImageLimits{.side = 100},
                    ReadingOptions{.working_side = 800}, DataCard{.when = "1998"},
                    WeightFormat{.layout = WeightLayout::keras}, Safetensors{.tensors = {}},
                    SafetensorsLimits{.finite_only = true}, Plot{.title = "loss"},
                    Series{.line = false}, ContactSheet{.scale = 1}, Rotate{.degrees = 10},
                    Erasing{.probability = 0.5f}, Elastic{.probability = 0.5f});
}
