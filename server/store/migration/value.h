// A value of any column, as both engines hold it: an integer, a text, bytes, or nothing.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_VALUE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_VALUE_H_

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "store/commands/stored.h"

namespace heliograph::store {

struct Value {
  enum class Kind : std::uint8_t { kNull = 0, kInteger = 1, kText = 2, kBytes = 3 };

  Kind kind = Kind::kNull;
  std::int64_t integer = 0;
  std::string_view characters = {};  // of a text, or the bytes
};

// Into a statement alone: what comes out of a row depends on its column.
template <>
struct Stored<Value> {
  static void write(Parameters& parameters, const Value& value) {
    switch (value.kind) {
      case Value::Kind::kNull:
        return parameters.null();
      case Value::Kind::kInteger:
        return parameters.integer(value.integer);
      case Value::Kind::kText:
        return parameters.text(value.characters);
      case Value::Kind::kBytes:
        return parameters.blob(bytesOf(value.characters));
    }
  }
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_VALUE_H_
