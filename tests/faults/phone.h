// A phone in the test's own process: the SDK's Controller over a key store in memory, with OFFLINE_DEVICE, which needs
// no PIN and so no scrypt for each password.

#ifndef HELIOGRAPH_TESTS_FAULTS_PHONE_H_
#define HELIOGRAPH_TESTS_FAULTS_PHONE_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "crypto/system_random.h"
#include "rest_client.h"
#include "sdk/controller.h"
#include "sdk/linux/http_transport.h"
#include "sdk/testing/test_key_store.h"
#include "servers.h"

namespace heliograph::faults {

inline constexpr const char* kOfflineMethod = "OFFLINE_DEVICE";

class Phone {
 public:
  // Enrols at the server of `service_url`, and adds the method. Throws std::runtime_error where it is refused.
  Phone(const Application& application, const std::string& service_url);

  [[nodiscard]] const std::string& deviceId() const { return device_id_; }
  // Thread-safe.
  [[nodiscard]] std::string oneTimePassword(const std::string& verification_data);

 private:
  std::mutex mutex_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  sdk::TestKeyStore key_store_{random_};
  sdk::HttpTransport transport_;
  sdk::Controller controller_{key_store_, &transport_, random_, clock_};
  std::string device_id_;
};

using Phones = std::vector<std::unique_ptr<Phone>>;

// `count` phones, some at a time.
[[nodiscard]] Phones enrolPhones(const Application& application, const std::vector<std::string>& service_urls,
                                 std::size_t count);

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_PHONE_H_
