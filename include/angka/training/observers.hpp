#pragma once

#include <angka/training/fit.hpp>
#include <type_traits>

namespace angka::inline ANGKA_ISA::detail {

/// Whether `fit` can tell it anything.
template <class Observer>
concept Observes = std::is_invocable_v<Observer&, const StepResult&> ||
    std::is_invocable_v<Observer&, const EpochResult&>;

/// Tells an observer if it takes this event; false if it wants training to stop.
template <class Observer, class Event>
bool tell(Observer& observer, const Event& event) {
  if constexpr (std::is_invocable_r_v<bool, Observer&, const Event&>) {
    return static_cast<bool>(observer(event));
  } else if constexpr (std::is_invocable_v<Observer&, const Event&>) {
    observer(event);
    return true;
  } else {
    return true;
  }
}

/// Whether all observers, each of which is told, want training to go on.
template <class Event, class... Observers>
bool tell_all(const Event& event, Observers&... observers) {
  return (int{tell(observers, event)} & ... & 1);
}

}  // namespace angka::inline ANGKA_ISA::detail
