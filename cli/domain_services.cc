#include "cli/domain_services.h"

namespace heliograph::cli {

DomainServices::DomainServices(Installation& installation, const ServerFile& file, Random& random,
                               domain::Observer& observer)
    : directory(*installation.store),
      codes(installation.channel_key),
      limits(file.limits),
      idempotency_keys(installation.channel_key),
      console_sessions(*installation.store, installation.channel_key),
      enrolments(*installation.store, directory, codes, random),
      authentications(*installation.store, directory, limits, random),
      offline_authentications(*installation.store, directory, installation.key_ring, limits, random, observer),
      devices(*installation.store, directory, observer),
      device_calls(*installation.store, directory, installation.key_ring, installation.channel_key, codes, random,
                   observer),
      administration(*installation.store, random),
      audit_log(*installation.store, installation.channel_key),
      statistics(*installation.store, directory),
      rotation(*installation.store, installation.key_ring, random),
      upkeep(*installation.store, installation.channel_key, rotation, api_key_uses, refused_credentials, file.upkeep,
             observer) {}

http::Services DomainServices::with(const Clock& clock, Random& random, http::RequestObserver& observer) {
  return {.directory = directory,
          .enrolments = enrolments,
          .authentications = authentications,
          .offline_authentications = offline_authentications,
          .devices = devices,
          .device_calls = device_calls,
          .administration = administration,
          .audit_log = audit_log,
          .statistics = statistics,
          .master_key_rotation = rotation,
          .upkeep = upkeep,
          .idempotency_keys = idempotency_keys,
          .limits = limits,
          .api_key_uses = api_key_uses,
          .refused_credentials = refused_credentials,
          .console_sessions = console_sessions,
          .clock = clock,
          .random = random,
          .observer = observer};
}

}  // namespace heliograph::cli
