// Checker: holds what clients were told (record.h) against what the database says when all is over.
//
//   told a begin       the session is there
//   told a success     the session is COMPLETED, by exactly one successful attempt
//   told a failure     the log has as many wrong guesses at the session as were told, and at most as many more as calls
//                      got no answer
//   told a cancel      the session is CANCELLED
//   told a lock        the log has it; what the log ends with is what the method's row says
//   told or not        no session succeeded twice, none without its right password; no guess was evaluated at a locked
//                      method, nor one more than is allowed between two resets (a success, an unlock, new keys); the
//                      count in the method's row is the one that the log comes to
//
// A reset is an event, too, so the log is replayed in the order of its sequence, a device and method at a time.

#ifndef HELIOGRAPH_TESTS_FAULTS_CHECKER_H_
#define HELIOGRAPH_TESTS_FAULTS_CHECKER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine.h"
#include "record.h"

namespace heliograph::faults {

using DeviceMethod = std::pair<std::string, std::string>;  // id of the device, number of the method

struct MethodEvidence {
  int failures;
  std::string lock_reason;  // empty: not locked
};

struct EventEvidence {
  std::string action;
  std::string outcome;  // SUCCESS or FAILURE
  DeviceMethod method;
  std::string session;
  std::string detail;
};

// Ids as 32 hexadecimal digits.
struct Evidence {
  std::map<std::string, std::string> session_statuses;
  std::map<DeviceMethod, MethodEvidence> methods;
  std::vector<EventEvidence> events;  // in the order of the log, without what was refused
};

// Everything that the checker wants to know, in one transaction.
[[nodiscard]] Evidence readEvidence(Engine& engine);

// A sentence for each contradiction; nothing where there is none. `failures_allowed`: AMOUNT_FAILURES_ALLOWED, with
// LOCK_DURATION 0.
[[nodiscard]] std::vector<std::string> contradictions(const std::vector<Entry>& told, const Evidence& evidence,
                                                      int failures_allowed);

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_CHECKER_H_
