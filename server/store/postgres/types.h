// The numbers of PostgreSQL's built-in types (its pg_type.dat), as far as this program uses them.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_TYPES_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_TYPES_H_

#include <cstdint>

namespace heliograph::store {

enum class PostgresType : std::uint32_t {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kUuid = 2950,
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_TYPES_H_
