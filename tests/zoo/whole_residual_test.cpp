#include <zoo/zoo.hpp>

#include "../../examples/zoo/mobilenet.hpp"
#include "../../examples/zoo/resnet20.hpp"

namespace {

TEST_CASE("ResNet20 does as PyTorch's") { check_zoo<zoo::ResNet20>(recorded::resnet20); }
TEST_CASE("MobileNet does as PyTorch's") { check_zoo<zoo::MobileNet>(recorded::mobilenet); }

}  // namespace
