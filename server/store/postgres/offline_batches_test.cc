// Offline authentications in batches: whatever goes through a batch comes to what the commands that all engines share
// would have made of it, row by row; and no call of a batch does anything for another one.

#include "store/postgres/offline_batches.h"

#include <gmock/gmock.h>

#include <functional>
#include <vector>

#include "store/commands/command_store.h"
#include "store/contract/store_contract.h"
#include "store/postgres/postgres_failure.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_database.h"

namespace heliograph::store {
namespace {

using domain::SessionStatus;
using testing::ElementsAre;

struct Server {
  PostgresDatabase database;
  std::unique_ptr<domain::Store> store =
      openPostgresStore({.connection_string = database.connectionString(), .timeout = 30s});
};

std::weak_ptr<Server> newest;

std::shared_ptr<domain::Store> makeServer() {
  const auto server = std::make_shared<Server>();
  newest = server;
  return {server, server->store.get()};
}

class OfflineBatches : public StoreContract {
 protected:
  OfflineBatches() { link_.open(soon()); }

  static Deadline soon() { return std::chrono::steady_clock::now() + 30s; }

  // The store without its batches.
  [[nodiscard]] CommandStore& shared() const { return dynamic_cast<CommandStore&>(*store_); }

  [[nodiscard]] domain::AuditEvent fullEvent() {
    domain::AuditEvent event = newEvent();
    event.origin.api_key = newId<domain::ApiKeyId>();
    event.origin.address = "192.0.2.7";
    event.outcome = domain::AuditOutcome::kFailure;
    event.organisation = newId<domain::OrganisationId>();
    event.application = application_.id;
    event.device = newId<DeviceId>();
    event.session = newBytes<UuidBytes>();
    event.auth_method = AuthMethod::kOfflinePin;
    event.context_hash = newBytes<crypto::Sha256Hash>();
    event.detail = "said \u00c9mile";
    return event;
  }

  // What the database has of the device, apart from the ids that a device has for itself alone.
  [[nodiscard]] std::string rowsOf(const DeviceId& device) const {
    const std::string shard = std::to_string(domain::shardOf(device));
    const std::string own = " - 'shard' - 'device_id' - 'session_id'";
    return server_->database.run(
        "SELECT jsonb_pretty(jsonb_build_array("
        "(SELECT jsonb_agg(to_jsonb(s)" +
        own + ") FROM offline_sessions s WHERE shard = " + shard + "), (SELECT jsonb_agg(to_jsonb(m)" + own +
        " - 'keys_sealed') FROM methods m WHERE shard = " + shard + "), (SELECT jsonb_agg(to_jsonb(k)" + own +
        ") FROM idempotency_keys k WHERE shard = " + shard + "), (SELECT to_jsonb(d)" + own +
        " - 'public_key' FROM devices d WHERE shard = " + shard + ")))");
  }
  [[nodiscard]] std::string takeLastEvent() const {
    return server_->database.run(
        "DELETE FROM audit_events WHERE sequence = (SELECT max(sequence) FROM audit_events) "
        "RETURNING to_jsonb(audit_events) - 'sequence'");
  }

  // The same call for another device.
  [[nodiscard]] domain::NewOfflineSession forDevice(domain::NewOfflineSession session, const DeviceId& device) {
    session.device = device;
    session.id = domain::randomInShard<domain::OfflineSessionId>(domain::shardOf(device), random_);
    return session;
  }

  void expectSameRowsOfBegin(const domain::NewOfflineSession& session, const domain::AuditEvent& event) {
    const auto twin = forDevice(session, createDevice(application_));
    ASSERT_TRUE(canBeBatched(session, {event}));
    const auto batched = store_->beginOfflineSession(session, {event}).value();
    const std::string batched_event = takeLastEvent();
    const auto alone = shared().CommandStore::beginOfflineSession(twin, {event}).value();
    EXPECT_EQ(takeLastEvent(), batched_event);
    EXPECT_EQ(rowsOf(session.device), rowsOf(twin.device));
    EXPECT_EQ(batched.session.application, alone.session.application);
    EXPECT_EQ(batched.session.organisation, alone.session.organisation);
    EXPECT_EQ(batched.session.parameters.method, alone.session.parameters.method);
    EXPECT_EQ(batched.session.parameters.otp_length.digits(), alone.session.parameters.otp_length.digits());
    EXPECT_EQ(batched.session.parameters.nonce, alone.session.parameters.nonce);
    EXPECT_EQ(batched.session.context, alone.session.context);
    EXPECT_EQ(batched.session.status, alone.session.status);
    EXPECT_EQ(batched.session.created_at, alone.session.created_at);
    EXPECT_EQ(batched.session.expires_at, alone.session.expires_at);
    EXPECT_EQ(batched.remaining_attempts, alone.remaining_attempts);
    EXPECT_EQ(batched.session.id, session.id);
    EXPECT_EQ(batched.session.device, session.device);
    EXPECT_EQ(batched.keys, method(session.device).keys);
  }

  void expectSameRowsOfAttempt(const std::function<void(domain::OfflineAttempt&)>& made,
                               const domain::AuditEvent& event) {
    const auto begin = newOfflineSession(createDevice(application_));
    const auto twin = forDevice(begin, createDevice(application_));
    ASSERT_TRUE(store_->beginOfflineSession(begin, {}));
    ASSERT_TRUE(store_->beginOfflineSession(twin, {}));
    auto attempt = wrongGuessAt(load(begin.id, begin.directory_version).value().session);
    made(attempt);
    ASSERT_TRUE(canBeBatched(attempt, {event}));
    ASSERT_TRUE(store_->recordOfflineAttempt(attempt, {event}));
    const std::string batched_event = takeLastEvent();
    attempt.device = twin.device;
    attempt.session = twin.id;
    ASSERT_TRUE(shared().CommandStore::recordOfflineAttempt(attempt, {event}));
    EXPECT_EQ(takeLastEvent(), batched_event);
    EXPECT_EQ(rowsOf(begin.device), rowsOf(twin.device));
  }

  [[nodiscard]] LoadCall loadOf(const domain::OfflineSessionId& id, domain::DirectoryVersion version) const {
    return {.id = id, .directory_version = version, .idempotency = no_key_};
  }
  void runTogether(std::vector<ChangeCall>& calls) {
    std::vector<ChangeCall*> pointers;
    for (ChangeCall& call : calls) pointers.push_back(&call);
    runChanges(link_, pointers, soon());
  }
  static bool isDone(const ChangeCall& call) {
    const auto* begin = std::get_if<BeginCall>(&call);
    return begin != nullptr ? begin->begun.has_value() : std::get<AttemptCall>(call).is_recorded;
  }
  static std::vector<bool> done(const std::vector<ChangeCall>& calls) {
    std::vector<bool> are_done;
    for (const ChangeCall& call : calls) are_done.push_back(isDone(call));
    return are_done;
  }
  [[nodiscard]] int count(const std::string& what) const {
    return std::stoi(server_->database.run("SELECT count(*) FROM " + what));
  }

  std::shared_ptr<Server> server_ = newest.lock();
  Link link_{server_->database.connectionString(), "SET client_min_messages = warning"};
  const domain::Application application_ = createApplication();
  const domain::AuditEvent event_ = newEvent();
  const std::optional<domain::IdempotencyKey> no_key_;
};

// --- the same rows ---------------------------------------------------------------------------------------------------

TEST_P(OfflineBatches, ABeginWritesWhatItWritesAlone) {
  expectSameRowsOfBegin(newOfflineSession(createDevice(application_)), newEvent());
}

TEST_P(OfflineBatches, ABeginWithAnIdempotencyKeyAndAFullEventWritesWhatItWritesAlone) {
  auto session = newOfflineSession(createDevice(application_));
  session.idempotency = newIdempotencyKey();
  session.offers.insert(session.offers.begin(), {.application = newId<ApplicationId>(),
                                                 .otp_length = protocol::OtpLength::of(8).value(),
                                                 .lifetime = 1s,
                                                 .attempts = {.failures_allowed = 9, .lock_duration = 0s}});
  expectSameRowsOfBegin(session, fullEvent());
}

TEST_P(OfflineBatches, AWrongGuessWritesWhatItWritesAlone) {
  expectSameRowsOfAttempt([](domain::OfflineAttempt&) {}, fullEvent());
}

TEST_P(OfflineBatches, ARightGuessWritesWhatItWritesAlone) {
  expectSameRowsOfAttempt(
      [](domain::OfflineAttempt& attempt) {
        attempt.state = {.failures = 0, .locks = 2, .lock = std::nullopt};
        attempt.session_status = SessionStatus::kCompleted;
      },
      newEvent());
}

TEST_P(OfflineBatches, AGuessWithAnIdempotencyKeyWritesWhatItWritesAlone) {
  expectSameRowsOfAttempt(
      [this](domain::OfflineAttempt& attempt) {
        attempt.session_status = SessionStatus::kFailed;
        attempt.idempotency = newIdempotencyKey();
        attempt.outcome = domain::VerifyOutcome{.is_right = true,
                                                .session_status = SessionStatus::kFailed,
                                                .remaining_attempts = 7,
                                                .finished_at = kNow + 4s,
                                                .locked_until = kNow + 5s};
      },
      newEvent());
}

TEST_P(OfflineBatches, ALoadSeesWhatItSeesAlone) {
  const auto key = newIdempotencyKey();
  auto session = newOfflineSession(createDevice(application_));
  ASSERT_TRUE(store_->beginOfflineSession(session, {event_}));
  auto guess = wrongGuessAt(load(session.id, session.directory_version).value().session);
  guess.idempotency = key;
  guess.outcome = domain::VerifyOutcome{.is_right = false,
                                        .session_status = SessionStatus::kStarted,
                                        .remaining_attempts = 2,
                                        .finished_at = std::nullopt,
                                        .locked_until = kNow + 5s};
  ASSERT_TRUE(store_->recordOfflineAttempt(guess, {event_}));
  ASSERT_TRUE(lock(session.device, AuthMethod::kOfflinePin, kLockedByAdmin));
  ASSERT_TRUE(lock(session.device, kLockedByAdmin));

  const auto batched = store_->loadOfflineSession(session.id, session.directory_version, key).value();
  const auto alone = shared().CommandStore::loadOfflineSession(session.id, session.directory_version, key).value();
  EXPECT_EQ(batched.session.id, alone.session.id);
  EXPECT_EQ(batched.session.device, alone.session.device);
  EXPECT_EQ(batched.session.application, alone.session.application);
  EXPECT_EQ(batched.session.organisation, alone.session.organisation);
  EXPECT_EQ(batched.session.parameters.nonce, alone.session.parameters.nonce);
  EXPECT_EQ(batched.session.context, alone.session.context);
  EXPECT_EQ(batched.session.status, alone.session.status);
  EXPECT_EQ(batched.session.created_at, alone.session.created_at);
  EXPECT_EQ(batched.session.expires_at, alone.session.expires_at);
  EXPECT_EQ(batched.session.finished_at, alone.session.finished_at);
  EXPECT_EQ(batched.method->keys, alone.method->keys);
  EXPECT_EQ(batched.method->attempts, alone.method->attempts);
  EXPECT_EQ(batched.method->activated_at, alone.method->activated_at);
  EXPECT_EQ(batched.method->last_used_at, alone.method->last_used_at);
  EXPECT_EQ(batched.method->version, alone.method->version);
  EXPECT_EQ(batched.device_lock, kLockedByAdmin);
  EXPECT_EQ(batched.earlier, guess.outcome);
  EXPECT_EQ(alone.earlier, guess.outcome);
}

// --- many in one -----------------------------------------------------------------------------------------------------

TEST_P(OfflineBatches, EachCallOfABatchIsAnsweredForItself) {
  const DeviceId one = createDevice(application_);
  const DeviceId two = createDevice(application_);
  const auto open = beginOffline(one).session;
  const auto right = rightGuessAt(open);
  const auto first = newOfflineSession(one);
  const auto second = newOfflineSession(two);
  const auto of_nobody = newOfflineSession(newId<DeviceId>());
  auto stale = newOfflineSession(two);
  stale.directory_version = 0;
  auto not_offered = newOfflineSession(two);
  not_offered.offers[0].application = newId<ApplicationId>();
  auto not_activated = newOfflineSession(two, AuthMethod::kOfflineAndroidFingerprint);
  auto late = right;
  late.expected_method_version += 7;
  std::vector<ChangeCall> calls{
      BeginCall{.begin = of_nobody, .event = event_},     BeginCall{.begin = first, .event = event_},
      AttemptCall{.attempt = late, .event = event_},      BeginCall{.begin = stale, .event = event_},
      BeginCall{.begin = second, .event = event_},        BeginCall{.begin = not_offered, .event = event_},
      BeginCall{.begin = not_activated, .event = event_}, AttemptCall{.attempt = right, .event = event_},
  };
  runTogether(calls);
  EXPECT_THAT(done(calls), ElementsAre(false, true, false, false, true, false, false, true));
  EXPECT_EQ(std::get<BeginCall>(calls[1]).begun->session.id, first.id);
  EXPECT_EQ(std::get<BeginCall>(calls[1]).begun->keys, method(one).keys);
  EXPECT_EQ(std::get<BeginCall>(calls[4]).begun->session.id, second.id);
  EXPECT_EQ(std::get<BeginCall>(calls[4]).begun->keys, method(two).keys);
  EXPECT_EQ(statusOf(open), SessionStatus::kCompleted);
  EXPECT_EQ(count("offline_sessions"), 3);
  EXPECT_EQ(log().size(), 3U);
}

TEST_P(OfflineBatches, OfSeveralGuessesAtOneMethodInABatchOneIsRecorded) {
  const DeviceId id = createDevice(application_);
  const auto guess = wrongGuessAt(beginOffline(id).session);
  const auto other = wrongGuessAt(beginOffline(id).session);
  std::vector<ChangeCall> calls{AttemptCall{.attempt = guess, .event = event_},
                                AttemptCall{.attempt = other, .event = event_},
                                AttemptCall{.attempt = guess, .event = event_}};
  runTogether(calls);
  EXPECT_EQ(std::ranges::count_if(calls, isDone), 1);
  EXPECT_EQ(method(id).attempts.failures, 1);
  EXPECT_EQ(log().size(), 1U);
}

TEST_P(OfflineBatches, OneIdempotencyKeyTwiceInABatchUndoesIt) {
  auto session = newOfflineSession(createDevice(application_));
  session.idempotency = newIdempotencyKey();
  const auto again = forDevice(session, session.device);
  const auto neighbour = newOfflineSession(createDevice(application_));
  std::vector<ChangeCall> calls{BeginCall{.begin = neighbour, .event = event_},
                                BeginCall{.begin = session, .event = event_},
                                BeginCall{.begin = again, .event = event_}};
  EXPECT_THROW(runTogether(calls), Conflict);
  EXPECT_EQ(std::ranges::count_if(calls, isDone), 0);
  EXPECT_EQ(count("offline_sessions"), 0);
  EXPECT_EQ(log().size(), 0U);
}

TEST_P(OfflineBatches, NothingIsDoneForALockedDeviceOrMethodOrWithoutAttemptsLeft) {
  const DeviceId locked = createDevice(application_);
  const DeviceId method_locked = createDevice(application_);
  const DeviceId exhausted = createDevice(application_);
  const DeviceId gone = createDevice(application_);
  const auto at_locked = wrongGuessAt(beginOffline(locked).session);
  auto at_method = wrongGuessAt(beginOffline(method_locked).session);
  const auto at_gone = wrongGuessAt(beginOffline(gone).session);
  auto last = wrongGuessAt(beginOffline(exhausted).session);
  last.state.failures = kRules.failures_allowed;
  ASSERT_TRUE(record(last));
  ASSERT_TRUE(lock(locked, kLockedByAdmin));
  ASSERT_TRUE(lock(method_locked, AuthMethod::kOfflinePin, kLockedByAdmin));
  at_method.expected_method_version = method(method_locked).version;
  const auto begin_gone = newOfflineSession(gone);
  ASSERT_TRUE(remove(gone));
  const auto begin_locked = newOfflineSession(locked);
  const auto begin_method = newOfflineSession(method_locked);
  const auto begin_exhausted = newOfflineSession(exhausted);
  std::vector<ChangeCall> calls{
      AttemptCall{.attempt = at_locked, .event = event_},   AttemptCall{.attempt = at_method, .event = event_},
      AttemptCall{.attempt = at_gone, .event = event_},     BeginCall{.begin = begin_gone, .event = event_},
      BeginCall{.begin = begin_locked, .event = event_},    BeginCall{.begin = begin_method, .event = event_},
      BeginCall{.begin = begin_exhausted, .event = event_},
  };
  runTogether(calls);
  EXPECT_EQ(std::ranges::count_if(calls, isDone), 0);
  EXPECT_EQ(log().size(), 0U);
}

TEST_P(OfflineBatches, NoGuessIsRecordedAtASessionThatEndedOrIsOfAnotherDevice) {
  const DeviceId id = createDevice(application_);
  const auto session = beginOffline(id).session;
  auto at_another = wrongGuessAt(session);
  const auto spent = beginOffline(id).session;
  ASSERT_TRUE(record(rightGuessAt(spent)));
  const auto at_spent = wrongGuessAt(spent);
  const DeviceId other = createDevice(application_);
  at_another.session = beginOffline(other).session.id;
  std::vector<ChangeCall> calls{AttemptCall{.attempt = at_spent, .event = event_},
                                AttemptCall{.attempt = at_another, .event = event_}};
  runTogether(calls);
  EXPECT_THAT(done(calls), ElementsAre(false, false));
  EXPECT_EQ(method(id).attempts.failures, 0);
}

// settled_events.h says why.
TEST_P(OfflineBatches, ABatchHasItsTransactionsNumberBeforeItDrawsThatOfAnEvent) {
  server_->database.run(
      "CREATE FUNCTION require_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF pg_current_xact_id_if_assigned() IS NULL THEN RAISE 'too early'; END IF; RETURN NEW; END $$; "
      "CREATE TRIGGER require_number BEFORE INSERT ON offline_sessions FOR EACH ROW EXECUTE FUNCTION require_number()");
  const auto begin = newOfflineSession(createDevice(application_));
  std::vector<ChangeCall> calls{BeginCall{.begin = begin, .event = event_}};
  EXPECT_NO_THROW(runTogether(calls));
  EXPECT_THAT(done(calls), ElementsAre(true));
}

TEST_P(OfflineBatches, LoadsOfABatchAreAnsweredForThemselves) {
  const auto one = beginOffline(createDevice(application_)).session;
  const auto two = beginOffline(createDevice(application_)).session;
  const auto version = store_->directoryVersion();
  const auto nothing = newId<domain::OfflineSessionId>();
  std::vector<LoadCall> calls{loadOf(two.id, version), loadOf(nothing, version), loadOf(one.id, version - 1),
                              loadOf(one.id, version)};
  std::vector<LoadCall*> pointers;
  for (LoadCall& call : calls) pointers.push_back(&call);
  runLoads(link_, pointers, soon());
  EXPECT_EQ(calls[0].loaded->value().session.device, two.device);
  EXPECT_FALSE(calls[1].loaded);
  EXPECT_EQ(calls[2].loaded->error(), domain::LoadOfflineRefusal::kStaleDirectory);
  EXPECT_EQ(calls[3].loaded->value().session.device, one.device);
}

// --- what goes its own way -------------------------------------------------------------------------------------------

TEST_P(OfflineBatches, OnlyTheCommonKindIsBatched) {
  const auto begin = newOfflineSession(createDevice(application_));
  EXPECT_TRUE(canBeBatched(begin, {event_}));
  EXPECT_FALSE(canBeBatched(begin, {}));
  EXPECT_FALSE(canBeBatched(begin, {event_, event_}));
  auto elsewhere = begin;
  UuidBytes bytes = begin.id.bytes();
  bytes[0] ^= 1;
  elsewhere.id = domain::OfflineSessionId(bytes);
  EXPECT_FALSE(canBeBatched(elsewhere, {event_}));

  const auto session = beginOffline(begin.device).session;
  EXPECT_TRUE(canBeBatched(wrongGuessAt(session), {event_}));
  EXPECT_FALSE(canBeBatched(wrongGuessAt(session), {}));
  EXPECT_FALSE(canBeBatched(lastGuessAt(session), {event_})) << "it ends the other sessions, too";
}

INSTANTIATE_TEST_SUITE_P(Postgres, OfflineBatches, testing::Values(Engine{.name = "Postgres", .make = makeServer}));

}  // namespace
}  // namespace heliograph::store
