#include "checker.h"

#include <algorithm>
#include <map>
#include <set>

namespace heliograph::faults {
namespace {

constexpr const char* kBegun = "OFFLINE_AUTHENTICATION_BEGUN";
constexpr const char* kAttempted = "OFFLINE_AUTHENTICATION_ATTEMPTED";
constexpr const char* kCancelled = "OFFLINE_AUTHENTICATION_CANCELLED";
constexpr const char* kLocked = "AUTH_METHOD_LOCKED";

std::string withoutDashes(std::string id) {
  std::erase(id, '-');
  return id;
}

// What the log says of one session.
struct SessionLog {
  int begun = 0;
  int successes = 0;
  int failures = 0;
  int cancelled = 0;
  int locked = 0;
};

// What clients know of one session.
struct SessionTold {
  int successes = 0;
  int failures = 0;
  int unanswered_wrong = 0;  // guesses that may have been evaluated
  bool right_was_sent = false;
};

class Comparison {
 public:
  Comparison(const std::vector<Entry>& told, const Evidence& evidence, int failures_allowed)
      : told_(told), evidence_(evidence), failures_allowed_(failures_allowed) {}

  std::vector<std::string> contradictions() {
    readLog();
    for (const Entry& entry : told_) compare(entry);
    for (const auto& [session, told] : told_of_) compareCounts(session, told);
    for (const auto& [session, log] : log_of_) compareSuccesses(session, log);
    replay();
    return std::move(found_);
  }

 private:
  struct Replayed {
    int failures = 0;
    std::string lock_reason;
  };

  void say(std::string sentence) { found_.push_back(std::move(sentence)); }

  void readLog() {
    for (const EventEvidence& event : evidence_.events) {
      SessionLog& log = log_of_[event.session];
      if (event.action == kBegun) ++log.begun;
      if (event.action == kCancelled) ++log.cancelled;
      if (event.action == kAttempted) ++(event.outcome == "SUCCESS" ? log.successes : log.failures);
      if (event.action != kLocked) continue;
      ++log.locked;
      locks_.insert({event.method.first, event.detail});
    }
  }

  [[nodiscard]] std::string statusOf(const std::string& session) const {
    const auto found = evidence_.session_statuses.find(session);
    return found == evidence_.session_statuses.end() ? "missing" : found->second;
  }

  void compare(const Entry& entry) {
    const std::string session = withoutDashes(entry.session);
    switch (entry.act) {
      case Act::kBegin:
        if (entry.told == Told::kDone) compareBegin(session);
        return;
      case Act::kVerify:
        return compareVerify(entry, session);
      case Act::kCancel:
        if (entry.told == Told::kDone) compareCancel(session);
        return;
      case Act::kLock:
        if (entry.told == Told::kDone && !locks_.contains({withoutDashes(entry.device), "ADMIN:" + entry.reason})) {
          say("device " + entry.device + ": the acknowledged lock '" + entry.reason + "' is missing");
        }
        return;
      case Act::kUnlock:
        return;
    }
  }

  void compareBegin(const std::string& session) {
    if (statusOf(session) == "missing" || log_of_[session].begun != 1) {
      say("session " + session + ": its acknowledged begin is missing");
    }
  }

  void compareCancel(const std::string& session) {
    if (statusOf(session) != "CANCELLED" || log_of_[session].cancelled == 0) {
      say("session " + session + ": its acknowledged cancel is missing; it is " + statusOf(session));
    }
  }

  void compareVerify(const Entry& entry, const std::string& session) {
    SessionTold& told = told_of_[session];
    told.right_was_sent |= entry.is_right;
    if (entry.told == Told::kNothing && !entry.is_right) ++told.unanswered_wrong;
    if (entry.told == Told::kFailure) {
      ++told.failures;
      if (entry.is_right) say("session " + session + ": a right password was told to be wrong");
      if (entry.is_locked_by_this && log_of_[session].locked == 0) {
        say("session " + session + ": the lock that its acknowledged failure brought is missing");
      }
    }
    if (entry.told != Told::kSuccess) return;
    ++told.successes;
    if (statusOf(session) != "COMPLETED" || log_of_[session].successes == 0) {
      say("session " + session + ": its acknowledged success is missing; it is " + statusOf(session));
    }
  }

  void compareCounts(const std::string& session, const SessionTold& told) {
    const int logged = log_of_[session].failures;
    if (told.successes > 1) say("session " + session + ": more than one success was acknowledged");
    if (logged < told.failures) {
      say("session " + session + ": of " + std::to_string(told.failures) + " acknowledged failures the log has " +
          std::to_string(logged));
    }
    if (logged > told.failures + told.unanswered_wrong) {
      say("session " + session + ": the log has " + std::to_string(logged) + " failures, but only " +
          std::to_string(told.failures) + " were told and " + std::to_string(told.unanswered_wrong) +
          " calls got no answer");
    }
  }

  void compareSuccesses(const std::string& session, const SessionLog& log) {
    if (log.successes > 1) say("session " + session + ": succeeded more than once");
    const bool is_completed = statusOf(session) == "COMPLETED";
    if (log.begun > 0 && is_completed != (log.successes == 1)) {
      say("session " + session + ": is " + statusOf(session) + " after " + std::to_string(log.successes) +
          " successes");
    }
    const auto told = told_of_.find(session);
    if (log.successes > 0 && (told == told_of_.end() || !told->second.right_was_sent)) {
      say("session " + session + ": succeeded though nobody sent its right password");
    }
  }

  void replay() {
    std::map<DeviceMethod, Replayed> states;
    for (const EventEvidence& event : evidence_.events) replay(event, states[event.method]);
    for (const auto& [method, row] : evidence_.methods) {
      const Replayed& state = states[method];
      if (row.failures == state.failures && row.lock_reason == state.lock_reason) continue;
      say("device " + method.first + " method " + method.second + ": the row has " + std::to_string(row.failures) +
          " failures and the lock '" + row.lock_reason + "', the log comes to " + std::to_string(state.failures) +
          " and '" + state.lock_reason + "'");
    }
  }

  void replay(const EventEvidence& event, Replayed& state) {
    if (event.action == kAttempted) replayAttempt(event, state);
    if (event.action == kLocked) state.lock_reason = event.detail.substr(0, event.detail.find(':'));
    if (event.action == "AUTH_METHOD_UNLOCKED" || event.action == "AUTH_METHOD_ACTIVATED") state = {};
  }

  void replayAttempt(const EventEvidence& event, Replayed& state) {
    const std::string who = "device " + event.method.first + " method " + event.method.second;
    if (!state.lock_reason.empty())
      say(who + ": a guess was evaluated while it was locked (" + state.lock_reason + ")");
    if (state.failures >= failures_allowed_) say(who + ": a guess was evaluated after all that are allowed");
    if (event.outcome == "SUCCESS") {
      state = {};
    } else {
      ++state.failures;
    }
  }

  const std::vector<Entry>& told_;
  const Evidence& evidence_;
  int failures_allowed_;
  std::map<std::string, SessionLog> log_of_;
  std::map<std::string, SessionTold> told_of_;
  std::set<std::pair<std::string, std::string>> locks_;  // device and detail
  std::vector<std::string> found_;
};

}  // namespace

Evidence readEvidence(Engine& engine) {
  const std::string device = engine.idText("device_id");
  const std::string session = engine.idText("session_id");
  Evidence evidence;
  engine.beginSnapshot();
  for (Row& row : engine.rows("SELECT " + session + ", status FROM offline_sessions")) {
    evidence.session_statuses.emplace(std::move(row[0]), std::move(row[1]));
  }
  for (const Row& row : engine.rows("SELECT " + device + ", auth_method, failures, lock_reason FROM methods")) {
    evidence.methods.insert({{row[0], row[1]}, {.failures = std::stoi(row[2]), .lock_reason = row[3]}});
  }
  for (Row& row : engine.rows("SELECT action, outcome, " + device + ", auth_method, " + session +
                              ", detail FROM audit_events WHERE outcome <> 'REFUSED' ORDER BY sequence")) {
    evidence.events.push_back({.action = std::move(row[0]),
                               .outcome = std::move(row[1]),
                               .method = {std::move(row[2]), std::move(row[3])},
                               .session = std::move(row[4]),
                               .detail = std::move(row[5])});
  }
  engine.rows("COMMIT");
  return evidence;
}

std::vector<std::string> contradictions(const std::vector<Entry>& told, const Evidence& evidence,
                                        int failures_allowed) {
  return Comparison(told, evidence, failures_allowed).contradictions();
}

}  // namespace heliograph::faults
