#include "classifier_of.hpp"

std::unique_ptr<Classifier> make_compact(const ModelSettings& settings) {
  return std::make_unique<ClassifierOf<Compact>>(settings);
}
