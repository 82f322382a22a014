// The answer of a query that asks for one value.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_SINGLE_VALUE_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_SINGLE_VALUE_H_

#include <tuple>

#include "store/commands/statement.h"
#include "store/postgres/rows.h"

namespace heliograph::store {

// Of a row with one column. Throws StoreUnavailable where there is no row, or another type in it.
template <class Type>
[[nodiscard]] Type singleValueOf(const Rows& rows) {
  rows.moveTo(0);
  return std::get<0>(valuesOf<Type>(rows));
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_SINGLE_VALUE_H_
