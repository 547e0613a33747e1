#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/label.hpp>
#include <angka/losses/loss.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/metrics/probabilities.hpp>
#include <angka/training/checks.hpp>
#include <angka/training/model.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

namespace detail {

template <class Net, class LossType, class OptimizerType, class Scalar>
std::span<const Model<Net, LossType, OptimizerType, Scalar>> members_of(
    const Model<Net, LossType, OptimizerType, Scalar>& model) {
  return {&model, 1};
}
template <class M>
std::span<const M> members_of(const std::vector<M>& models) {
  return models;
}
template <class Members>
concept OutlivingMembers = std::is_lvalue_reference_v<Members> && requires(const Members& members) {
  members_of(members);
};

}  // namespace detail

/// Several models as one, which says the mean of what they say. They are given one by one or in
/// vectors, may be of several types, with the same input and number of outputs, and must outlive
/// it.
///
/// Errors: SettingError where there is none, and for models of other classes.
/// Example: `Model<Net, CrossEntropy, Adam> other{seed(2)}; Ensemble both(model, other);
/// both.evaluate(test).total() == 24`
template <class... Models>
class Ensemble {
  using First = std::tuple_element_t<0, std::tuple<Models...>>;

 public:
  using Scalar = std::common_type_t<typename Models::Network::Scalar...>;
  static constexpr std::size_t outputs = First::outputs;
  static_assert(((Models::outputs == outputs && Models::Network::input == First::Network::input) &&
                 ...),
                "angka: the models of an ensemble take images of one shape and have equally many "
                "outputs");

  template <class... Members>
  requires(detail::OutlivingMembers<Members>&&...) explicit Ensemble(Members&&... members)
      : members_(detail::members_of(members)...) {
    for_each([&](const auto&) { ++size_; });
    if (size_ == 0) raise(SettingError("Ensemble: no models"));
    names();
  }

  std::size_t size() const { return size_; }

  /// What they say of one image, as `Model::predict`: const, allocates nothing after a thread's
  /// first call, and may be called by any number of threads at once.
  Prediction<Scalar, outputs> predict(std::span<const std::uint8_t> image) const {
    return predict_one(image);
  }
  /// The same for an image of numbers; a byte stands for byte / 255.
  Prediction<Scalar, outputs> predict(std::span<const float> image) const {
    return predict_one(image);
  }

  /// What they say of all images of `data`: `outputs` numbers an image, image by image.
  std::vector<Scalar> predict_batch(const DataView& data, int threads = 0) const {
    MeanProbabilities<Scalar> mean;
    for_each([&](const auto& model) { mean.add(model.predict_batch(data, threads)); });
    return mean.get();
  }

  /// Reads all images of `data` and counts how well, as `Model::evaluate`. The loss is that of
  /// `evaluate_probabilities`; of regressions, the mean squared error.
  Evaluation evaluate(const DataView& data, std::vector<std::string> class_names = {},
                      int threads = 0) const {
    const std::vector<Scalar> says = predict_batch(data, threads);
    detail::check_truth(data, "data", First::Network::output, First::class_count);
    if (class_names.empty()) class_names = names();
    if constexpr ((detail::is_regression<decltype(Models::loss)>() && ...))
      if (data.targets) return evaluate_regression(says, data, std::move(class_names));
    return evaluate_probabilities(std::span<const Scalar>(says), data, std::move(class_names));
  }

 private:
  /// Calls visit(model) for each.
  template <class Visit>
  void for_each(Visit&& visit) const {
    std::apply(
        [&](const auto&... spans) {
          (
              [&](const auto& models) {
                for (const auto& model : models) visit(model);
              }(spans),
              ...);
        },
        members_);
  }

  template <class Pixel>
  Prediction<Scalar, outputs> predict_one(std::span<const Pixel> image) const {
    Prediction<Scalar, outputs> mean;
    for_each([&](const auto& model) {
      const auto says = model.predict(image);
      for (std::size_t o = 0; o < outputs; ++o)
        mean.probabilities[o] += static_cast<Scalar>(says.probabilities[o]);
    });
    for (Scalar& p : mean.probabilities) p /= static_cast<Scalar>(size_);
    mean.label = predicted_label(First::output_count, [&](int o) {
      return mean.probabilities[static_cast<std::size_t>(o)];
    });
    return mean;
  }

  /// The models' names of the classes, or none.
  [[gnu::cold]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for_each([&](const auto& model) {
      if (result.empty()) result = model.classes;
      if (!model.classes.empty() && model.classes != result)
        raise(SettingError("Ensemble: the models have other classes"));
    });
    return result;
  }

  [[gnu::cold]] static Evaluation evaluate_regression(std::span<const Scalar> says,
                                                      const DataView& data,
                                                      std::vector<std::string> names) {
    Evaluation evaluation(Regression(First::output_count, std::move(names)));
    for (std::size_t i = 0; i < data.size(); ++i) {
      const std::span<const Scalar> found = says.subspan(i * outputs, outputs);
      const std::vector<Scalar> wanted(data.target(i).begin(), data.target(i).end());
      double loss = 0;
      for (std::size_t o = 0; o < outputs; ++o) {
        const double error = static_cast<double>(found[o]) - static_cast<double>(wanted[o]);
        loss += error * error / First::output_count;
      }
      evaluation.add(found, std::span<const Scalar>(wanted), loss, 1);
    }
    return evaluation;
  }

  std::tuple<std::span<const Models>...> members_;
  std::size_t size_ = 0;
};

template <class... Members>
Ensemble(Members&&...)
    -> Ensemble<typename decltype(detail::members_of(std::declval<Members>()))::value_type...>;

/// The first of the models with the mean of all their parameters and running statistics. It
/// predicts at the price of one; its accuracy holds only for models that went on from the same
/// weights.
///
///     p = (p_1 + ... + p_n) / n
///
/// Errors: SettingError where there is none, or where they normalize images otherwise.
/// Source: Wortsman et al. 2022 (arXiv 2203.05482), uniform soup.
/// Example: `const auto mean = average_weights(std::vector(3, model)); mean.network.state()[0] ==
/// model.network.state()[0]`
template <class M>
M average_weights(const std::vector<M>& models) {
  if (models.empty()) raise(SettingError("average_weights: no models"));
  M mean = models.front();
  const auto state = mean.network.state();
  for (const M& model : models)
    if (!(model.network.normalization == mean.network.normalization))
      raise(SettingError("average_weights: the models normalize images otherwise"));
  for (std::size_t i = 0; i < state.size(); ++i) {
    double sum = 0;
    for (const M& model : models) sum += static_cast<double>(model.network.state()[i]);
    state[i] = static_cast<typename M::Network::Scalar>(sum / static_cast<double>(models.size()));
  }
  return mean;
}

}  // namespace angka::inline ANGKA_ISA
