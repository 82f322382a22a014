// The keys of a method, out of the row that has them wrapped. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_OPENED_KEYS_H_
#define HELIOGRAPH_SERVER_DOMAIN_OPENED_KEYS_H_

#include "domain/key_ring.h"

namespace heliograph::domain {

// Throws std::runtime_error where they do not open: the row was altered, or the operator took a master key away that is
// still in use. No caller can answer that.
[[nodiscard]] protocol::MethodKeys openKeys(const KeyRing& key_ring, const Wrapped& wrapped, const DeviceId& device,
                                            protocol::AuthMethod method);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_OPENED_KEYS_H_
