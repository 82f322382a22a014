// What every conversation of the controller works with.

#ifndef HELIOGRAPH_SDK_ENVIRONMENT_H_
#define HELIOGRAPH_SDK_ENVIRONMENT_H_

#include <optional>

#include "base/clock.h"
#include "base/random.h"
#include "sdk/config.h"
#include "sdk/key_store.h"
#include "sdk/transport.h"

namespace heliograph::sdk {

struct Environment {
  KeyStore& key_store;
  Transport* transport;  // null where there is none
  Random& random;
  const Clock& clock;
  std::optional<Config> config = std::nullopt;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ENVIRONMENT_H_
