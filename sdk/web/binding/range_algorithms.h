// The algorithms on ranges (C++20) that the rooms use, where the standard library has none: emscripten 3.1.6 brings
// libc++ 13, which has the ranges but not yet the algorithms. Included in front of every file by
// sdk/web/CMakeLists.txt; empty for a library that has them.
//
// They take and give what the rooms need of the standard's, in forms that the standard's would accept, too.

#ifndef HELIOGRAPH_SDK_WEB_BINDING_RANGE_ALGORITHMS_H_
#define HELIOGRAPH_SDK_WEB_BINDING_RANGE_ALGORITHMS_H_

#include <version>

#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 15000

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

// NOLINTBEGIN(readability-identifier-naming): the names are the standard's
namespace std::ranges {

template <class Out>
struct copied_to {
  Out out;
};

template <class Range, class Out>
constexpr copied_to<Out> copy(Range&& range, Out out) {
  return {std::copy(std::begin(range), std::end(range), out)};
}

template <class Range, class Predicate>
constexpr bool all_of(Range&& range, Predicate predicate) {
  return std::all_of(std::begin(range), std::end(range), predicate);
}

template <class Range, class Predicate>
constexpr bool any_of(Range&& range, Predicate predicate) {
  return std::any_of(std::begin(range), std::end(range), predicate);
}

template <class First, class Second>
constexpr bool equal(First&& first, Second&& second) {
  return std::equal(std::begin(first), std::end(first), std::begin(second), std::end(second));
}

template <class Range, class Value>
constexpr auto find(Range&& range, const Value& value) {
  return std::find(std::begin(range), std::end(range), value);
}

template <class Range, class Value, class Projection>
constexpr auto find(Range&& range, const Value& value, Projection projection) {
  return std::find_if(std::begin(range), std::end(range),
                      [&](const auto& element) { return std::invoke(projection, element) == value; });
}

template <class Range, class Value>
constexpr auto lower_bound(Range&& range, const Value& value) {
  return std::lower_bound(std::begin(range), std::end(range), value);
}

template <class Range, class Out, class Operation>
constexpr void transform(Range&& range, Out out, Operation operation) {
  std::transform(std::begin(range), std::end(range), out, operation);
}

// As far as the shorter one goes.
template <class First, class Second, class Out, class Operation>
constexpr void transform(First&& first, Second&& second, Out out, Operation operation) {
  auto a = std::begin(first);
  auto b = std::begin(second);
  for (; a != std::end(first) && b != std::end(second); ++a, ++b, ++out) *out = operation(*a, *b);
}

}  // namespace std::ranges
// NOLINTEND(readability-identifier-naming)

#endif

#endif  // HELIOGRAPH_SDK_WEB_BINDING_RANGE_ALGORITHMS_H_
