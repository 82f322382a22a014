// Store's upkeep (domain/store.h): keys under other master keys, what is past its time, counts. Over all devices; every
// step is bounded by an index, so that requests do not wait long for it.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_UPKEEP_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_UPKEEP_COMMANDS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] std::vector<domain::MethodKeysRow> methodKeysNotUnder(Connection& connection,
                                                                    domain::MasterKeyVersion version, int limit);
int replaceMethodKeys(Connection& connection, const std::vector<domain::KeyReplacement>& replacements);
[[nodiscard]] std::map<domain::MasterKeyVersion, std::uint64_t> countMethodKeys(Connection& connection);

[[nodiscard]] std::vector<domain::SessionCount> countSessions(Connection& connection,
                                                              const domain::StatisticsQuery& query);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_UPKEEP_COMMANDS_H_
