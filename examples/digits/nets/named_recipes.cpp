#include "named_recipes.hpp"

#include <string_view>

#include "console/number.hpp"
#include "recipes.hpp"

namespace {

// What `train --recipe` stands for: a net, an augmentation, and how it is trained, for some
// thousand images and for tens of thousands. Chosen on validation data that was split from the
// training data, never on test images. `train --help` tells these figures by itself.

/// A net's recipe with augmentation, whose moving average is what remains.
constexpr Recipe averaged(Recipe recipe, double decay) {
  recipe.epochs = recipe.augmented_epochs;
  recipe.ema_decay = decay;
  return recipe;
}

/// As good as the program's nets get.
constexpr NamedRecipe best_recipe{.name = "best",
                                  .net = "vgg",
                                  .augment = "light",
                                  .few = averaged(vgg_few, 0.99),
                                  .many = averaged(vgg_many, 0.999)};

/// As good as two epochs of MNIST make it; fewer images are seen as many times more often.
constexpr NamedRecipe fast_recipe{.name = "fast",
                                  .net = "compact",
                                  .augment = "none",
                                  .few = {.epochs = 10,
                                          .augmented_epochs = 10,
                                          .least_updates = 1000,
                                          .batch_size = 32,
                                          .optimizer = "adamw",
                                          .learning_rate = 5e-3,
                                          .weight_decay = 0.1,
                                          .label_smoothing = 0.1},
                                  .many = {.epochs = 2,
                                           .augmented_epochs = 2,
                                           .least_updates = 0,
                                           .batch_size = 128,
                                           .optimizer = "adamw",
                                           .learning_rate = 1.8e-2,
                                           .weight_decay = 0.1,
                                           .label_smoothing = 0.1}};

}  // namespace

const NamedRecipe* find_recipe(const std::string& name) {
  for (const NamedRecipe* recipe : {&fast_recipe, &best_recipe})
    if (recipe->name == name) return recipe;
  return nullptr;
}

std::vector<OfferedRecipe> offered_recipes() {
  std::vector<OfferedRecipe> offered;
  for (const NamedRecipe* its : {&fast_recipe, &best_recipe}) {
    const Recipe& r = its->many;
    std::string words = std::string("--net ") + its->net + " --augment " + its->augment;
    const auto add = [&](const char* option, double value, bool told = true) {
      if (told) words += std::string(" --") + option + ' ' + typed_number(value);
    };
    add("epochs", its->augment == std::string_view("none") ? r.epochs : r.augmented_epochs);
    add("batch-size", r.batch_size);
    words += std::string(" --optimizer ") + r.optimizer;
    add("learning-rate", r.learning_rate);
    words += std::string(" --schedule ") + r.schedule;
    add("weight-decay", r.weight_decay);
    add("dropout", r.dropout.value_or(0), r.dropout.value_or(0) > 0);
    add("label-smoothing", r.label_smoothing);
    add("ema-decay", r.ema_decay, r.ema_decay > 0);
    add("swa", r.swa, r.swa > 0);
    add("mixup", r.mixing.mixup, r.mixing.mixup > 0);
    add("cutmix", r.mixing.cutmix, r.mixing.cutmix > 0);
    offered.push_back({its->name, its->net, its->augment, words});
  }
  return offered;
}
