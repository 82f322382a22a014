#include "protocol/method_keys.h"

using namespace heliograph;

protocol::OtpKey copy(const protocol::OtpKey& key) {
#ifdef MISUSE
  return key;
#else
  return key.clone();
#endif
}
