#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

using dnnl::algorithm;
using dnnl::memory;
using dnnl::prop_kind;
using Tag = memory::format_tag;
using Dims = memory::dims;

inline constexpr auto f32 = memory::data_type::f32;

inline const dnnl::engine& engine() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}
inline dnnl::stream& stream() {
  static dnnl::stream stream(engine());
  return stream;
}

inline memory make(const memory::desc& desc) { return memory(desc, engine()); }
/// The shape of `like`, in whatever layout the library prefers.
inline memory::desc any(const memory& like) { return {like.get_desc().dims(), f32, Tag::any}; }
inline std::size_t count(const memory::desc& desc) { return desc.get_size() / sizeof(float); }
inline float* values(const memory& of) { return static_cast<float*>(of.get_data_handle()); }

inline void copy(const memory& from, const memory& to) {
  dnnl::reorder(from, to).execute(stream(), const_cast<memory&>(from), const_cast<memory&>(to));
  stream().wait();
}

/// Primitives with their memory, run in order; nothing is prepared any more when they run.
class Program {
 public:
  void add(const dnnl::primitive& primitive, std::vector<std::pair<int, memory>> arguments) {
    Call call{primitive, {}, {}};
    for (auto& [what, where] : arguments) {
      call.arguments.push_back({what, where.get()});
      call.kept.push_back(where);
    }
    calls_.push_back(std::move(call));
  }
  /// `from` in the layout of `to`: itself, or a copy that the program makes each time it runs.
  memory in_layout(const memory& from, const memory::desc& to) {
    if (from.get_desc() == to) return from;
    const memory copied = make(to);
    add(dnnl::reorder(from, copied), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, copied}});
    ++reorders;
    return copied;
  }
  void run() const {
    for (const Call& call : calls_)
      dnnl_primitive_execute(call.primitive.get(), stream().get(),
                             static_cast<int>(call.arguments.size()), call.arguments.data());
    stream().wait();
  }
  int reorders = 0;

 private:
  struct Call {
    dnnl::primitive primitive;
    std::vector<dnnl_exec_arg_t> arguments;
    std::vector<memory> kept;  // what the arguments point to
  };
  std::vector<Call> calls_;
};

/// What `make` gives for an algorithm; for one that isn't there, the direct convolution.
template <class Make>
auto try_both(algorithm wanted, Make&& make) {
  try {
    return make(wanted);
  } catch (const dnnl::error&) {
    return make(algorithm::convolution_direct);
  }
}
