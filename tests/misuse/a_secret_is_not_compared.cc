#include "crypto/constant_time.h"
#include "protocol/method_keys.h"

using namespace heliograph;

bool isSame(const protocol::OtpKey& a, const protocol::OtpKey& b) {
#ifdef MISUSE
  return a == b;
#else
  return crypto::equalInConstantTime(a.expose(), b.expose());
#endif
}
