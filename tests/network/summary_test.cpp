#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include <angka/network/summary.hpp>

#include "io/every_layer.hpp"

using namespace angka;

TEST_CASE("a summary counts what each layer has and, of a network, shows its settings") {
  const auto names = [](const Summary& summary) {
    std::vector<std::string> texts;
    for (const LayerSummary& layer : summary.layers)
      texts.push_back(layer.position + " " + layer.layer);
    return texts;
  };
  using Names = std::vector<std::string>;
  CHECK(names(summary<Own>()) == Names{"0 Conv2D<4, 3>", "1 LeakyReLU", "2.main.0 Times",
                                       "2.main.1 BatchNorm", "2 sum", "3 Dropout", "4 Dense<3>"});
  Own net;
  net.layer<LeakyReLU>().negative_slope = 0.2f;
  net.layer(At<2, -1, 0>{}) = {.factor = -2, .divisor = 0.1, .doublings = 0, .negative = true};
  net.layer(At<2, -1, 1>{}).epsilon = 1e-3f;
  const Summary summary = angka::summary(net);
  CHECK(names(summary) ==
        Names{"0 Conv2D<4, 3>", "1 LeakyReLU(negative_slope=0.2)",
              "2.main.0 Times(factor=-2, divisor=0.1, doublings=0, negative=true)",
              "2.main.1 BatchNorm(epsilon=0.001, momentum=0.1)", "2 sum", "3 Dropout(rate=0.5)",
              "4 Dense<3>"});
  CHECK(summary.parameters == 4 * 3 * 9 + 4 + 2 * 4 + 16 * 3 + 3);
  CHECK(summary.multiply_adds == 4 * 3 * 9 * 4 + 16 * 3);
  std::ostringstream out;
  out << summary;
  CHECK(out.str().find("\n1         LeakyReLU(negative_slope=0.2)") != std::string::npos);

  net.freeze("0", "2");
  net.rate("4", 0.1);
  net.decay<At<4>>(2);
  CHECK(names(angka::summary(net)) ==
        Names{"0 Conv2D<4, 3> frozen", "1 LeakyReLU(negative_slope=0.2)",
              "2.main.0 Times(factor=-2, divisor=0.1, doublings=0, negative=true)",
              "2.main.1 BatchNorm(epsilon=0.001, momentum=0.1) frozen", "2 sum",
              "3 Dropout(rate=0.5)", "4 Dense<3> rate x 0.1 decay x 2"});

  using Branched = Network<Input<2, 4, 4>, Branches<Concat, Sequence<>, Times, Sequence<ELU, Tanh>>,
                           Branches<Multiply, Sequence<>, Sequence<GlobalMaxPool2D, Sigmoid>>,
                           Branches<Add, Sequence<>, Residual<ReLU>>>;
  Branched branched;
  branched.layer(At<0, 2, 0>{}).alpha = 0.5f;
  CHECK(names(angka::summary(branched)) ==
        Names{"0.1 Times(factor=1, divisor=1, doublings=0, negative=false)", "0.2.0 ELU(alpha=0.5)",
              "0.2.1 Tanh", "0 concat", "1.1.0 GlobalMaxPool2D", "1.1.1 Sigmoid", "1 multiply",
              "2.1.main.0 ReLU", "2.1 sum", "2 sum"});
}
