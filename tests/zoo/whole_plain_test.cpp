#include <zoo/zoo.hpp>

#include "../../examples/zoo/all_cnn.hpp"
#include "../../examples/zoo/autoencoder.hpp"
#include "../../examples/zoo/lenet5.hpp"

namespace {

TEST_CASE("LeNet5 does as PyTorch's") { check_zoo<zoo::LeNet5>(recorded::lenet5); }
TEST_CASE("AllCNN does as PyTorch's") { check_zoo<zoo::AllCNN>(recorded::all_cnn); }
TEST_CASE("Autoencoder does as PyTorch's") { check_zoo<zoo::Autoencoder>(recorded::autoencoder); }

}  // namespace
