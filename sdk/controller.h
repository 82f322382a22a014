// Controller: the phone's side of Heliograph, one operation at a time.
//
//   online   startActivation       -> finishActivation          enrol this device with its first method
//            startAddOrUpdate      -> finishAddOrUpdate         add a method or change its PIN, authorised by another
//   offline  startOfflineAuthentication -> finishOfflineAuthentication
//
// A start opens an operation and its finish closes it; an error that is not recoverable closes it, too. A start (or
// loadConfig or deactivate) while one is open, or a finish without one, is kWrongState and leaves what is open as it
// was. cancelSession() closes whatever is open.
//
// The offline calls use the key store and nothing else: they work with no transport at all.

#ifndef HELIOGRAPH_SDK_CONTROLLER_H_
#define HELIOGRAPH_SDK_CONTROLLER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "protocol/auth_method.h"
#include "protocol/pin.h"
#include "sdk/auth_parameter.h"
#include "sdk/config.h"
#include "sdk/error.h"
#include "sdk/key_store.h"
#include "sdk/transport.h"

namespace heliograph::sdk {

struct StartActivationResult {
  protocol::AuthMethodSet auth_methods;  // the online methods that the application allows and this device has
  protocol::PinRules pin_rules;
};

struct StartAddOrUpdateResult {
  protocol::AuthMethodSet authorising_methods;  // activated here and allowed to authorise
  protocol::AuthMethodSet auth_methods;         // allowed, and possible on this device
  protocol::PinRules pin_rules;
};

struct StartOfflineAuthenticationResult {
  std::string context;  // show it exactly: it is what the code signs
  protocol::AuthMethod auth_method;
  protocol::PinRules pin_rules;
};

struct FinishOfflineAuthenticationResult {
  std::string one_time_password;
};

// Not thread-safe. `transport` may be null: then every online call fails with kNetworkUnavailable.
class Controller {
 public:
  Controller(KeyStore& key_store, Transport* transport, Random& random, const Clock& clock);
  ~Controller();
  Controller(const Controller&) = delete;
  Controller& operator=(const Controller&) = delete;

  // Needed before any online call; offline calls do without. kInvalidInputFormat names the member at fault.
  [[nodiscard]] Outcome<void> loadConfig(std::string_view json);

  // Online: binds the activation code to a new signing key of this device. kWrongState where already activated.
  // kNoSession for a wrong code. After a failure, or an end of the application, the same code may be used again.
  [[nodiscard]] Outcome<StartActivationResult> startActivation(std::string_view activation_code);
  // Online: makes the keys of `parameter`'s method, an online one, and stores them. kIllegalAuthMethod for an offline
  // one, kMethodNotAllowed for one that StartActivationResult does not name.
  [[nodiscard]] Outcome<void> finishActivation(const AuthParameter& parameter);

  [[nodiscard]] Outcome<StartAddOrUpdateResult> startAddOrUpdate();
  // Online: `authorisation` is an activated two-factor online method, `added` what to add. Where `added` is already
  // activated its keys are replaced. kAuthenticationFailed (recoverable) for a wrong PIN while attempts are left.
  // kIllegalAuthMethod where `authorisation` is not among authorising_methods, kMethodNotAllowed where `added` is not
  // among auth_methods. Where the server's answer is lost (kNetworkUnavailable) or the key store fails after it, the
  // keys here stay the old ones while the server may have new ones: add the method again.
  [[nodiscard]] Outcome<void> finishAddOrUpdate(const AuthParameter& authorisation, const AuthParameter& added);

  // Offline. `verification_data` as decimal digits, white space around it ignored. kInvalidInputFormat,
  // kNotForThisDevice, kInvalidContext or kMethodNotAllowed (the method is not activated here).
  [[nodiscard]] Outcome<StartOfflineAuthenticationResult> startOfflineAuthentication(
      std::string_view verification_data);
  // Offline. kIllegalAuthMethod where `parameter` is of another method than the verification data. A PIN that breaks
  // the rules is kInvalidInputFormat, before any computation. A wrong PIN is no error: it makes a wrong password, and
  // only the server can tell.
  [[nodiscard]] Outcome<FinishOfflineAuthenticationResult> finishOfflineAuthentication(const AuthParameter& parameter);

  // Closes the open operation, if any.
  void cancelSession();

  [[nodiscard]] bool isActivated();
  // kNotActivated where this device is not.
  [[nodiscard]] Outcome<protocol::AuthMethodSet> activatedAuthMethods();

  // Removes all keys. With local_only the server is not told; else it is told first, and where that fails nothing is
  // removed. A server that does not know the device any more counts as told.
  [[nodiscard]] Outcome<void> deactivate(bool local_only);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_CONTROLLER_H_
