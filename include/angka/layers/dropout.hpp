#pragma once

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/layers/flatten.hpp>
#include <string>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Calls draw(lane, random) for the images of a pack, each with random numbers of its own.
template <class T, class Draw>
void for_each_random(const Forward<T>& pass, Draw&& draw) {
  for (int lane = 0; lane < pass.images.count; ++lane)
    draw(lane, Random(pass.images.seed_of(lane), Purpose::dropout, pass.images.epoch,
                      pass.images.sample[lane], pass.position));
}

/// `count` factors of each image: 0 with probability `rate`, else 1 / (1 - rate).
template <class T>
void draw_dropped(float rate, int count, const Forward<T>& pass) {
  constexpr int lanes = Lanes<T>::count;
  const T scale = T(1) / (T(1) - T(rate));
  std::fill_n(pass.kept, count, Lanes<T>(T(0)));
  for_each_random(pass, [&](int lane, Random random) {
    for (int i = 0; i < count; ++i)
      scalars(pass.kept)[i * lanes + lane] = random.uniform() < rate ? T(0) : scale;
  });
}

/// The same of a layer that is frozen, or that predicts and keeps nothing: all stay as they are.
template <class T>
void draw_none(int count, const Forward<T>& pass) {
  if (pass.kept) std::fill_n(pass.kept, count, Lanes<T>(T(1)));
}

inline void check_rate(const char* layer, float rate) {
  if (!finite(rate) || !(rate >= 0 && rate < 1))
    raise(
        SettingError(std::string(layer) + ": rate must be in [0, 1), is " + std::to_string(rate)));
}

}  // namespace detail

/// In training each value is set to 0 with probability `rate`, the others are scaled by
/// 1 / (1 - rate); in prediction nothing changes. Shape kept.
///
/// What is dropped follows from seed, epoch, image and position alone; of an image that occurs
/// several times in an epoch, from which occurrence it is, too.
/// Same as torch.nn.Dropout, keras.layers.Dropout.
/// Source: Srivastava et al. 2014 (JMLR 15).
/// Example: `Network<Input<1, 8, 8>, Dense<4>, Dropout, Dense<3>> net; net.layer<Dropout>().rate =
/// 0.2f;`
struct Dropout {
  float rate = 0.5f;  ///< in [0, 1)

  static constexpr const char* kind = "dropout";
  static constexpr void settings(auto& layer, auto visit) { visit("rate", layer.rate); }
  void check() const { detail::check_rate("Dropout", rate); }

  template <Shape In>
  struct Bind : detail::Copy<In, In> {
    static constexpr int kept = In.size();  ///< the factor of each value

    template <class T>
    static void forward(const Dropout& dropout, const Forward<T>& pass) {
      if (!pass.training) {
        detail::draw_none(kept, pass);
        return detail::Copy<In, In>::forward(dropout, pass);
      }
      detail::draw_dropped(dropout.rate, In.size(), pass);
      for (int i = 0; i < In.size(); ++i) pass.output[i] = pass.input[i] * pass.kept[i];
    }

    template <class T>
    static void backward(const Dropout&, const Backward<T>& pass) {
      if (!pass.input_gradient) return;
      for (int i = 0; i < In.size(); ++i)
        pass.input_gradient[i] = pass.output_gradient[i] * pass.kept[i];
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
