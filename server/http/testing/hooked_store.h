// A store in memory that tests can slow down, stop or break.

#ifndef HELIOGRAPH_SERVER_HTTP_TESTING_HOOKED_STORE_H_
#define HELIOGRAPH_SERVER_HTTP_TESTING_HOOKED_STORE_H_

#include <functional>
#include <mutex>
#include <optional>

#include "domain/testing/memory_store.h"

namespace heliograph::http::testing {

// Before each of these commands a hook is called, which may wait or throw.
class HookedStore final : public domain::MemoryStore {
 public:
  using Hook = std::function<void()>;

  // Looking for a device, an enrolment or a session; beginning a session.
  void onRequest(Hook hook) { set(request_hook_, std::move(hook)); }
  // Asking for the version of the directory.
  void onRefresh(Hook hook) { set(refresh_hook_, std::move(hook)); }

  [[nodiscard]] domain::DirectoryVersion directoryVersion() override {
    call(refresh_hook_);
    return MemoryStore::directoryVersion();
  }
  [[nodiscard]] std::optional<domain::Enrolment> findEnrolment(const domain::EnrolmentId& id) override {
    call(request_hook_);
    return MemoryStore::findEnrolment(id);
  }
  [[nodiscard]] std::optional<domain::Device> findDevice(const DeviceId& id) override {
    call(request_hook_);
    return MemoryStore::findDevice(id);
  }
  [[nodiscard]] Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
      const domain::NewOfflineSession& session, const domain::AuditTrail& audit) override {
    call(request_hook_);
    return MemoryStore::beginOfflineSession(session, audit);
  }
  [[nodiscard]] Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
      const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
      const std::optional<domain::IdempotencyKey>& idempotency) override {
    call(request_hook_);
    return MemoryStore::loadOfflineSession(id, directory_version, idempotency);
  }

 private:
  void set(Hook& hook, Hook value) {
    const std::lock_guard lock(hook_mutex_);
    hook = std::move(value);
  }
  void call(const Hook& hook) {
    Hook copy;
    {
      const std::lock_guard lock(hook_mutex_);
      copy = hook;
    }
    if (copy) copy();
  }

  std::mutex hook_mutex_;
  Hook request_hook_;
  Hook refresh_hook_;
};

}  // namespace heliograph::http::testing

#endif  // HELIOGRAPH_SERVER_HTTP_TESTING_HOOKED_STORE_H_
