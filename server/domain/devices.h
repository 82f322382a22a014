// Devices, the service provider's side: what a device is, in which state its methods are, and changing that.

#ifndef HELIOGRAPH_SERVER_DOMAIN_DEVICES_H_
#define HELIOGRAPH_SERVER_DOMAIN_DEVICES_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/device.h"
#include "domain/directory.h"
#include "domain/observer.h"
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

// Thread-safe. Every call sees only what belongs to the caller's organisation, which an administrator chooses.
class Devices {
 public:
  Devices(Store& store, DirectoryCache& directory, Observer& observer = nobody())
      : store_(store), directory_(directory), observer_(observer) {}

  // The administrator as a caller about the organisation whose device this is, so that the calls below see it; about
  // the one before where there is no such device.
  [[nodiscard]] Caller aboutDevice(Caller administrator, const DeviceId& id);

  [[nodiscard]] Answer<DeviceView> find(const Caller& caller, const DeviceId& id, TimePoint now);
  // Another organisation's application has no devices here.
  [[nodiscard]] Answer<DevicePage> search(const Caller& caller, std::optional<std::string> user_reference,
                                          std::optional<ApplicationId> application, std::optional<DeviceId> after,
                                          TimePoint now);
  // kMethodNotActivated where the device has no such method.
  [[nodiscard]] Answer<MethodView> findMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                              TimePoint now);

  // Locks with reason ADMIN, until unlocked. `reason` is the caller's own word for the audit log, 1 to 128 bytes of
  // UTF-8 without controls. Locking what is locked so is no error; a lock for spent attempts becomes one by ADMIN.
  [[nodiscard]] Answer<DeviceView> lock(const Caller& caller, const DeviceId& id, std::string_view reason,
                                        TimePoint now);
  [[nodiscard]] Answer<MethodView> lockMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                              std::string_view reason, TimePoint now);
  // Ends a lock of any reason and resets the counts (Store::unlockDevice, unlockMethod). Unlocking what is not locked
  // is no error.
  [[nodiscard]] Answer<DeviceView> unlock(const Caller& caller, const DeviceId& id, TimePoint now);
  [[nodiscard]] Answer<MethodView> unlockMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                                TimePoint now);
  // For good. kUnknownDevice where it is not active any more.
  [[nodiscard]] Answer<void> remove(const Caller& caller, const DeviceId& id, TimePoint now);
  [[nodiscard]] Answer<void> removeMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                          TimePoint now);

 private:
  // A device of the caller's organisation, and the directory that was current then.
  struct Found {
    Device device;
    std::shared_ptr<const Directory> directory;
    [[nodiscard]] const ApplicationConfiguration& configuration() const;
  };
  [[nodiscard]] Answer<Found> load(const Caller& caller, const DeviceId& id);
  // The same for a change: `event` learns the application, and is recorded where the device may not be seen.
  [[nodiscard]] Answer<Found> loadToChange(const Caller& caller, const DeviceId& id, AuditEvent& event);
  // What the caller is told of a store command's outcome. A refusal is recorded as the attempt at `event`.
  [[nodiscard]] Answer<DeviceView> changed(const Result<Device, DeviceChangeRefusal>& device, const Found& found,
                                           const AuditEvent& event, TimePoint now);

  Store& store_;
  DirectoryCache& directory_;
  Observer& observer_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_DEVICES_H_
