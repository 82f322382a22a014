// The conversation that adds a method or makes new keys for one, such as for a new PIN.
//
//   start    StartAddOrUpdate -> session, challenge, settings; the settings are stored.
//   finish   the authorising method's key answers the challenge, bound to the added method and the phone's share of its
//            keys; FinishAddOrUpdate -> the server's share and the salt of the next response, stored in one commit.
//
// Where the answer to the finish is lost, the phone keeps the old keys of the added method while the server may have
// new ones. Repeating the finish settles it where the server did not act; where it did, the session is spent
// (kNoSession) and the method has to be added again, authorised by a method whose keys did not change.

#ifndef HELIOGRAPH_SDK_ADD_OR_UPDATE_H_
#define HELIOGRAPH_SDK_ADD_OR_UPDATE_H_

#include "protocol/device_messages.h"
#include "sdk/auth_parameter.h"
#include "sdk/environment.h"
#include "sdk/error.h"
#include "sdk/registration.h"

namespace heliograph::sdk {

struct OpenAddOrUpdate {
  Registration registration;  // as it was at the start
  protocol::AddOrUpdateSessionId session;
  protocol::OnlineChallenge challenge;

  // The activated methods that may authorise: two-factor, online and allowed to.
  [[nodiscard]] protocol::AuthMethodSet authorisingMethods() const;
  // What may be added: allowed, and possible here.
  [[nodiscard]] protocol::AuthMethodSet authMethods(const KeyStore& key_store) const;
};

[[nodiscard]] Outcome<OpenAddOrUpdate> startAddOrUpdate(const Environment& environment);

[[nodiscard]] Outcome<void> finishAddOrUpdate(const Environment& environment, const OpenAddOrUpdate& open,
                                              const AuthParameter& authorisation, const AuthParameter& added);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ADD_OR_UPDATE_H_
