#include "classifier_of.hpp"

std::unique_ptr<Classifier> make_vgg(const ModelSettings& settings) {
  return std::make_unique<ClassifierOf<VGG>>(settings);
}
