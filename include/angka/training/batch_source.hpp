#pragma once

// Images that come batch by batch from a source of the user's, read ahead on a thread of its own.

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/shape.hpp>
#include <array>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Where a source writes images, one after the other, and what is true of each.
/// Example: `SourceBatch<std::uint8_t>{.first = 128, .count = 64}.epoch == 0`
template <class P>
struct SourceBatch {
  std::uint32_t epoch = 0;  ///< of all that the model was ever trained for; 0 is the first
  std::size_t first = 0;    ///< the number of the first image in the epoch
  std::size_t count = 0;    ///< how many to write
  std::span<P> pixels{};    ///< image after image: channel, row, column
  std::span<int> labels{};  ///< one an image; empty where there are targets
  std::span<float> targets{};
};

/// Images for `fit_stream`, which needn't fit into memory.
/// - `Pixel`: std::uint8_t or float.
/// - `shape()` of an image, and `size()`: how many an epoch has.
/// - `read(batch)`: writes the images that `batch` names. Called on a thread of its own, one batch
///   after the other, in ascending order within an epoch, of which the first may lie in its middle
///   where training is resumed (and an epoch is read once more for `swa_from`). An image of the
///   same epoch and number must be the same each time. What it throws comes out of `fit_stream`.
/// - `target_size()`, optional: where it is above 0, images have so many targets each, and no
/// labels.
template <class S>
concept BatchSource = requires(S& source, const SourceBatch<typename S::Pixel>& batch) {
  requires std::same_as<typename S::Pixel, std::uint8_t> || std::same_as<typename S::Pixel, float>;
  { source.shape() } -> std::convertible_to<Shape>;
  { source.size() } -> std::convertible_to<std::size_t>;
  source.read(batch);
};

namespace detail {

/// Images of an epoch.
struct BatchRequest {
  std::uint32_t epoch = 0;
  std::size_t first = 0, count = 0;
  bool operator==(const BatchRequest&) const = default;
};

/// What `fit` needs to know of a stream; who has none compiles nothing of it.
struct BatchFeed {
  void* stream = nullptr;
  DataView (*take)(void* stream, const BatchRequest& wanted, const BatchRequest& next) = nullptr;
  DataView (*last)(void* stream) = nullptr;
};

/// The batches of a source, of which the next is read while one is trained on.
class BatchStream {
 public:
  template <class Source>
  BatchStream(Source& source, std::size_t batch_size) : source_(&source) {
    using Pixel = typename Source::Pixel;
    all_.shape = source.shape();
    all_.count = source.size();
    if constexpr (requires { source.target_size(); })
      all_.target_size = std::max(0, static_cast<int>(source.target_size()));
    make_buffers(std::is_same_v<Pixel, float>, std::min(batch_size, all_.count));
    read_ = [](void* its, const BatchRequest& request, Buffer& to) {
      SourceBatch<Pixel> batch{
          .epoch = request.epoch, .first = request.first, .count = request.count};
      if constexpr (std::is_same_v<Pixel, float>)
        batch.pixels = std::span(to.values).first(request.count * to.pixels);
      else
        batch.pixels = std::span(to.bytes).first(request.count * to.pixels);
      if (to.targets.empty())
        batch.labels = std::span(to.labels).first(request.count);
      else
        batch.targets = std::span(to.targets).first(request.count * to.target_size);
      static_cast<Source*>(its)->read(std::as_const(batch));
    };
  }
  ANGKA_INLINE ~BatchStream();
  BatchStream(const BatchStream&) = delete;
  BatchStream& operator=(const BatchStream&) = delete;

  /// As many images as an epoch has, of which none can be read; or the first few, before any were.
  DataView all() const { return all_; }
  DataView sample() const {
    return view_of(buffers_[0], 0, std::min(all_.count, buffers_[0].labels.size()));
  }
  /// The images of the batch that was taken last.
  DataView last() const { return view_of(buffers_[taken_], 0, last_.count); }

  BatchFeed feed() {
    return {this,
            [](void* its, const BatchRequest& wanted, const BatchRequest& next) {
              return static_cast<BatchStream*>(its)->take(wanted, next);
            },
            [](void* its) { return static_cast<BatchStream*>(its)->last(); }};
  }

  /// Called with each batch, to refuse what the network can't take.
  std::function<void(const DataView&)> check{};

  /// The batch that is wanted; from now on the one behind it is read, if that has any images.
  ANGKA_INLINE DataView take(const BatchRequest& wanted, const BatchRequest& next);

 private:
  struct Buffer {
    std::size_t pixels = 0, target_size = 0;  ///< of an image
    std::vector<std::uint8_t> bytes{};
    std::vector<float> values{};
    std::vector<int> labels{};
    std::vector<float> targets{};
  };

  ANGKA_INLINE void make_buffers(bool of_float, std::size_t batch_size);
  ANGKA_INLINE DataView view_of(const Buffer& buffer, std::size_t first, std::size_t count) const;
  ANGKA_INLINE void serve();
  ANGKA_INLINE void ask(const BatchRequest& request);

  void* source_;
  void (*read_)(void* source, const BatchRequest& request, Buffer& to) = nullptr;
  DataView all_{};
  std::array<Buffer, 2> buffers_{};
  std::size_t taken_ = 1;  ///< the buffer that is trained on; the other one is filled
  BatchRequest last_{}, request_{};
  bool busy_ = false, leave_ = false;
  std::exception_ptr error_{};
  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::thread thread_{};
};

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE void BatchStream::make_buffers(bool of_float, std::size_t batch_size) {
  for (Buffer& buffer : buffers_) {
    buffer.pixels = static_cast<std::size_t>(all_.shape.size());
    buffer.target_size = static_cast<std::size_t>(all_.target_size);
    if (of_float)
      buffer.values.resize(batch_size * buffer.pixels);
    else
      buffer.bytes.resize(batch_size * buffer.pixels);
    buffer.labels.resize(batch_size);
    buffer.targets.resize(batch_size * buffer.target_size);
  }
  const std::size_t size = all_.count;
  all_ = view_of(buffers_[0], 0, size);
}

ANGKA_INLINE DataView BatchStream::view_of(const Buffer& buffer, std::size_t first,
                                           std::size_t count) const {
  DataView view{.shape = all_.shape, .count = count, .target_size = all_.target_size};
  if (buffer.values.empty())
    view.bytes = buffer.bytes.data();
  else
    view.values = buffer.values.data();
  if (buffer.targets.empty())
    view.labels = buffer.labels.data();
  else
    view.targets = buffer.targets.data();
  view.first = static_cast<std::uint32_t>(first);
  return view;
}

ANGKA_INLINE BatchStream::~BatchStream() {
  {
    const std::scoped_lock lock(mutex_);
    leave_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

ANGKA_INLINE void BatchStream::ask(const BatchRequest& request) {
  request_ = request;
  error_ = nullptr;
  busy_ = true;
  changed_.notify_all();
}

ANGKA_INLINE void BatchStream::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return busy_ || leave_; });
    if (leave_) return;
    Buffer& buffer = buffers_[1 - taken_];
    lock.unlock();
    std::exception_ptr error;
#if defined(__cpp_exceptions)
    try {
      read_(source_, request_, buffer);
    } catch (...) {
      error = std::current_exception();
    }
#else
    read_(source_, request_, buffer);
#endif
    lock.lock();
    error_ = error;
    busy_ = false;
    changed_.notify_all();
  }
}

ANGKA_INLINE DataView BatchStream::take(const BatchRequest& wanted, const BatchRequest& next) {
  if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
  {
    std::unique_lock lock(mutex_);
    const auto wait = [&] { changed_.wait(lock, [&] { return !busy_; }); };
    wait();
    if (request_ != wanted) {
      ask(wanted);
      wait();
    }
    request_ = {};  // what is taken isn't taken again
#if defined(__cpp_exceptions)
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
#endif
    taken_ = 1 - taken_;
    last_ = wanted;
    if (next.count > 0) ask(next);
  }
  check(last());
  return view_of(buffers_[taken_], wanted.first, wanted.count);
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
