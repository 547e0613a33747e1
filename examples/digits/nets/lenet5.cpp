#include "classifier_of.hpp"

std::unique_ptr<Classifier> make_lenet5(const ModelSettings& settings) {
  return std::make_unique<ClassifierOf<LeNet5>>(settings);
}
