// The one way to replace the generator without writing a provider is deprecated in OpenSSL 3, and works.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "sdk/web/binding/browser_random.h"

#include <openssl/rand.h>

#include <cstdlib>

#include "sdk/web/binding/page.h"

namespace heliograph::sdk::web {
namespace {

int fillBytes(unsigned char* bytes, int size) {
  pageRandom(bytes, static_cast<std::size_t>(size));
  return 1;
}

int alwaysReady() { return 1; }

}  // namespace

void BrowserRandom::fill(MutableByteView bytes) { pageRandom(bytes.data(), bytes.size()); }

void giveOpenSslTheBrowsersRandom() {
  static const RAND_METHOD browser{.seed = nullptr,
                                   .bytes = fillBytes,
                                   .cleanup = nullptr,
                                   .add = nullptr,
                                   .pseudorand = fillBytes,
                                   .status = alwaysReady};
  if (RAND_set_rand_method(&browser) != 1) std::abort();
}

}  // namespace heliograph::sdk::web
