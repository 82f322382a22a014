#include "protocol/verification_data.h"

using namespace heliograph;

protocol::VerificationData seal(const protocol::MethodKeys& keys, const DeviceId& device,
                                const protocol::SessionParameters& parameters, const protocol::Context& context) {
#ifdef MISUSE
  return protocol::VerificationData::seal(keys.otp_key, device, parameters, context);
#else
  return protocol::VerificationData::seal(keys.data_key, device, parameters, context);
#endif
}
