#include "domain/store.h"

using namespace heliograph;

auto find(domain::Store& store, const domain::OfflineSessionId& session, const DeviceId& device) {
#ifdef MISUSE
  (void)device;
  return store.findDevice(session);
#else
  (void)session;
  return store.findDevice(device);
#endif
}
