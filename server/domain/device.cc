#include "domain/device.h"

#include <algorithm>

namespace heliograph::domain {

const Method* Device::find(protocol::AuthMethod method) const {
  const auto found = std::ranges::find(methods, method, &Method::auth_method);
  return found == methods.end() ? nullptr : &*found;
}

}  // namespace heliograph::domain
