// Controller: the phone's side of Heliograph, one operation at a time.
//
//   online   startActivation       -> finishActivation          enrol this device with its first method
//            startAddOrUpdate      -> finishAddOrUpdate         add a method or change its PIN, authorised by another
//            startAuthentication   -> finishAuthentication      answer what a service provider has begun
//   offline  startOfflineAuthentication -> finishOfflineAuthentication
//
// A start opens an operation and its finish closes it; an error that is not recoverable closes it, too. A start (or
// loadConfig, deactivate or deactivateAuthMethod) while one is open, or a finish without one, is kWrongState and leaves
// what is open as it was. cancelSession() closes whatever is open.
//
// A success online brings a new salt, which the next response must hold (docs/protocol.md section 7). It is stored
// before the call returns; where the answer is lost the old one stays good for the next response.
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

struct StartAuthenticationResult {
  std::optional<std::string> context_title;  // one line
  std::optional<std::string> context;        // show it exactly: it is what is agreed to
  protocol::AuthMethodSet auth_methods;      // that may answer, activated here; never empty
  protocol::PinRules pin_rules;              // under which the DEVICE_PIN here was chosen
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

  // Online: asks for the newest authentication that a service provider has begun for this device and that is open.
  // kNoSession where there is none, or none that a method activated here may answer.
  [[nodiscard]] Outcome<StartAuthenticationResult> startAuthentication();
  // Online: agrees with one of auth_methods. kAuthenticationFailed (recoverable) for a wrong PIN while attempts are
  // left; error.remaining_attempts of 1 says that the next wrong PIN locks the whole device: warn the user. Where the
  // answer is lost (kNetworkUnavailable) the same call may be repeated; kNoSession then means that the first one had
  // arrived, or that the session was cancelled. kIllegalAuthMethod for a method that is not among auth_methods.
  // kKeyStoreUnavailable after the server agreed: the authentication is done, the new salt is not kept, and the old one
  // is good for the next response.
  [[nodiscard]] Outcome<void> finishAuthentication(const AuthParameter& parameter);

  // Offline. `verification_data` as decimal digits, white space around it ignored. kInvalidInputFormat,
  // kNotForThisDevice, kInvalidContext or kMethodNotAllowed (the method is not activated here).
  [[nodiscard]] Outcome<StartOfflineAuthenticationResult> startOfflineAuthentication(
      std::string_view verification_data);
  // Offline. kIllegalAuthMethod where `parameter` is of another method than the verification data. A PIN that breaks
  // the rules is kInvalidInputFormat, before any computation. A wrong PIN is no error: it makes a wrong password, and
  // only the server can tell.
  [[nodiscard]] Outcome<FinishOfflineAuthenticationResult> finishOfflineAuthentication(const AuthParameter& parameter);

  // Closes the open operation, if any. An open authentication is refused at the server, too, so that the service
  // provider sees CANCELLED at once; where that fails the operation is closed all the same, and the error is told.
  Outcome<void> cancelSession();

  [[nodiscard]] bool isActivated();
  // kNotActivated where this device is not.
  [[nodiscard]] Outcome<protocol::AuthMethodSet> activatedAuthMethods();

  // Removes all keys. With local_only the server is not told; else it is told first, and where that fails nothing is
  // removed. A server that does not know the device any more counts as told.
  [[nodiscard]] Outcome<void> deactivate(bool local_only);
  // The same for one method, with what it has on this device. kMethodNotAllowed where it is not activated here.
  [[nodiscard]] Outcome<void> deactivateAuthMethod(protocol::AuthMethod method, bool local_only);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_CONTROLLER_H_
