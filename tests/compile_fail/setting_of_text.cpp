// expect: angka: a setting of a layer is a bool, an integer of at most 32 bits, a float or a double
#include <angka/angka.hpp>

using namespace angka;

#ifdef FAIL
using Setting = const char*;
#else
using Setting = float;
#endif

struct Named {
  Setting setting{};

  static constexpr void settings(auto& layer, auto visit) { visit("setting", layer.setting); }

  template <Shape In>
  struct Bind : Layer<In> {
    template <class T>
    static void forward(const Named&, const Forward<T>&) {}
    template <class T>
    static void backward(const Named&, const Backward<T>&) {}
  };
};

std::vector<NamedSetting> settings = Network<Input<1, 8, 8>, Named, Dense<10>>{}.export_settings();
