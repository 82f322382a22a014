// One connection to a real PostgreSQL: pipelines, deadlines, and what is left of it when something fails.

#include "store/postgres/link.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

#include "store/commands/statement.h"
#include "store/postgres/postgres_failure.h"
#include "store/testing/postgres_database.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;

constexpr Sql kOne("SELECT 1");
constexpr Sql kSleep("SELECT 1 FROM pg_sleep(600)");
constexpr Sql kInsert("INSERT INTO notes (text) VALUES ($1)");
constexpr Sql kInsertNone("INSERT INTO notes (text) VALUES ($1::text || NULL)");
constexpr Sql kEcho("SELECT $1::text");
constexpr Sql kEchoBytes("SELECT $1::bytea");
constexpr Sql kNoSuchTable("SELECT 1 FROM nothing_of_this_name");
constexpr Sql kCount("SELECT count(*) FROM notes");

Parameter parameterOf(std::string text) { return {.bytes = std::move(text), .is_binary = false, .is_null = false}; }

// A port of 127.0.0.1 where connections are neither taken nor refused: its queue is full.
class SilentPort {
 public:
  SilentPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    listen(listener_, 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    for (const int socket : fillers_) connect(socket, reinterpret_cast<sockaddr*>(&address), size);
  }
  ~SilentPort() {
    for (const int socket : fillers_) ::close(socket);
    ::close(listener_);
  }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  static int newSocket() { return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
  int listener_ = newSocket();
  std::array<int, 4> fillers_{newSocket(), newSocket(), newSocket(), newSocket()};
  int port_ = 0;
};

class LinkTest : public testing::Test {
 protected:
  LinkTest() {
    database_.run("CREATE TABLE notes (text text NOT NULL)");
    link_.open(soon());
  }

  static Deadline soon() { return std::chrono::steady_clock::now() + 30s; }

  std::vector<Rows> run(std::span<const Call> calls) { return link_.run(calls, soon()); }
  std::int64_t valueOf(Sql sql) {
    const std::array calls{Call{.sql = sql.text(), .parameters = {}}};
    const auto rows = run(calls);
    rows.front().moveTo(0);
    return rows.front().integer(0);
  }
  // Each host of the list with its port.
  std::string onHosts(const std::string& hosts, const std::string& ports) const {
    std::string text = database_.connectionString();
    const auto end_of_host = text.find(' ');
    const auto port = text.find("port=") + 5;
    const auto end_of_port = text.find(' ', port);
    const std::string own_host = text.substr(5, end_of_host - 5);
    const std::string own_port = text.substr(port, end_of_port - port);
    return "host=" + hosts + "," + own_host + " port=" + ports + "," + own_port + text.substr(end_of_port);
  }

  PostgresDatabase database_;
  Link link_{database_.connectionString(), "SET client_min_messages = warning"};
};

TEST_F(LinkTest, StatementsOfAPipelineAnswerInTheirOrder) {
  const std::array a{parameterOf("a")};
  const std::array b{parameterOf("b")};
  const std::array calls{Call{.sql = kInsert.text(), .parameters = a}, Call{.sql = kEcho.text(), .parameters = b},
                         Call{.sql = kEcho.text(), .parameters = a}, Call{.sql = kCount.text(), .parameters = {}}};
  const auto rows = run(calls);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].changedRows(), 1);
  rows[1].moveTo(0);
  EXPECT_EQ(rows[1].text(0), "b");
  rows[2].moveTo(0);
  EXPECT_EQ(rows[2].text(0), "a");
  rows[3].moveTo(0);
  EXPECT_EQ(rows[3].integer(0), 1);
  EXPECT_EQ(database_.run("SELECT count(*) FROM notes"), "1") << "committed";
}

TEST_F(LinkTest, AStatementThatFailsUndoesThoseBeforeItAndTheLinkStaysUsable) {
  const std::array a{parameterOf("a")};
  const std::array calls{Call{.sql = kInsert.text(), .parameters = a}, Call{.sql = kInsertNone.text(), .parameters = a},
                         Call{.sql = kInsert.text(), .parameters = a}};
  EXPECT_THROW((void)run(calls), std::logic_error);
  EXPECT_TRUE(link_.isOpen());
  EXPECT_EQ(valueOf(kCount), 0);
}

TEST_F(LinkTest, AStatementThatAFailureKeptFromBeingPreparedIsPreparedTheNextTime) {
  const std::array a{parameterOf("a")};
  const std::array failing{Call{.sql = kNoSuchTable.text(), .parameters = {}},
                           Call{.sql = kInsert.text(), .parameters = a}};
  EXPECT_THROW((void)run(failing), domain::StoreUnavailable) << "as if the schema were older";
  const std::array calls{Call{.sql = kInsert.text(), .parameters = a}};
  EXPECT_EQ(run(calls).front().changedRows(), 1);
  EXPECT_THROW((void)run(failing), domain::StoreUnavailable);
  EXPECT_EQ(run(calls).front().changedRows(), 1);
  EXPECT_EQ(valueOf(kCount), 2);
}

TEST_F(LinkTest, PastItsDeadlineItIsLostAndCanBeOpenedAgain) {
  const std::array calls{Call{.sql = kSleep.text(), .parameters = {}}};
  EXPECT_THROW((void)link_.run(calls, std::chrono::steady_clock::now() + 50ms), ConnectionLost);
  EXPECT_FALSE(link_.isOpen());
  EXPECT_THROW((void)run(calls), ConnectionLost) << "it does not open by itself";
  link_.open(soon());
  EXPECT_EQ(valueOf(kOne), 1);
}

TEST_F(LinkTest, LargeParametersAndResultsCrossWithoutHangingEachOther) {
  // More than both directions of a socket hold: the server answers the first while the others are still on their way.
  const std::array large{parameterOf(std::string(8U << 20U, 'x'))};
  const std::vector<Call> calls(4, Call{.sql = kEcho.text(), .parameters = large});
  const auto rows = run(calls);
  ASSERT_EQ(rows.size(), 4U);
  for (const Rows& each : rows) {
    each.moveTo(0);
    EXPECT_EQ(each.text(0).size(), 8U << 20U);
  }
}

TEST_F(LinkTest, BinaryParametersAreTakenByteByByte) {
  const std::array bytes{Parameter{.bytes = std::string("\0\xFF\\x", 4), .is_binary = true, .is_null = false}};
  const std::array calls{Call{.sql = kEchoBytes.text(), .parameters = bytes}};
  const auto rows = run(calls);
  rows.front().moveTo(0);
  EXPECT_THAT(rows.front().blob(0), testing::ElementsAre(0x00, 0xFF, '\\', 'x'));
}

TEST_F(LinkTest, AServerProcessThatWasEndedIsNoticedWithoutAskingIt) {
  const std::int64_t process = [&] {
    const Rows rows = link_.query("SELECT pg_backend_pid()", soon());
    rows.moveTo(0);
    return rows.integer(0);
  }();
  const std::string id = std::to_string(process);
  ASSERT_EQ(database_.run("SELECT pg_terminate_backend(" + id + ", 30000)"), "t");
  EXPECT_FALSE(link_.isOpen()) << "its last words have come, and nothing else will";
  link_.open(soon());
  EXPECT_EQ(valueOf(kOne), 1) << "statements are prepared again";
}

TEST_F(LinkTest, AServerProcessThatWasEndedLosesTheStatementOnItsWay) {
  const Rows rows = link_.query("SELECT pg_backend_pid()", soon());
  rows.moveTo(0);
  const std::array calls{Call{.sql = kOne.text(), .parameters = {}}};
  database_.run("SELECT pg_terminate_backend(" + std::to_string(rows.integer(0)) + ", 30000)");
  EXPECT_THROW((void)run(calls), domain::StoreUnavailable);
  EXPECT_FALSE(link_.isOpen());
}

TEST_F(LinkTest, AHostThatRefusesIsFollowedByTheNextOne) {
  Link link(onHosts("127.0.0.1", "1"), "SET client_min_messages = warning");
  link.open(soon());
  EXPECT_TRUE(link.isOpen());
}

TEST_F(LinkTest, AHostThatIsSilentIsFollowedByTheNextOne) {
  const SilentPort silent;
  Link link(onHosts("127.0.0.1", std::to_string(silent.port())), "SET client_min_messages = warning");
  link.open(std::chrono::steady_clock::now() + 6s);
  EXPECT_TRUE(link.isOpen());
}

TEST_F(LinkTest, WithoutAHostThatAnswersItIsUnavailable) {
  Link link("host=127.0.0.1 port=1 dbname=heliograph", "SET client_min_messages = warning");
  EXPECT_THROW(link.open(soon()), domain::StoreUnavailable);
  EXPECT_FALSE(link.isOpen());
}

TEST_F(LinkTest, WithoutItsSettingsItIsNotOpen) {
  Link link(database_.connectionString(), "SET statement_timeout = 'nonsense'");
  EXPECT_ANY_THROW(link.open(soon()));
  EXPECT_FALSE(link.isOpen());
}

TEST_F(LinkTest, SettingsHoldOnEveryNewConnection) {
  Link link(database_.connectionString(), "SET statement_timeout = 12345; SET lock_timeout = 678");
  for (int i = 0; i < 2; ++i) {
    link.open(soon());
    const Rows rows = link.query("SELECT current_setting('lock_timeout')", soon());
    rows.moveTo(0);
    EXPECT_EQ(rows.text(0), "678ms");
    link.close();
  }
}

TEST_F(LinkTest, AFailedScriptLeavesTheLinkUsable) {
  EXPECT_THROW(link_.script("INSERT INTO notes VALUES ('a'); SELECT nonsense", soon()), domain::StoreUnavailable);
  EXPECT_EQ(valueOf(kCount), 0);
  EXPECT_THROW((void)link_.query("SELECT 1/0", soon()), std::logic_error);
  EXPECT_EQ(valueOf(kOne), 1);
}

}  // namespace
}  // namespace heliograph::store
