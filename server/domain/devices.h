// Devices, the service provider's side: what a device is and in which state its methods are.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DEVICES_H_
#define HELIOGRAPH_SERVER_DOMAIN_DEVICES_H_

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/device.h"
#include "domain/directory.h"
#include "domain/refusal.h"
#include "domain/store.h"

namespace heliograph::domain {

struct MethodView {
  protocol::AuthMethod auth_method;
  std::optional<Lock> lock;  // where locked at the time asked
  int remaining_attempts;
  TimePoint activated_at;
  std::optional<TimePoint> last_used_at;
};

struct DeviceView {
  DeviceId id;
  ApplicationId application;
  std::optional<std::string> user_reference;
  DeviceState state;         // kActive or kDeactivated
  std::optional<Lock> lock;  // where locked at the time asked
  TimePoint created_at;
  std::vector<MethodView> methods;
};

// `device` as it stands at `now`, under its application's configuration.
[[nodiscard]] DeviceView viewOf(const Device& device, const ApplicationConfiguration& configuration, TimePoint now);

struct DevicePage {
  std::vector<DeviceView> devices;
  std::optional<DeviceId> next;  // the cursor of the next page
};

inline constexpr int kDevicesPerPage = 100;

// Thread-safe. Every call sees only what belongs to the caller's organisation.
class Devices {
 public:
  Devices(Store& store, DirectoryCache& directory) : store_(store), directory_(directory) {}

  [[nodiscard]] Answer<DeviceView> find(const Caller& caller, const DeviceId& id, TimePoint now);
  // Another organisation's application has no devices here.
  [[nodiscard]] Answer<DevicePage> search(const Caller& caller, std::optional<std::string> user_reference,
                                          std::optional<ApplicationId> application, std::optional<DeviceId> after,
                                          TimePoint now);

 private:
  Store& store_;
  DirectoryCache& directory_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DEVICES_H_
