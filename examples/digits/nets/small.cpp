#include "classifier_of.hpp"

std::unique_ptr<Classifier> make_small(const ModelSettings& settings) {
  return std::make_unique<ClassifierOf<Small>>(settings);
}
