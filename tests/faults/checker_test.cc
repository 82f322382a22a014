// The checker itself: it says nothing of an honest database, and names what was done to one that was tampered with.

#include "checker.h"

#include "fault_test.h"
#include "lab/demo/stage.h"

namespace heliograph::faults {
namespace {

using cli::Json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// A small story on a real database, the server gone at its end: a success, a cancel, a lock and its end, and all wrong
// guesses that are allowed.
class Checker : public FaultTest {
 protected:
  void SetUp() override {
    startInstallation({onSqlite(file_)}, 1);
    const Json paid = begin();
    verify(paid, rightFor(paid), true);
    cancel(begin());
    call(Act::kLock, methodPath() + "/lock", {{"reason", "phone reported stolen"}});
    call(Act::kUnlock, methodPath() + "/unlock", Json::object());
    const Json guessed = begin();
    for (int i = 0; i < kFailuresAllowed; ++i) verify(guessed, lab::wrongOtp(rightFor(guessed)), false);
    servers_->kill(0);
    // What is in the log beside the file goes into the file, so that a copy of it is the whole database.
    openSqlite(file_)->rows("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  [[nodiscard]] std::vector<std::string> foundIn(const std::filesystem::path& file) const {
    return contradictions(record_.entries(), readEvidence(*openSqlite(file)), kFailuresAllowed);
  }
  [[nodiscard]] std::vector<std::string> foundAfter(const std::string& tampering) const {
    const auto copy = folder_ / "tampered.db";
    std::filesystem::copy_file(file_, copy, std::filesystem::copy_options::overwrite_existing);
    openSqlite(copy)->rows(tampering);
    return foundIn(copy);
  }
  // SQL that writes an event of the log once more, at its end.
  static std::string repeatEvent(const std::string& which) {
    const std::string columns =
        "at, actor, api_key_id, request_id, address, action, outcome, organisation_id, application_id, device_id, "
        "session_id, auth_method, context_hash, detail";
    return "INSERT INTO audit_events (" + columns + ") SELECT " + columns + " FROM audit_events WHERE " + which +
           " ORDER BY sequence LIMIT 1";
  }

  std::filesystem::path file_ = folder_ / "heliograph.db";

 private:
  [[nodiscard]] std::string methodPath() const {
    return "/devices/" + phones_[0]->deviceId() + "/auth-methods/" + kOfflineMethod;
  }
  static std::string pathOf(const Json& session) {
    return "/offline-authentications/" + session.at("id").get<std::string>();
  }
  Json begin() {
    const auto answer = bank(0).post("/offline-authentications", beginBody(0));
    record_.add({.act = Act::kBegin,
                 .told = toldBy(answer),
                 .device = phones_[0]->deviceId(),
                 .session = answer.body.at("id")});
    return answer.body;
  }
  std::string rightFor(const Json& session) { return phones_[0]->oneTimePassword(session.at("verification_data")); }
  void verify(const Json& session, const std::string& otp, bool is_right) {
    const auto answer = bank(0).post(pathOf(session) + "/verify", {{"otp", otp}});
    record_.add({.act = Act::kVerify,
                 .told = toldBy(answer),
                 .device = phones_[0]->deviceId(),
                 .session = session.at("id"),
                 .is_right = is_right,
                 .is_locked_by_this = answer.body.at("status") == "FAILED"});
  }
  void cancel(const Json& session) {
    const auto answer = bank(0).post(pathOf(session) + "/cancel");
    record_.add(
        {.act = Act::kCancel, .told = toldBy(answer), .device = phones_[0]->deviceId(), .session = session.at("id")});
  }
  void call(Act act, const std::string& path, const Json& body) {
    const auto answer = bank(0).post(path, body);
    record_.add(
        {.act = act, .told = toldBy(answer), .device = phones_[0]->deviceId(), .reason = body.value("reason", "")});
  }
};

TEST_F(Checker, SaysNothingOfAnHonestDatabaseAndNamesWhatWasDoneToATamperedOne) {
  const std::string succeeded = "action = 'OFFLINE_AUTHENTICATION_ATTEMPTED' AND outcome = 'SUCCESS'";
  const std::string guessed = "action = 'OFFLINE_AUTHENTICATION_ATTEMPTED' AND outcome = 'FAILURE'";
  const std::string reopen = "UPDATE offline_sessions SET status = 'STARTED', finished_at = NULL WHERE status = ";
  struct Tampering {
    const char* what;
    std::string sql;
    const char* sentence;
  };
  const std::vector<Tampering> tamperings{
      {"success removed", reopen + "'COMPLETED'", "acknowledged success is missing"},
      {"success removed from the log", "DELETE FROM audit_events WHERE " + succeeded,
       "acknowledged success is missing"},
      {"session removed", "DELETE FROM offline_sessions WHERE status = 'COMPLETED'", "acknowledged begin is missing"},
      {"cancel removed", reopen + "'CANCELLED'", "acknowledged cancel is missing"},
      {"success twice", repeatEvent(succeeded), "succeeded more than once"},
      {"one guess too many", repeatEvent(guessed), "a guess was evaluated after all that are allowed"},
      {"success while locked", repeatEvent(succeeded), "a guess was evaluated while it was locked"},
      {"failure removed",
       "DELETE FROM audit_events WHERE sequence = (SELECT max(sequence) FROM audit_events WHERE " + guessed + ")",
       "of 3 acknowledged failures the log has 2"},
      {"count set back", "UPDATE methods SET failures = 0 WHERE failures > 0", "the row has 0 failures"},
      {"lock taken away", "UPDATE methods SET lock_reason = NULL, lock_since = NULL", "the log comes to 3"},
      {"bank's lock removed", "DELETE FROM audit_events WHERE detail = 'ADMIN:phone reported stolen'",
       "the acknowledged lock 'phone reported stolen' is missing"},
      {"attempt lock removed", "DELETE FROM audit_events WHERE detail = 'ATTEMPTS_EXHAUSTED'",
       "the lock that its acknowledged failure brought is missing"},
  };

  EXPECT_THAT(foundIn(file_), IsEmpty());
  for (const auto& [what, sql, sentence] : tamperings) {
    EXPECT_THAT(foundAfter(sql), Contains(HasSubstr(sentence))) << what;
  }
}

TEST_F(Checker, NamesASuccessThatNobodySentTheRightPasswordFor) {
  std::vector<Entry> told = record_.entries();
  for (Entry& entry : told) entry.is_right = false;
  EXPECT_THAT(contradictions(told, readEvidence(*openSqlite(file_)), kFailuresAllowed),
              Contains(HasSubstr("succeeded though nobody sent its right password")));
}

TEST_F(Checker, NamesGuessesThatWereEvaluatedThoughTheyWereRefused) {
  std::vector<Entry> told = record_.entries();
  for (Entry& entry : told) {
    if (entry.told == Told::kFailure) entry.told = Told::kRefused;
  }
  EXPECT_THAT(contradictions(told, readEvidence(*openSqlite(file_)), kFailuresAllowed),
              Contains(HasSubstr("the log has 3 failures, but only 0 were told")));
}

TEST_F(Checker, AllowsAGuessWithoutAnAnswerToHaveBeenEvaluatedOrNot) {
  std::vector<Entry> told = record_.entries();
  for (Entry& entry : told) {
    if (entry.told == Told::kFailure) entry.told = Told::kNothing;
  }
  EXPECT_THAT(contradictions(told, readEvidence(*openSqlite(file_)), kFailuresAllowed), IsEmpty());
}

}  // namespace
}  // namespace heliograph::faults
