// The server's services, over one store and its keys: what a running server consists of below HTTP. The server, the
// command line and the tests are made from it. A new service is a member here, made in the .cc.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DOMAIN_H_
#define HELIOGRAPH_SERVER_DOMAIN_DOMAIN_H_

#include "base/random.h"
#include "crypto/p256.h"
#include "domain/activation_code.h"
#include "domain/administration.h"
#include "domain/api_key_uses.h"
#include "domain/audit_log.h"
#include "domain/authentications.h"
#include "domain/console_sessions.h"
#include "domain/device_calls.h"
#include "domain/devices.h"
#include "domain/directory.h"
#include "domain/domain_rules.h"
#include "domain/enrolments.h"
#include "domain/idempotency.h"
#include "domain/key_ring.h"
#include "domain/master_key_rotation.h"
#include "domain/observer.h"
#include "domain/offline_authentications.h"
#include "domain/refused_credentials.h"
#include "domain/request_limits.h"
#include "domain/statistics.h"
#include "domain/store.h"
#include "domain/upkeep.h"

namespace heliograph::domain {

// The services refer to each other and to what they are made from, which must outlive them, so they stay where they
// were made. Making them reads the directory, and throws what the store throws.
struct Domain {
  Domain(Store& store, KeyRing& key_ring, const crypto::P256PrivateKey& channel_key, Random& random,
         Observer& observer = nobody(), const DomainRules& rules = {});
  Domain(const Domain&) = delete;
  Domain& operator=(const Domain&) = delete;

  DirectoryCache directory;
  ActivationCodes codes;
  RequestLimits limits;
  IdempotencyKeys idempotency_keys;
  ApiKeyUses api_key_uses;
  RefusedCredentials refused_credentials;
  ConsoleSessions console_sessions;
  Enrolments enrolments;
  Authentications authentications;
  OfflineAuthentications offline_authentications;
  Devices devices;
  DeviceCalls device_calls;
  Administration administration;
  AuditLog audit_log;
  Statistics statistics;
  MasterKeyRotation master_key_rotation;
  Upkeep upkeep;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DOMAIN_H_
