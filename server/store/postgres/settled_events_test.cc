// Which audit events can be sealed: those before which none can appear any more.

#include "store/postgres/settled_events.h"

#include <gmock/gmock.h>

#include <memory>
#include <vector>

#include "domain/store.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_database.h"
#include "store/testing/postgres_session.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

const std::string kInsert =
    "INSERT INTO audit_events (at, actor, request_id, address, action, outcome, detail) "
    "SELECT at, actor, request_id, address, action, outcome, 'of another' FROM audit_events LIMIT 1";

class SettledEvents : public testing::Test {
 protected:
  SettledEvents() { link_.open(soon()); }

  static Deadline soon() { return std::chrono::steady_clock::now() + 30s; }

  void record(const std::string& detail) {
    store_->recordAudit(
        {{.at = {}, .origin = {}, .action = domain::AuditAction::kApplicationCreated, .detail = detail}});
  }
  // All tests of a run share the cluster: their transactions end soon, so a patient look sees past them.
  std::optional<domain::AuditSequence> lastSettled() { return lastSettledEvent(link_, soon(), soon()); }
  std::optional<domain::AuditSequence> lastSettledAtOnce() {
    return lastSettledEvent(link_, std::chrono::steady_clock::now(), soon());
  }
  std::vector<std::string> settled() {
    std::vector<std::string> details;
    for (const auto& stored : store_->settledAuditEvents(0, 100)) details.push_back(stored.event.detail);
    return details;
  }

  PostgresDatabase database_;
  std::unique_ptr<domain::Store> store_ =
      openPostgresStore({.connection_string = database_.connectionString(), .timeout = 30s});
  Link link_{database_.connectionString(), "SET client_min_messages = warning"};
};

TEST_F(SettledEvents, WithoutAnEventNoneIsSettled) {
  EXPECT_THAT(lastSettled(), Optional(domain::AuditSequence{0}));
  EXPECT_THAT(settled(), IsEmpty());
}

TEST_F(SettledEvents, AnEventOfAnOpenTransactionHoldsBackThoseBehindItUntilItIsCommitted) {
  record("a");
  const PostgresSession other(database_.connectionString());
  other.run("BEGIN");
  other.run(kInsert);
  record("behind it");
  EXPECT_EQ(lastSettledAtOnce(), std::nullopt);
  other.run("COMMIT");
  EXPECT_THAT(lastSettled(), Optional(domain::AuditSequence{3}));
  EXPECT_THAT(settled(), ElementsAre("a", "of another", "behind it"));
}

TEST_F(SettledEvents, AnEventOfATransactionThatWasUndoneLeavesAGap) {
  record("a");
  const PostgresSession other(database_.connectionString());
  other.run("BEGIN");
  other.run(kInsert);
  record("behind it");
  other.run("ROLLBACK");
  EXPECT_THAT(lastSettled(), Optional(domain::AuditSequence{3}));
  EXPECT_THAT(settled(), ElementsAre("a", "behind it"));
}

TEST_F(SettledEvents, ATransactionThatDrewItsNumberBeforeTheEventsIsWaitedForToo) {
  record("a");
  const PostgresSession other(database_.connectionString());
  other.run("BEGIN");
  other.run("SELECT pg_current_xact_id()");  // as a command does before its first event
  EXPECT_EQ(lastSettledAtOnce(), std::nullopt);
  other.run("COMMIT");
  EXPECT_THAT(lastSettled(), Optional(domain::AuditSequence{1}));
}

// A snapshot of the database does not know the one that began last.
TEST_F(SettledEvents, ATransactionThatBeganAfterTheOneThatEndedLastIsWaitedForToo) {
  record("a");
  const PostgresSession older(database_.connectionString());
  const PostgresSession newer(database_.connectionString());
  older.run("BEGIN");
  older.run("SELECT pg_current_xact_id()");
  newer.run("BEGIN");
  newer.run(kInsert);
  older.run(kInsert);
  older.run("COMMIT");
  EXPECT_EQ(lastSettledAtOnce(), std::nullopt);
  newer.run("COMMIT");
  EXPECT_THAT(lastSettled(), Optional(domain::AuditSequence{3}));
}

// An event whose number was drawn before that of its transaction could be missed.
TEST_F(SettledEvents, EveryTransactionHasItsNumberBeforeItDrawsThatOfAnEvent) {
  record("a");
  database_.run(
      "CREATE FUNCTION require_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF pg_current_xact_id_if_assigned() IS NULL THEN RAISE 'too early'; END IF; RETURN NEW; END $$; "
      "CREATE TRIGGER require_number BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION require_number()");
  EXPECT_ANY_THROW(database_.run(kInsert)) << "an insertion by itself is as late as that";
  EXPECT_NO_THROW(record("b"));
}

TEST_F(SettledEvents, AReaderHoldsNothingBack) {
  record("a");
  const PostgresSession other(database_.connectionString());
  other.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
  other.run("SELECT count(*) FROM audit_events");
  EXPECT_THAT(lastSettled(), Optional(domain::AuditSequence{1}));
}

}  // namespace
}  // namespace heliograph::store
