#include "domain/upkeep.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "crypto/system_random.h"
#include "domain/api_keys.h"
#include "domain/domain.h"
#include "domain/server_keys.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr TimePoint kNow{milliseconds(1'790'000'000'000)};
const AuditOrigin kOrigin{
    .actor = AuditActor::kApiKey, .api_key = std::nullopt, .request_id = "4e6a1f0c", .address = "192.0.2.1"};
const AuditOrigin kByItself{.actor = AuditActor::kServer};
crypto::SystemRandom random_source;

MasterKey masterKey(MasterKeyVersion version) {
  return MasterKey::filledBy(
      [version](MutableByteView out) { std::ranges::fill(out, static_cast<std::uint8_t>(version)); });
}

KeyRing ringOf(std::initializer_list<MasterKeyVersion> versions) {
  std::map<MasterKeyVersion, MasterKey> keys;
  for (const MasterKeyVersion version : versions) keys.emplace(version, masterKey(version));
  return KeyRing(std::move(keys));
}

// A store that is down when the test says so, and tells what it was asked.
class WatchedStore final : public MemoryStore {
 public:
  void recordApiKeyUses(const std::map<ApiKeyId, TimePoint>& last_used) override {
    failWhileDown();
    ++uses_written;
    MemoryStore::recordApiKeyUses(last_used);
  }
  void recordAudit(const AuditTrail& audit) override {
    failWhileDown();
    MemoryStore::recordAudit(audit);
  }
  int cleanUp(TimePoint sessions_before, TimePoint now, int limit) override {
    clean_ups.push_back({sessions_before, limit});
    return MemoryStore::cleanUp(sessions_before, now, limit);
  }
  std::vector<MethodKeysRow> methodKeysNotUnder(MasterKeyVersion version, int limit) override {
    failWhileDown();
    rotation_limit = std::max(rotation_limit, limit);
    return MemoryStore::methodKeysNotUnder(version, limit);
  }

  struct CleanUp {
    TimePoint sessions_before;
    int limit;
  };
  bool is_down = false;
  int uses_written = 0;
  std::vector<CleanUp> clean_ups;
  int rotation_limit = 0;

 private:
  void failWhileDown() const {
    if (is_down) throw StoreUnavailable("down");
  }
};

class UpkeepTest : public testing::Test {
 protected:
  [[nodiscard]] std::vector<StoredAuditEvent> eventsOf(AuditAction action) {
    return store.findAuditEvents({.action = action});
  }
  // Until it says that there is nothing more to do at once. How many rounds had more.
  int runAll(TimePoint now) {
    int rounds = 0;
    while (upkeep.run(now)) ++rounds;
    return rounds;
  }
  // Enrolments whose codes nobody used.
  void addEnrolments(int count, TimePoint created_at) {
    for (int i = 0; i < count; ++i) {
      const auto id = EnrolmentId::random(random_source);
      ASSERT_TRUE(store.createEnrolment({.id = id,
                                         .application = ApplicationId::random(random_source),
                                         .organisation = OrganisationId::random(random_source),
                                         .user_reference = std::nullopt,
                                         .code_hash = {},
                                         .created_at = created_at,
                                         .expires_at = created_at + minutes(15)},
                                        store.directoryVersion(), {}));
    }
  }
  [[nodiscard]] ApiKeyId addKey() {
    const ApiKey key =
        makeApiKey({.organisation = OrganisationId::random(random_source), .name = "key"}, random_source, kNow).key;
    store.createApiKey(key, {});
    return key.id;
  }
  [[nodiscard]] std::optional<TimePoint> lastUseOf(const ApiKeyId& key) {
    return store.loadDirectory().api_keys.at(key).last_used_at;
  }

  WatchedStore store;
  KeyRing key_ring = ringOf({1});
  crypto::P256PrivateKey channel_key = openChannelKey(store, key_ring, random_source, kNow).value();
  MasterKeyRotation rotation{store, key_ring, random_source};
  ApiKeyUses uses;
  RefusedCredentials refused;
  Upkeep upkeep{store, channel_key, rotation, uses, refused, UpkeepRules{}};
};

// --- the audit log ---------------------------------------------------------------------------------------------------

TEST_F(UpkeepTest, EveryRoundSealsTheAuditLog) {
  store.recordAudit({{.at = kNow, .origin = {}, .action = AuditAction::kDeviceLocked}});
  EXPECT_FALSE(upkeep.run(kNow));
  store.recordAudit({{.at = kNow, .origin = {}, .action = AuditAction::kDeviceUnlocked}});
  EXPECT_FALSE(upkeep.run(kNow + milliseconds(1)));
  const auto verified = verifyAudit(store, auditKeyOf(channel_key).publicKey());
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->heads, 2u);
  EXPECT_EQ(verified->events, 2u);
  EXPECT_EQ(store.lastAuditHead()->at, kNow + milliseconds(1));
}

TEST_F(UpkeepTest, AFullBatchHasMoreToDo) {
  store.recordAudit(AuditTrail(kMaxAuditBatch + 1, {.at = kNow, .origin = {}, .action = AuditAction::kDeviceLocked}));
  EXPECT_TRUE(upkeep.run(kNow));
  EXPECT_FALSE(upkeep.run(kNow));
  EXPECT_EQ(store.lastAuditHead()->number, 2u);
}

// --- what is gathered in memory --------------------------------------------------------------------------------------

TEST_F(UpkeepTest, UsesOfKeysAreWrittenAtMostEveryHalfMinute) {
  const ApiKeyId key = addKey();
  uses.add(key, kNow);
  (void)upkeep.run(kNow);
  EXPECT_EQ(lastUseOf(key), kNow);
  uses.add(key, kNow + seconds(1));
  (void)upkeep.run(kNow + seconds(30) - milliseconds(1));
  EXPECT_EQ(lastUseOf(key), kNow);
  (void)upkeep.run(kNow + seconds(30));
  EXPECT_EQ(lastUseOf(key), kNow + seconds(1));
}

TEST_F(UpkeepTest, AClockThatIsSetBackKeepsNothingWaiting) {
  (void)upkeep.run(kNow);
  refused.add("192.0.2.1", "a");
  (void)upkeep.run(kNow - hours(1));
  EXPECT_EQ(eventsOf(AuditAction::kCredentialsRefused).size(), 1u);
}

TEST_F(UpkeepTest, WhereNothingWasUsedNothingIsWritten) {
  (void)upkeep.run(kNow);
  (void)upkeep.run(kNow + hours(1));
  EXPECT_EQ(store.uses_written, 0);
  EXPECT_TRUE(store.findAuditEvents({}).empty());
}

TEST_F(UpkeepTest, RefusedCredentialsAreWrittenAtMostEveryHalfMinuteAndSealed) {
  refused.add("192.0.2.1", "a");
  (void)upkeep.run(kNow);
  ASSERT_EQ(eventsOf(AuditAction::kCredentialsRefused).size(), 1u);
  EXPECT_TRUE(store.lastAuditHead());
  for (int i = 0; i < 100; ++i) refused.add("192.0.2.1", "b");
  (void)upkeep.run(kNow + seconds(29));
  EXPECT_EQ(eventsOf(AuditAction::kCredentialsRefused).size(), 1u);
  (void)upkeep.run(kNow + seconds(30));
  const auto events = eventsOf(AuditAction::kCredentialsRefused);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].event.detail, "100");
  EXPECT_EQ(events[0].event.at, kNow + seconds(30));
}

TEST_F(UpkeepTest, AnOutageOfTheStoreLosesNothingOfIt) {
  const ApiKeyId key = addKey();
  uses.add(key, kNow);
  refused.add("192.0.2.1", "a");
  store.is_down = true;
  EXPECT_THROW((void)upkeep.run(kNow), StoreUnavailable);
  refused.add("192.0.2.1", "b");
  EXPECT_THROW((void)upkeep.run(kNow + seconds(1)), StoreUnavailable);
  store.is_down = false;
  (void)upkeep.run(kNow + seconds(2));
  (void)upkeep.run(kNow + seconds(32));
  EXPECT_EQ(lastUseOf(key), kNow);
  int refused_in_total = 0;
  for (const auto& stored : eventsOf(AuditAction::kCredentialsRefused)) {
    refused_in_total += std::stoi(stored.event.detail);
  }
  EXPECT_EQ(refused_in_total, 2);
}

// --- clean-up --------------------------------------------------------------------------------------------------------

TEST_F(UpkeepTest, ACleanUpGoesInSmallStepsAndTellsHowManyRowsItRemoved) {
  addEnrolments(1100, kNow - hours(24 * 91));
  upkeep.requestCleanUp(kOrigin);
  EXPECT_TRUE(upkeep.isCleaningUp());
  EXPECT_EQ(runAll(kNow), 3);
  EXPECT_FALSE(upkeep.isCleaningUp());
  for (const auto& clean_up : store.clean_ups) {
    EXPECT_EQ(clean_up.limit, 500);
    EXPECT_EQ(clean_up.sessions_before, kNow - hours(24 * 90));
  }
  const auto events = eventsOf(AuditAction::kSessionsCleanedUp);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event,
            (AuditEvent{.at = kNow, .origin = kOrigin, .action = AuditAction::kSessionsCleanedUp, .detail = "1100"}));
}

TEST_F(UpkeepTest, ACleanUpHappensByItselfOnceAnHour) {
  (void)runAll(kNow);
  const auto clean_ups = store.clean_ups.size();
  EXPECT_EQ(clean_ups, 1u);
  addEnrolments(1, kNow - hours(24 * 91));
  (void)runAll(kNow + hours(1) - milliseconds(1));
  EXPECT_EQ(store.clean_ups.size(), clean_ups);
  (void)runAll(kNow + hours(1));
  const auto events = eventsOf(AuditAction::kSessionsCleanedUp);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event.origin, kByItself);
  EXPECT_EQ(events[0].event.detail, "1");
}

TEST_F(UpkeepTest, ACleanUpOnRequestDoesNotWaitForTheHour) {
  (void)runAll(kNow);
  addEnrolments(2, kNow - hours(24 * 91));
  upkeep.requestCleanUp(kOrigin);
  (void)runAll(kNow + seconds(1));
  const auto events = eventsOf(AuditAction::kSessionsCleanedUp);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].event.detail, "2");
}

TEST_F(UpkeepTest, ACleanUpThatRemovedNothingIsNoEvent) {
  addEnrolments(1, kNow - hours(24 * 89));
  upkeep.requestCleanUp(kOrigin);
  (void)runAll(kNow);
  EXPECT_FALSE(upkeep.isCleaningUp());
  EXPECT_TRUE(eventsOf(AuditAction::kSessionsCleanedUp).empty());
}

TEST_F(UpkeepTest, WithoutRetentionSessionsAreKeptForEver) {
  addEnrolments(1, kNow - hours(24 * 3650));
  Domain server(store, key_ring, channel_key, random_source, nobody(), {.upkeep = {.session_retention = hours(0)}});
  Upkeep& keeping = server.upkeep;
  keeping.requestCleanUp(kOrigin);
  EXPECT_FALSE(keeping.run(kNow));
  EXPECT_FALSE(keeping.isCleaningUp());
  EXPECT_TRUE(eventsOf(AuditAction::kSessionsCleanedUp).empty());
}

TEST_F(UpkeepTest, ACleanUpWhoseEventTheStoreDidNotTakeTellsItLater) {
  addEnrolments(3, kNow - hours(24 * 91));
  EXPECT_TRUE(upkeep.run(kNow));
  store.is_down = true;
  EXPECT_THROW((void)upkeep.run(kNow), StoreUnavailable);
  EXPECT_TRUE(upkeep.isCleaningUp());
  store.is_down = false;
  (void)runAll(kNow);
  EXPECT_FALSE(upkeep.isCleaningUp());
  ASSERT_EQ(eventsOf(AuditAction::kSessionsCleanedUp).size(), 1u);
  EXPECT_EQ(eventsOf(AuditAction::kSessionsCleanedUp)[0].event.detail, "3");
}

// --- rotation --------------------------------------------------------------------------------------------------------

TEST_F(UpkeepTest, ARotationHappensOnRequestAlone) {
  key_ring.add(2, masterKey(2));
  (void)runAll(kNow);
  (void)runAll(kNow + hours(24));
  EXPECT_FALSE(upkeep.isRotating());
  EXPECT_FALSE(rotation.progress().isDone());

  upkeep.requestRotation(kOrigin);
  EXPECT_TRUE(upkeep.isRotating());
  EXPECT_TRUE(upkeep.run(kNow)) << "the channel key";
  EXPECT_TRUE(upkeep.isRotating());
  EXPECT_FALSE(upkeep.run(kNow));
  EXPECT_FALSE(upkeep.isRotating());
  EXPECT_TRUE(rotation.progress().isDone());
  EXPECT_EQ(store.rotation_limit, 100);
  ASSERT_EQ(eventsOf(AuditAction::kMasterKeyRotated).size(), 1u);
  EXPECT_EQ(eventsOf(AuditAction::kMasterKeyRotated)[0].event.origin, kOrigin);
}

TEST_F(UpkeepTest, ARotationOfAnotherServerIsFollowedWithinHalfAMinute) {
  key_ring.add(2, masterKey(2));
  (void)runAll(kNow);
  KeyRing others_ring = ringOf({1, 2});
  MasterKeyRotation other(store, others_ring, random_source);
  ASSERT_EQ(other.step(1, kOrigin, kNow), 1);
  (void)runAll(kNow + seconds(30));
  EXPECT_EQ(key_ring.currentVersion(), 2u);
  EXPECT_FALSE(upkeep.isRotating());
}

TEST_F(UpkeepTest, ARotationGoesOnAfterAnOutage) {
  (void)runAll(kNow);
  key_ring.add(2, masterKey(2));
  upkeep.requestRotation(kOrigin);
  store.is_down = true;
  EXPECT_THROW((void)upkeep.run(kNow), StoreUnavailable);
  EXPECT_TRUE(upkeep.isRotating());
  store.is_down = false;
  (void)runAll(kNow);
  EXPECT_TRUE(rotation.progress().isDone());
}

TEST_F(UpkeepTest, ARotationThatCannotGoOnEndsAndHoldsNothingElseUp) {
  addEnrolments(1, kNow - hours(24 * 91));
  store.recordAudit({{.at = kNow, .origin = {}, .action = AuditAction::kDeviceLocked}});
  key_ring = ringOf({2});
  upkeep.requestRotation(kOrigin);
  EXPECT_THROW((void)upkeep.run(kNow), std::runtime_error);
  EXPECT_FALSE(upkeep.isRotating());
  EXPECT_TRUE(store.lastAuditHead());
  (void)runAll(kNow);
  EXPECT_EQ(eventsOf(AuditAction::kSessionsCleanedUp).size(), 1u);
}

TEST_F(UpkeepTest, WhoAsksWhileItRunsIsHeard) {
  key_ring.add(2, masterKey(2));
  {
    std::jthread asking([this] {
      upkeep.requestRotation(kOrigin);
      upkeep.requestCleanUp(kOrigin);
      uses.add(ApiKeyId::random(random_source), kNow);
      refused.add("192.0.2.1", "a");
    });
    for (int i = 0; i < 10; ++i) (void)upkeep.run(kNow);
  }
  (void)runAll(kNow + seconds(30));
  EXPECT_FALSE(upkeep.isRotating());
  EXPECT_FALSE(upkeep.isCleaningUp());
  EXPECT_TRUE(rotation.progress().isDone());
  EXPECT_EQ(eventsOf(AuditAction::kCredentialsRefused).size(), 1u);
}

}  // namespace
}  // namespace heliograph::domain
