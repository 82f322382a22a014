// Randomness of the browser (crypto.getRandomValues) as the one source of everything here, OpenSSL's generator
// included.

#ifndef HELIOGRAPH_SDK_WEB_BINDING_BROWSER_RANDOM_H_
#define HELIOGRAPH_SDK_WEB_BINDING_BROWSER_RANDOM_H_

#include "base/random.h"

namespace heliograph::sdk::web {

// Ends the program where the browser has no randomness: nothing may go on without it.
class BrowserRandom final : public Random {
 public:
  void fill(MutableByteView bytes) override;
};

// From now on OpenSSL asks the browser wherever it needs randomness. It is built without seeds of its own, so without
// this call it fails.
void giveOpenSslTheBrowsersRandom();

}  // namespace heliograph::sdk::web

#endif  // HELIOGRAPH_SDK_WEB_BINDING_BROWSER_RANDOM_H_
