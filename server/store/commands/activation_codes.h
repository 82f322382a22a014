// The codes of open enrolments: which enrolment a code opens. What is finished leaves nothing of its code behind.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_ACTIVATION_CODES_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_ACTIVATION_CODES_H_

#include <optional>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

// An enrolment that has run out may be found, too, for a while: its phone should hear that it came too late.
[[nodiscard]] std::optional<domain::EnrolmentId> findByCode(Connection& connection, const ApplicationId& application,
                                                            const domain::ActivationCodeHash& code_hash);

// False, with nothing changed, where the code opens another enrolment at the time at which this one is created.
[[nodiscard]] bool claimCode(Connection& connection, const domain::NewEnrolment& enrolment);

void removeCode(Connection& connection, const domain::EnrolmentId& enrolment);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_ACTIVATION_CODES_H_
