#include <algorithm>
#include <angka/augment/spec.hpp>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <variant>

#include "by_hand.hpp"
#include "console/images.hpp"
#include "formula_text.hpp"
#include "nets/any_optimizer.hpp"
#include "study_figures.hpp"
#include "writer.hpp"

namespace {

const FormulaText* find_formula(std::string_view kind) {
  for (const FormulaText& text : formula_texts)
    if (kind == text.kind) return &text;
  return nullptr;
}

}  // namespace

void ReportWriter::formulas() {
  part(r_.network.formulas);
  say(r_.network.formulas_intro);
  std::vector<std::string> kinds{"normalisation"};
  for (const angka::StepDescription& step : described_.steps)
    if (std::find(kinds.begin(), kinds.end(), step.kind) == kinds.end()) kinds.push_back(step.kind);
  const std::string& optimizer = f_.trained.plan.settings.optimizer;
  for (const std::string& kind :
       {std::string("softmax"), f_.trained.plan.settings.loss, optimizer, optimizer + "-step"})
    kinds.push_back(kind);
  for (const auto& [kind, value] : extras(f_.trained.plan.settings)) kinds.push_back(kind);
  for (const std::string& kind : kinds)
    if (const FormulaText* text = find_formula(kind)) {
      if (*text->english != 0) say(&t_ == &indonesian ? text->indonesian : text->english);
      add(Formula{kind, text->latex});
    }
  if (f_.trained.plan.settings.schedule == "one-cycle") say(r_.network.cite_schedule);
}

void ReportWriter::hyperparameters() {
  part(r_.network.hyperparameters);
  say(r_.network.see_hyperparameters);
  const TrainingSettings& s = f_.trained.plan.settings;
  const std::string augmentation = in_words(to_string(s.augmentation));
  const auto name = [&](std::string_view key) { return setting_name(key); };
  Rows rows{{t_.epoch, count(s.epochs)},
            {name("batch_size"), count(s.batch_size)},
            {r_.document.updates, count(s.updates(parts_.train.size()))},
            {name("optimizer"), s.optimizer},
            {name("learning_rate") + ", η", brief(s.learning_rate)},
            {name("schedule"), s.schedule},
            {name("loss"), s.loss}};
  std::visit(
      [&](const auto& usual) {
        const auto row = [&](const char* symbol, float value) {
          rows.push_back({symbol, brief(double{value})});
        };
        if constexpr (requires { usual.nesterov; }) row("momentum, μ", usual.momentum);
        if constexpr (requires { usual.alpha; }) row("α", usual.alpha);
        if constexpr (requires { usual.beta1; }) row("β₁", usual.beta1);
        if constexpr (requires { usual.beta2; }) row("β₂", usual.beta2);
        if constexpr (requires { usual.epsilon; }) row("ϵ", usual.epsilon);
      },
      find_optimizer(s.optimizer).optimizer);
  rows.push_back({name("weight_decay") + ", λ", brief(s.weight_decay)});
  if (net_.has_dropout) rows.push_back({name("dropout") + ", r", dropout_text(s, t_)});
  rows.push_back({name("label_smoothing") + ", s", brief(s.label_smoothing)});
  constexpr std::array symbols{std::pair("l1", ", λ₁"), std::pair("ema_decay", ", d"),
                               std::pair("swa", ""), std::pair("mixup", ", α"),
                               std::pair("cutmix", ", α")};
  for (const auto& [key, value] : extras(s))
    for (const auto& [its, symbol] : symbols)
      if (its == std::string_view(key)) rows.push_back({name(key) + symbol, brief(value)});
  rows.push_back({name("augment"), s.augmentation.off() ? r_.network.none : augmentation});
  rows.push_back({r_.network.validation_part, count(parts_.validation.size())});
  rows.push_back({r_.network.test_part, count(test_.size())});
  rows.push_back({r_.document.seed, std::to_string(f_.options.seed)});
  table("hyperparameters", r_.network.hyperparameters_caption,
        {r_.network.hyperparameter, r_.document.value}, std::move(rows));
}

void ReportWriter::worked_example() {
  const WorkedExample& w = f_.worked;
  heading(r_.worked.heading);
  say(r_.worked.worked_intro, w.image + 1, images_.classes[static_cast<std::size_t>(w.label)]);
  const auto number = [](double value) { return fixed(value, 4); };
  if (const auto& patch = w.patch) {
    const int k = patch->kernel;
    say(r_.worked.worked_patch, patch->filter + 1, k, k, patch->top + 1, patch->left + 1);
    Rows rows;
    for (int i = 0; i < k * k; ++i) {
      const auto at = static_cast<std::size_t>(i);
      rows.push_back({count(i / k + 1), count(i % k + 1), count(patch->pixels[at]),
                      number(patch->inputs[at]), number(patch->weights[at]),
                      number(patch->products[at])});
    }
    rows.push_back({r_.worked.sum, "", "", "", "", number(patch->sum)});
    table("worked-patch", r_.worked.worked_caption,
          {r_.worked.row, r_.worked.column, r_.worked.pixel, "x", "w", "x · w"}, std::move(rows));
    say(r_.worked.see_patch);
    add(patch_figure("worked-patch", fill(r_.worked.patch_caption, patch->filter + 1),
                     to_image(test_, w.image), *patch, {r_.worked.patch_image, "x", "w", "x · w"}));
    say(r_.worked.worked_sum, number(patch->sum), patch->bias < 0 ? "−" : "+",
        number(std::abs(patch->bias)), number(patch->output));
    if (patch->normalised) also(r_.worked.worked_normalised, number(*patch->normalised));
    if (!patch->activation.empty()) also(r_.worked.worked_activation, number(patch->activated));
    if (const auto& pool = w.pool) {
      also(pool->largest ? r_.worked.worked_pool_max : r_.worked.worked_pool_mean,
           number(pool->output));
      std::vector<std::string> header{""};
      Rows window;
      for (int v = 0; v < pool->size; ++v)
        header.push_back(std::string(r_.worked.column) + ' ' + count(pool->left + v + 1));
      for (int u = 0; u < pool->size; ++u) {
        window.push_back({std::string(r_.worked.row) + ' ' + count(pool->top + u + 1)});
        for (int v = 0; v < pool->size; ++v)
          window.back().push_back(
              number(pool->values[static_cast<std::size_t>(u * pool->size + v)]));
      }
      table("worked-pool", fill(r_.worked.worked_pool_caption, patch->filter + 1),
            std::move(header), std::move(window));
    }
  }
  double sum = 0;
  Rows rows;
  for (std::size_t c = 0; c < w.logits.size(); ++c) {
    sum += w.exponentials[c];
    rows.push_back({images_.classes[c], number(w.logits[c]), number(w.exponentials[c]),
                    number(w.probabilities[c])});
  }
  rows.push_back({r_.worked.sum, "", number(sum), number(1)});
  say(r_.worked.worked_softmax, number(sum));
  table("worked-softmax", r_.worked.worked_softmax_caption, {t_.digit, "z", "exp(z − max z)", "p"},
        std::move(rows));
  const auto best = std::max_element(w.probabilities.begin(), w.probabilities.end());
  say(r_.worked.worked_read, number(*best),
      images_.classes[static_cast<std::size_t>(best - w.probabilities.begin())],
      images_.classes[static_cast<std::size_t>(w.label)]);
}
