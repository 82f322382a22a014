// The server's identifiers, and the shard that those of one device share.
//
// All rows of one device live in one shard: the first two bytes of its id. An id that is drawn for a device (its
// sessions) or that a device is drawn for (its enrolment) starts with the same two bytes, so every statement knows its
// shard from the id alone.

#ifndef HELIOGRAPH_SERVER_DOMAIN_IDS_H_
#define HELIOGRAPH_SERVER_DOMAIN_IDS_H_

#include <cstdint>

#include "base/random.h"
#include "base/uuid.h"
#include "protocol/device_messages.h"
#include "protocol/ids.h"

namespace heliograph::domain {

using OrganisationId = Id<struct OrganisationIdTag>;
using ApiKeyId = Id<struct ApiKeyIdTag>;
using EnrolmentId = Id<struct EnrolmentIdTag>;
using OfflineSessionId = Id<struct OfflineSessionIdTag>;
using protocol::AddOrUpdateSessionId;
using protocol::AuthenticationSessionId;

using Shard = std::uint16_t;

template <class Tag>
[[nodiscard]] Shard shardOf(const Id<Tag>& id) {
  return static_cast<Shard>(id.bytes()[0] << 8 | id.bytes()[1]);
}

// A random id of the given kind in the given shard: `randomInShard<OfflineSessionId>(shardOf(device), random)`.
template <class IdType>
[[nodiscard]] IdType randomInShard(Shard shard, Random& random) {
  UuidBytes bytes = randomUuid(random);
  bytes[0] = static_cast<std::uint8_t>(shard >> 8);
  bytes[1] = static_cast<std::uint8_t>(shard);
  return IdType(bytes);
}

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_IDS_H_
