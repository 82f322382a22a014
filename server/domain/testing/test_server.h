// The domain over a store in memory, with one organisation, its application and its API key, and a clock that stands
// still until a test moves it.

#ifndef HELIOGRAPH_SERVER_DOMAIN_TESTING_TEST_SERVER_H_
#define HELIOGRAPH_SERVER_DOMAIN_TESTING_TEST_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/system_random.h"
#include "domain/domain.h"
#include "domain/testing/memory_store.h"
#include "domain/testing/phone.h"

namespace heliograph::domain {

// DEVICE, DEVICE:PIN, OFFLINE and OFFLINE:PIN, with passwords of six digits.
[[nodiscard]] Properties offlineProperties();
// The same with some of them set otherwise.
[[nodiscard]] Properties offlinePropertiesWith(const Properties& others);

// What a server stands on, so it is made first.
struct TestInstallation {
  explicit TestInstallation(std::unique_ptr<MemoryStore> memory_store);

  std::unique_ptr<MemoryStore> store;
  crypto::SystemRandom random;
  TimePoint now = fromUnixMilliseconds(1'790'000'000'000);
  KeyRing key_ring;
  crypto::P256PrivateKey channel_key;
};

class TestServer : public TestInstallation, public Domain {
 public:
  explicit TestServer(const Properties& properties = offlineProperties(),
                      std::unique_ptr<MemoryStore> memory_store = std::make_unique<MemoryStore>());

  // Sets some of the application's properties, in the store alone: the services find out by themselves.
  void setProperties(const Properties& properties);
  // Made where there is none of this name.
  [[nodiscard]] Organisation organisation(const std::string& name);
  // A new API key of an organisation: the one of the application, or another one.
  [[nodiscard]] Caller newCaller(const std::string& organisation_name);

  // A phone that calls from this address.
  [[nodiscard]] Phone newPhone(const std::string& source = "192.0.2.1");
  // An activation code of the application.
  [[nodiscard]] std::string newCode(std::optional<std::string> user_reference = std::nullopt);
  // A phone with DEVICE_PIN, and with what else is named.
  [[nodiscard]] Phone enrolledPhone(std::initializer_list<protocol::AuthMethod> more = {});
  [[nodiscard]] BegunOfflineAuthentication begin(const Phone& phone,
                                                 protocol::AuthMethod method = protocol::AuthMethod::kOfflinePin);
  // An online authentication with kTitle and kContext, by any method or by these.
  [[nodiscard]] AuthenticationView beginAuthentication(const Phone& phone,
                                                       std::optional<protocol::AuthMethodSet> methods = std::nullopt);

  // The last events of the phone's device, the oldest first: "DEVICE_LOCKED SUCCESS ATTEMPTS_EXHAUSTED" and so on.
  [[nodiscard]] std::vector<std::string> lastEvents(const Phone& phone, int count);

  static constexpr std::string_view kOrganisation = "Bank";
  static constexpr std::string_view kTitle = "Payment";
  static constexpr std::string_view kContext = "Pay 12.50 EUR to Alice";
  static constexpr const char* kRequestId = "4e6a1f0c";  // of every call of a phone
  // So many that a test has to make limits of its own to meet one.
  static constexpr RequestLimitRules kHardlyAnyLimits{.per_api_key = {.capacity = 1e6, .tokens_per_second = 1e6},
                                                      .per_device = {.capacity = 1e6, .tokens_per_second = 1e6}};

  Application application;
  Caller caller;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TESTING_TEST_SERVER_H_
