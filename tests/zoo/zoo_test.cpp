#include <zoo/zoo.hpp>

#include "../../examples/zoo/all_cnn.hpp"
#include "../../examples/zoo/autoencoder.hpp"
#include "../../examples/zoo/densenet.hpp"
#include "../../examples/zoo/inception.hpp"
#include "../../examples/zoo/lenet5.hpp"
#include "../../examples/zoo/mobilenet.hpp"
#include "../../examples/zoo/resnet20.hpp"
#include "../../examples/zoo/signals.hpp"
#include "../../examples/zoo/squeezenet.hpp"
#include "../../examples/zoo/unet.hpp"

namespace {

static_assert(has_shape<zoo::AllCNN>(recorded::all_cnn));
static_assert(has_shape<zoo::Autoencoder>(recorded::autoencoder));
static_assert(has_shape<zoo::DenseNet>(recorded::densenet));
static_assert(has_shape<zoo::GoogLeNet>(recorded::inception));
static_assert(has_shape<zoo::LeNet5>(recorded::lenet5));
static_assert(has_shape<zoo::MobileNet>(recorded::mobilenet));
static_assert(has_shape<zoo::ResNet20>(recorded::resnet20));
static_assert(has_shape<zoo::Signals>(recorded::signals));
static_assert(has_shape<zoo::SqueezeNet>(recorded::squeezenet));
static_assert(has_shape<zoo::UNet>(recorded::unet));

// The others are trained by whole_*_test.cpp.
TEST_CASE("Signals does as PyTorch's") { check_zoo<zoo::Signals>(recorded::signals); }

}  // namespace
