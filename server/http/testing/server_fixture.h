// A real server on a free port, on the domain over a store in memory, with two organisations that must not see each
// other.

#ifndef HELIOGRAPH_SERVER_HTTP_TESTING_SERVER_FIXTURE_H_
#define HELIOGRAPH_SERVER_HTTP_TESTING_SERVER_FIXTURE_H_

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "crypto/system_random.h"
#include "domain/domain.h"
#include "http/server.h"
#include "http/testing/captured_log.h"
#include "http/testing/hooked_store.h"
#include "http/testing/http_client.h"

namespace heliograph::http::testing {

class SettableClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return fromUnixMilliseconds(now_); }
  void advance(std::chrono::milliseconds time) { now_ += time.count(); }

 private:
  std::atomic<std::int64_t> now_ = 1'767'323'045'678;  // 2026-01-02T03:04:05.678Z
};

// An id that nobody has.
inline constexpr const char* kNobody = "01234567-89ab-4def-8123-456789abcdef";

// What one organisation has.
struct Bank {
  domain::OrganisationId organisation;
  ApplicationId application;
  domain::ApiKeyId key;
  std::string key_secret;

  // The Authorization header line.
  [[nodiscard]] std::string authorization() const;
};

struct Phone {
  DeviceId device;
  protocol::MethodKeys keys;  // of its method
  std::string enrolment;      // where it is shown
};

class ServerFixture : public ::testing::Test {
 protected:
  explicit ServerFixture(const domain::RequestLimitRules& limit_rules = {});
  ~ServerFixture() override;

  [[nodiscard]] Services services();
  // With configuration_, which a test may have changed. Done by port() and what sends, where a test does not.
  void start();
  // Waits until the server has stopped.
  void stop();
  // As stop(), but comes back at once.
  void beginStop();
  [[nodiscard]] std::uint16_t port();

  // On a connection of its own.
  ReceivedResponse send(const std::string& request);
  // As one bank or the other, as JSON where there is a body.
  ReceivedResponse get(const std::string& path, const Bank& bank, std::string_view headers = "");
  ReceivedResponse post(const std::string& path, const std::string& body, const Bank& bank,
                        std::string_view headers = "");
  ReceivedResponse remove(const std::string& path, const Bank& bank);
  ReceivedResponse get(const std::string& path) { return get(path, bank_); }
  ReceivedResponse post(const std::string& path, const std::string& body) { return post(path, body, bank_); }
  ReceivedResponse remove(const std::string& path) { return remove(path, bank_); }

  Bank makeBank(const std::string& organisation);
  // The same with another key, which the server gets to know within a second: or at once, by newKey().
  Bank makeKey(const Bank& bank, domain::ApiKeyRole role = domain::ApiKeyRole::kServiceProvider,
               std::optional<TimePoint> expires_at = std::nullopt);
  Bank newKey(const Bank& bank, domain::ApiKeyRole role = domain::ApiKeyRole::kServiceProvider,
              std::optional<TimePoint> expires_at = std::nullopt);
  // An enrolled device with one method activated.
  Phone enrolPhone(const Bank& bank, std::optional<std::string> user_reference = std::nullopt,
                   protocol::AuthMethod method = protocol::AuthMethod::kOfflinePin);
  // Sets some of the application's properties.
  void setProperties(const Bank& bank, const domain::Properties& properties);
  // What the audit log has of this kind, the oldest first.
  std::vector<domain::AuditEvent> eventsOf(domain::AuditAction action);

  const CapturedLog log_;
  SettableClock clock_;
  crypto::SystemRandom random_;
  HookedStore store_;
  const crypto::P256PrivateKey channel_key_ = crypto::P256PrivateKey::generate(random_);
  domain::KeyRing key_ring_;
  domain::Domain domain_;
  const Bank bank_ = makeBank("bank");
  const Bank other_bank_ = makeBank("other bank");
  ServerConfiguration configuration_;
  RequestObserver* observer_ = &nobody();
  const Pages* pages_ = &embeddedPages();
  std::function<void(Router&)> add_demo_routes_;

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

inline constexpr const char* kApi = "/api/smart-device/v1";

// The body as JSON; a test fails where it is none.
[[nodiscard]] nlohmann::json jsonOf(const ReceivedResponse& response);
// "409 SESSION_NOT_OPEN" of a problem, "200" of anything else.
[[nodiscard]] std::string outcomeOf(const ReceivedResponse& response);

// What the phone shows its owner for the QR code's digits.
[[nodiscard]] std::string oneTimePassword(const Phone& phone, const std::string& verification_data);
// Another of the same length.
[[nodiscard]] std::string wrongPassword(const std::string& right_one);

}  // namespace heliograph::http::testing

#endif  // HELIOGRAPH_SERVER_HTTP_TESTING_SERVER_FIXTURE_H_
