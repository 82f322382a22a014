// How a value of each type rests in the database: Stored<T>::write() gives it to the parameters of a statement, read()
// takes it from the columns of a row. Most take one column; a lock takes three (domain_columns.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_STORED_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_STORED_H_

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "store/commands/columns.h"

namespace heliograph::store {

template <class T>
struct Stored;

template <class T>
concept StoredInteger = std::integral<T> && !std::same_as<T, bool>;

template <StoredInteger T>
struct Stored<T> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, T value) { parameters.integer(static_cast<std::int64_t>(value)); }
  static T read(Columns& columns) {
    const std::int64_t value = columns.integer();
    if (!std::in_range<T>(value)) throwUnexpectedContent();
    return static_cast<T>(value);
  }
};

template <>
struct Stored<bool> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, bool value) { parameters.integer(value ? 1 : 0); }
  static bool read(Columns& columns) {
    const std::int64_t value = columns.integer();
    if (value != 0 && value != 1) throwUnexpectedContent();
    return value == 1;
  }
};

template <>
struct Stored<std::string> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, std::string_view value) { parameters.text(value); }
  static std::string read(Columns& columns) { return std::string(columns.text()); }
};

template <>
struct Stored<Bytes> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, ByteView value) { parameters.blob(value); }
  static Bytes read(Columns& columns) {
    const ByteView value = columns.blob();
    return {value.begin(), value.end()};
  }
};

template <std::size_t Size>
struct Stored<std::array<std::uint8_t, Size>> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, const std::array<std::uint8_t, Size>& value) { parameters.blob(value); }
  static std::array<std::uint8_t, Size> read(Columns& columns) {
    const ByteView value = columns.blob();
    if (value.size() != Size) throwUnexpectedContent();
    std::array<std::uint8_t, Size> copy{};
    std::ranges::copy(value, copy.begin());
    return copy;
  }
};

template <class Tag>
struct Stored<Id<Tag>> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, const Id<Tag>& id) { parameters.blob(id.bytes()); }
  static Id<Tag> read(Columns& columns) { return Id<Tag>(Stored<UuidBytes>::read(columns)); }
};

template <>
struct Stored<TimePoint> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, TimePoint time) { parameters.integer(toUnixMilliseconds(time)); }
  static TimePoint read(Columns& columns) { return fromUnixMilliseconds(columns.integer()); }
};

// Nothing rests as NULL, in every column of the value; its first column tells.
template <class T>
struct Stored<std::optional<T>> {
  static constexpr int kColumns = Stored<T>::kColumns;
  static void write(Parameters& parameters, const std::optional<T>& value) {
    if (value) return Stored<T>::write(parameters, *value);
    for (int i = 0; i < kColumns; ++i) parameters.null();
  }
  static std::optional<T> read(Columns& columns) {
    if (!columns.isNull()) return Stored<T>::read(columns);
    columns.skip(kColumns);
    return std::nullopt;
  }
};

// The words that stand for the enumerators of Enum in the database; specialised in domain_columns.h.
template <class Enum>
using Word = std::pair<Enum, std::string_view>;
template <class Enum>
inline constexpr std::array<Word<Enum>, 0> kWords{};

template <class Enum>
concept StoredAsWord = !kWords<Enum>.empty();

template <StoredAsWord Enum>
struct Stored<Enum> {
  static constexpr int kColumns = 1;
  static void write(Parameters& parameters, Enum value) {
    for (const auto& [enumerator, word] : kWords<Enum>) {
      if (enumerator == value) return parameters.text(word);
    }
    throw std::logic_error("a value that is never stored");
  }
  static Enum read(Columns& columns) {
    const std::string_view text = columns.text();
    for (const auto& [enumerator, word] : kWords<Enum>) {
      if (word == text) return enumerator;
    }
    throwUnexpectedContent();
  }
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_STORED_H_
