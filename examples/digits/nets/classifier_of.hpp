#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <angka/io/checkpoint.hpp>
#include <angka/io/cpp_header.hpp>
#include <angka/io/description.hpp>
#include <angka/io/model.hpp>
#include <angka/training/model.hpp>

#include "nets.hpp"

/// The classifier with the network `Net`.
template <class Net>
class ClassifierOf final : public Classifier {
 public:
  /// `values`: of the layers that have a rate, slope or alpha, in their order.
  explicit ClassifierOf(const ModelSettings& settings, std::initializer_list<float> values = {})
      : model_(settings.seed, settings.loss, settings.optimizer) {
    model_.network.normalization = settings.normalization;
    auto value = values.begin();
    const auto next = [&](float& setting) {
      if (value != values.end()) setting = *value++;
    };
    model_.network.for_each_layer([&]<class Layer>(Layer& layer) {
      if constexpr (std::is_same_v<Layer, angka::LeakyReLU>) next(layer.negative_slope);
      if constexpr (std::is_same_v<Layer, angka::ELU>) next(layer.alpha);
      if constexpr (std::is_same_v<Layer, angka::FeatureNoise>) next(layer.deviation);
      if constexpr (std::is_same_v<Layer, angka::Dropout> ||
                    std::is_same_v<Layer, angka::SpatialDropout>) {
        next(layer.rate);
        if (settings.dropout) layer.rate = static_cast<float>(*settings.dropout);
      }
    });
  }

  angka::History fit(const angka::DataView& train, const angka::FitOptions& options,
                     const angka::DigitAugmentation& augmentation, const StepObserver& on_step,
                     const EpochObserver& on_epoch) override {
    angka::History history = model_.fit(train, options, augmentation, on_step, on_epoch);
    model_.loss = {};  // what all of them are measured by
    return history;
  }
  angka::Evaluation evaluate(const angka::DataView& data, const std::vector<std::string>& classes,
                             int threads) const override {
    return model_.evaluate(data, classes, threads);
  }
  std::vector<float> predict(const angka::DataView& data, int threads) const override {
    return model_.predict_batch(data, threads);
  }
  angka::Summary summary() const override { return angka::summary<Net>(); }
  angka::NetworkDescription describe() const override { return angka::describe(model_.network); }
  void save_cpp_header(const std::string& path, const std::string& name,
                       const std::string& remark) const override {
    angka::save_cpp_header(path, model_.network, name, remark);
  }
  angka::Normalization normalization() const override { return model_.network.normalization; }
  void save_model(const std::string& path, const std::vector<std::string>& classes,
                  const std::map<std::string, std::string>& metadata) override {
    model_.classes = classes;
    angka::save_model(path, model_, metadata);
  }
  angka::LoadedWeights load_model(const std::string& path) override {
    return angka::load_model(path, model_, {.finite_only = true});
  }
  void load_weights(const std::string& path) override {
    angka::load_weights(path, model_.network, {.limits = {.finite_only = true}});
  }
  void save_checkpoint(const std::string& path, const std::string& purpose) const override {
    angka::save_checkpoint(path, model_, purpose);
  }
  std::size_t load_checkpoint(const std::string& path, const std::string& purpose) override {
    angka::load_checkpoint(path, model_, purpose);
    return model_.training_state().history.epochs.size();
  }

 private:
  angka::Model<Net, AnyLoss, angka::ElasticNet<AnyOptimizer>> model_;
};
