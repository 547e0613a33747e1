#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include <angka/angka.hpp>

#include "counters.hpp"
#include "winograd.hpp"

/// Whether a layer is its network's first one: then nobody needs the gradient by its input.
enum class Place { first, inside };

/// Memory for one layer, in float: for a pack of images, and for a batch of 128 where the gradient
/// by weights is made for a whole batch.
template <class Settings, angka::Shape In, Place place>
class LayerWork {
  using T = float;
  using Pack = angka::Lanes<T>;
  using Bound = typename Settings::template Bind<In>;
  static constexpr std::size_t inputs = In.size(), outputs = Bound::output.size();
  static constexpr int batch = 128, packs = angka::packs_for<T>(batch);
  static constexpr std::size_t room = 2 * Pack::count;

 public:
  static constexpr bool by_batch = angka::BatchGradientLayer<Bound>;
  static constexpr bool single = angka::SingleLayer<Bound, Settings, T>;
  static constexpr bool winograd = uses_winograd<Bound>();
  static constexpr auto pack_multiply_adds =
      static_cast<double>(Bound::multiply_adds * Pack::count);

  LayerWork() {
    fill(parameters_, -0.1f, 0.1f);
    fill(angka::scalars(input_.data()), input_.size() * Pack::count, -1, 1);
    fill(angka::scalars(output_gradient_.data()), output_gradient_.size() * Pack::count, -1, 1);
    fill(single_, -1, 1);
    for (std::uint32_t i = 0; i < Pack::count; ++i) samples_[i] = i;
    forward();
    for (int pack = 0; pack < batch_packs; ++pack)
      backward(kept_.data() + static_cast<std::size_t>(pack) * kept_step);
  }

  void forward() {
    Bound::forward(settings_, angka::Forward<T>{.parameters = parameters_.data(),
                                                .input = input_.data(),
                                                .output = output_.data(),
                                                .kept = kept_.data(),
                                                .workspace = workspace_.data(),
                                                .training = true,
                                                .images = images()});
  }
  void backward() { backward(kept_.data()); }
  void batch_gradient() {
    if constexpr (by_batch)
      for (int part = 0; part < Bound::batch_gradient_parts; ++part)
        Bound::template batch_gradient<T>({.input = input_.data(),
                                           .input_step = inputs,
                                           .kept = kept_.data(),
                                           .kept_step = kept_step,
                                           .packs = packs,
                                           .parameter_gradient = gradient_.data()},
                                          part);
  }
  void forward_single() {
    angka::detail::forward_single<Bound>(
        settings_, angka::SingleForward<T>{.parameters = parameters_.data(),
                                           .input = single_.data(),
                                           .output = single_output_.data(),
                                           .workspace = single_workspace_.data()});
  }

 private:
  static constexpr int batch_packs = by_batch ? packs : 1;
  static constexpr std::size_t kept_step = angka::kept_lanes<Bound, T>();
  template <class U>
  using Array = angka::AlignedArray<U>;

  static void fill(float* values, std::size_t count, float low, float high) {
    angka::Random random(angka::seed(1), angka::Purpose::test);
    for (std::size_t i = 0; i < count; ++i) values[i] = random.uniform(low, high);
  }
  static void fill(Array<T>& values, float low, float high) {
    fill(values.data(), values.size(), low, high);
  }
  angka::PackImages images() const {
    return {.seed = angka::seed(1), .sample = samples_, .count = Pack::count};
  }
  void backward(Pack* kept) {
    Bound::backward(settings_,
                    angka::Backward<T>{
                        .parameters = parameters_.data(),
                        .input = input_.data(),
                        .output = output_.data(),
                        .kept = kept,
                        .workspace = workspace_.data(),
                        .images = images(),
                        .output_gradient = output_gradient_.data(),
                        .input_gradient = place == Place::first ? nullptr : input_gradient_.data(),
                        .parameter_gradient = gradient_.data()});
  }

  Settings settings_{};
  std::uint32_t samples_[Pack::count] = {};
  Array<T> parameters_{angka::parameter_count<Bound>(false) + room}, gradient_{parameters_.size()};
  Array<Pack> input_{inputs * batch_packs}, output_{outputs}, kept_{kept_step * batch_packs + 1};
  Array<Pack> input_gradient_{inputs}, output_gradient_{outputs};
  Array<Pack> workspace_{std::size_t{angka::forward_workspace_lanes<Bound, T>() +
                                     angka::backward_workspace_lanes<Bound, T>() + 1}};
  Array<T> single_{inputs + room}, single_output_{outputs + room};
  Array<T> single_workspace_{std::size_t{angka::detail::single_workspace<Bound, Settings, T>()} +
                             room};
};

/// Registers the benchmarks of a layer as it stands in a network: forward and backward of a pack,
/// where it has them the gradient of a whole batch and forward of a single image.
template <class Settings, class Input, Place place = Place::inside>
bool add_layer(const std::string& net) {
  using Work = LayerWork<Settings, Input::shape, place>;
  constexpr double forward = Work::pack_multiply_adds, lanes = angka::Lanes<float>::count;
  constexpr double rated = Work::winograd ? 0 : forward;
  constexpr double backward =
      rated * ((place == Place::inside) + static_cast<int>(!Work::by_batch));
  const std::string name = net + "/" + angka::detail::type_name<Settings>() + " on " +
                           angka::to_string(Input::shape) + "/";
  const auto add = [&](const char* what, double images, double multiply_adds, auto run) {
    benchmark::RegisterBenchmark((name + what).c_str(), [=](benchmark::State& state) {
      Work work;
      const double limit = multiply_adds > 0 ? fma_limit_of_one_thread() : 0;
      for (auto _ : state) {
        run(work);
        benchmark::ClobberMemory();
      }
      count_work(state, images, multiply_adds, limit);
    });
  };
  add("forward", lanes, rated, [](Work& work) { work.forward(); });
  if (place == Place::inside ||
      angka::parameter_count<typename Settings::template Bind<Input::shape>>() > 0)
    add("backward", lanes, backward, [](Work& work) { work.backward(); });
  if constexpr (Work::by_batch)
    add("gradient of 128 images", 128, 128 * forward / lanes,
        [](Work& work) { work.batch_gradient(); });
  if constexpr (Work::single)
    add("forward, single image", 1, forward / lanes, [](Work& work) { work.forward_single(); });
  return true;
}
