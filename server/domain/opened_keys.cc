#include "domain/opened_keys.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace heliograph::domain {

protocol::MethodKeys openKeys(const KeyRing& key_ring, const Wrapped& wrapped, const DeviceId& device,
                              protocol::AuthMethod method) {
  auto keys = key_ring.unwrap(wrapped, device, method);
  if (!keys) {
    throw std::runtime_error("the keys of a method do not open with master key version " +
                             std::to_string(wrapped.key_version));
  }
  return std::move(*keys);
}

}  // namespace heliograph::domain
