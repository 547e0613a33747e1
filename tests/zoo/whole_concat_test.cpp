#include <zoo/zoo.hpp>

#include "../../examples/zoo/densenet.hpp"
#include "../../examples/zoo/inception.hpp"
#include "../../examples/zoo/squeezenet.hpp"
#include "../../examples/zoo/unet.hpp"

namespace {

TEST_CASE("DenseNet does as PyTorch's") { check_zoo<zoo::DenseNet>(recorded::densenet); }
TEST_CASE("GoogLeNet does as PyTorch's") { check_zoo<zoo::GoogLeNet>(recorded::inception); }
TEST_CASE("SqueezeNet does as PyTorch's") { check_zoo<zoo::SqueezeNet>(recorded::squeezenet); }
TEST_CASE("UNet does as PyTorch's") { check_zoo<zoo::UNet>(recorded::unet); }

}  // namespace
