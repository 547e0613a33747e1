#include "classifier_of.hpp"

std::unique_ptr<Classifier> make_residual(const ModelSettings& settings) {
  return std::make_unique<ClassifierOf<ResidualNet>>(settings);
}
