// The directory: organisations' applications and API keys, small and read by every request, so held in memory.
//
// Every change raises the version. Store commands name the version their caller decided by and refuse an old one
// (kStaleDirectory); the caller refreshes and decides again. So a change counts at once on every server of a database,
// and no request pays a round trip to learn that nothing changed.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DIRECTORY_H_
#define HELIOGRAPH_SERVER_DOMAIN_DIRECTORY_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "crypto/hash.h"
#include "domain/application_configuration.h"
#include "domain/audit_event.h"
#include "domain/ids.h"

namespace heliograph::domain {

using DirectoryVersion = std::uint64_t;

struct Organisation {
  OrganisationId id;
  std::string name;
  TimePoint created_at{};
  friend bool operator==(const Organisation&, const Organisation&) = default;
};

// Raised by every change of the configuration, from 1.
using ConfigurationVersion = std::uint64_t;

struct Application {
  ApplicationId id;
  OrganisationId organisation;
  std::string name;
  ApplicationConfiguration configuration;
  ConfigurationVersion configuration_version = 1;
  TimePoint created_at{};
  TimePoint changed_at{};
};

enum class ApiKeyRole {
  kServiceProvider,  // its organisation's devices
  kReadOnly,         // the same, without changing anything
  kAdmin,            // the admin API, of all organisations
};
// "SERVICE_PROVIDER" and so on.
[[nodiscard]] std::string_view nameOf(ApiKeyRole role);
[[nodiscard]] std::optional<ApiKeyRole> apiKeyRoleFromName(std::string_view name);

// The secret itself is shown once and not kept. It has 256 random bits, so a plain hash hides it.
struct ApiKey {
  ApiKeyId id;
  OrganisationId organisation;
  std::string name;
  crypto::Sha256Hash secret_hash;
  ApiKeyRole role;
  TimePoint created_at;
  std::optional<TimePoint> revoked_at;
  std::optional<TimePoint> expires_at = std::nullopt;
  std::optional<TimePoint> last_used_at = std::nullopt;  // to about a minute; no part of the directory's version
};

struct Directory {
  DirectoryVersion version = 0;
  std::map<OrganisationId, Organisation> organisations;
  std::map<ApplicationId, Application> applications;
  std::map<ApiKeyId, ApiKey> api_keys;
};

// Who calls: an API key that was good when the request came in. A call that meets a newer directory looks at it again.
struct Caller {
  ApiKeyId key;
  OrganisationId organisation;  // whose things the call is about: the key's own, or of an ADMIN key any
  std::string request_id = {};
  std::string address = {};

  [[nodiscard]] AuditOrigin origin() const {
    return {.actor = AuditActor::kApiKey, .api_key = key, .request_id = request_id, .address = address};
  }
};

// True where the key of `caller` is still good, and may call about this organisation. That it has not expired was found
// when the request came in.
[[nodiscard]] bool isCurrent(const Directory& directory, const Caller& caller);

class Store;

// The directory as last read. Thread-safe. Besides what requests find out, the server calls latest() once a second, so
// that a new API key works within a second without strangers' requests reaching the database.
class DirectoryCache {
 public:
  // Reads it once. Throws what the store throws.
  explicit DirectoryCache(Store& store);

  [[nodiscard]] std::shared_ptr<const Directory> current() const;
  // Asks the store for its version, and reads again where it is newer. Callers that wait at the same moment share one
  // question, of those that began after they came: a change sends no stampede to the database.
  std::shared_ptr<const Directory> latest();

 private:
  Store& store_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Directory> directory_;  // guarded by mutex_
  std::mutex refresh_mutex_;                    // held while the store is asked
  std::atomic<std::uint64_t> refreshes_begun_{0};
  std::uint64_t refreshes_done_ = 0;  // the last one that did not throw; guarded by refresh_mutex_
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DIRECTORY_H_
