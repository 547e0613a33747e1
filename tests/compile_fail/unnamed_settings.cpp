// expect: angka: this layer has data members and names no settings, so that what stores or shows it
// would lose them expect: Scale
#include <angka/angka.hpp>

using namespace angka;

struct Scale {
  float factor = 2;
#ifndef FAIL
  static constexpr void settings(auto& layer, auto visit) { visit("factor", layer.factor); }
#endif

  template <Shape In>
  struct Bind : Layer<In> {
    template <class T>
    static void forward(const Scale&, const Forward<T>&) {}
    template <class T>
    static void backward(const Scale&, const Backward<T>&) {}
  };
};

Summary shown = summary(Network<Input<1, 8, 8>, Scale, Dense<10>>{});
