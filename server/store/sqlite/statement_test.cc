// Statements: strict types on the way in and out.

#include "store/commands/statement.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "domain/store.h"
#include "store/commands/audit_columns.h"
#include "store/commands/domain_columns.h"
#include "store/sqlite/connection.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using domain::StoreUnavailable;
using OptionalText = std::optional<std::string>;

constexpr Sql kCreate("CREATE TABLE things (number INTEGER, word TEXT, bytes BLOB) STRICT");
constexpr Sql kInsert("INSERT INTO things (number, word, bytes) VALUES (?, ?, ?)");
constexpr Sql kRead("SELECT number, word, bytes FROM things");
constexpr Sql kReadNumber("SELECT number FROM things");
constexpr Sql kReadWord("SELECT word FROM things");
constexpr Sql kReadBytes("SELECT bytes FROM things");
constexpr Sql kReadSalts("SELECT number, number + 1, number + 2, length(word) FROM things");
constexpr Sql kReadLock("SELECT word, number, NULL FROM things");
constexpr Sql kUpdate("UPDATE things SET number = ? WHERE number = ?");
constexpr Sql kNonsense("SELECT nothing FROM nowhere");

std::filesystem::path emptyFileIn(const TemporaryFolder& folder) {
  auto file = folder / "things.db";
  const std::ofstream empty(file);
  return file;
}

class StatementTest : public testing::Test {
 protected:
  StatementTest() { change(connection_, kCreate); }

  void insert(std::int64_t number, const std::string& word, const Bytes& bytes) {
    change(connection_, kInsert, number, word, bytes);
  }

  TemporaryFolder folder_;
  SqliteConnection connection_{emptyFileIn(folder_), SqliteConnection::Access::kReadAndWrite,
                               std::chrono::milliseconds(0)};
};

TEST_F(StatementTest, AValueComesOutAsItWentIn) {
  const std::string word("a 'quoted' \0 \xE2\x98\x80", 16);
  insert(-5, word, Bytes{0, 1, 255});
  const auto row = readRow<std::int64_t, std::string, Bytes>(connection_, kRead);
  EXPECT_EQ(row, std::tuple(std::int64_t{-5}, word, Bytes{0, 1, 255}));
}

TEST_F(StatementTest, AnEmptyValueIsNotNothing) {
  insert(0, "", {});
  change(connection_, kInsert, std::optional<int>(), OptionalText(), std::optional<Bytes>());
  const auto rows = readRows<std::optional<int>, OptionalText, std::optional<Bytes>>(connection_, kRead);
  ASSERT_EQ(rows.size(), 2U);
  const auto& [number, word, bytes] = rows[0];
  EXPECT_EQ(number, 0);
  EXPECT_EQ(word, "");
  EXPECT_EQ(bytes, Bytes());
  const auto& [no_number, no_word, no_bytes] = rows[1];
  EXPECT_EQ(no_number, std::nullopt);
  EXPECT_EQ(no_word, std::nullopt);
  EXPECT_EQ(no_bytes, std::nullopt);
}

TEST_F(StatementTest, NothingIsReadWhereThereIsNoRow) {
  EXPECT_EQ(readValue<int>(connection_, kReadNumber), std::nullopt);
  EXPECT_TRUE(readRows<int>(connection_, kReadNumber).empty());
}

TEST_F(StatementTest, AChangeTellsHowManyRowsItMet) {
  insert(1, "", {});
  insert(1, "", {});
  insert(2, "", {});
  EXPECT_EQ(change(connection_, kUpdate, 7, 1), 2);
  EXPECT_EQ(change(connection_, kUpdate, 7, 1), 0);
}

TEST_F(StatementTest, AColumnOfAnotherTypeIsNotConverted) {
  insert(1, "2", Bytes{'3'});
  EXPECT_THROW((void)readValue<std::string>(connection_, kReadNumber), StoreUnavailable);
  EXPECT_THROW((void)readValue<int>(connection_, kReadWord), StoreUnavailable);
  EXPECT_THROW((void)readValue<std::string>(connection_, kReadBytes), StoreUnavailable);
}

TEST_F(StatementTest, AValueThatDoesNotFitItsTypeIsRefused) {
  insert(70000, "PERHAPS", Bytes(15));
  EXPECT_THROW((void)readValue<std::uint16_t>(connection_, kReadNumber), StoreUnavailable);
  EXPECT_THROW((void)readValue<domain::SessionStatus>(connection_, kReadWord), StoreUnavailable);
  EXPECT_THROW((void)readValue<DeviceId>(connection_, kReadBytes), StoreUnavailable);
  EXPECT_THROW((void)readValue<protocol::OtpLength>(connection_, kReadNumber), StoreUnavailable);
  change(connection_, kUpdate, 0x07, 70000);
  EXPECT_THROW((void)readValue<protocol::AuthMethod>(connection_, kReadNumber), StoreUnavailable);
  EXPECT_THROW((void)readValue<bool>(connection_, kReadNumber), StoreUnavailable);
  change(connection_, kUpdate, 0x40, 0x07);
  EXPECT_THROW((void)readValue<protocol::AuthMethodSet>(connection_, kReadNumber), StoreUnavailable);
}

TEST_F(StatementTest, AWordOfTheAuditLogThatNobodyKnowsIsRefused) {
  insert(1, "device", {});
  EXPECT_THROW((void)readValue<domain::AuditActor>(connection_, kReadWord), StoreUnavailable);
  EXPECT_THROW((void)readValue<domain::AuditAction>(connection_, kReadWord), StoreUnavailable);
  EXPECT_THROW((void)readValue<domain::AuditOutcome>(connection_, kReadWord), StoreUnavailable);
}

TEST_F(StatementTest, ASetOfMethodsRestsAsItsBits) {
  const protocol::AuthMethodSet methods{protocol::AuthMethod::kOfflinePin, protocol::AuthMethod::kDevicePin};
  change(connection_, kInsert, methods, OptionalText(), std::optional<Bytes>());
  EXPECT_EQ(readValue<int>(connection_, kReadNumber), 0x0202);
  EXPECT_EQ(readValue<protocol::AuthMethodSet>(connection_, kReadNumber), methods);
}

TEST_F(StatementTest, SaltNumbersRestInTheirOrder) {
  insert(2, "five!", {});
  EXPECT_EQ(
      readValue<domain::SaltNumbers>(connection_, kReadSalts),
      (domain::SaltNumbers{.previous = 2, .confirmed = 3, .offered = 4, .confirmed_at = fromUnixMilliseconds(5)}));
}

TEST_F(StatementTest, NullIsRefusedWhereAValueMustBe) {
  change(connection_, kInsert, std::optional<int>(), OptionalText(), std::optional<Bytes>());
  EXPECT_THROW((void)readValue<int>(connection_, kReadNumber), StoreUnavailable);
  EXPECT_THROW((void)readValue<std::string>(connection_, kReadWord), StoreUnavailable);
}

TEST_F(StatementTest, AValueMayTakeSeveralColumns) {
  insert(1700000000000, "ADMIN", {});
  const auto lock = readValue<std::optional<domain::Lock>>(connection_, kReadLock).value();
  EXPECT_EQ(lock, (domain::Lock{.reason = domain::LockReason::kAdmin,
                                .since = fromUnixMilliseconds(1700000000000),
                                .until = std::nullopt}));
  change(connection_, kInsert, std::optional<int>(), OptionalText(), std::optional<Bytes>());
  EXPECT_EQ((readRows<std::optional<domain::Lock>>(connection_, kReadLock)).at(1), std::tuple(std::nullopt));
}

TEST_F(StatementTest, TooFewOrTooManyValuesAreAMistake) {
  EXPECT_THROW(change(connection_, kUpdate, 1), std::logic_error);
  EXPECT_THROW(change(connection_, kUpdate, 1, 2, 3), std::logic_error);
  insert(1, "", {});
  EXPECT_THROW((void)(readRow<int, std::string>(connection_, kRead)), std::logic_error);
  EXPECT_THROW((void)(readRow<int, std::string>(connection_, kReadNumber)), std::logic_error);
}

TEST_F(StatementTest, AStatementIsUsedOnceAtATime) {
  insert(1, "", {});
  Statement first(connection_, kReadNumber);
  ASSERT_TRUE(first.step());
  EXPECT_THROW(Statement(connection_, kReadNumber), std::logic_error);
}

TEST_F(StatementTest, AWrongStatementIsAMistake) {
  EXPECT_THROW((void)readValue<int>(connection_, kNonsense), std::logic_error);
}

TEST_F(StatementTest, AFailedStatementCanBeUsedAgain) {
  EXPECT_THROW(change(connection_, kInsert, OptionalText("no number"), OptionalText(), std::optional<Bytes>()),
               std::logic_error);
  insert(1, "", {});
  EXPECT_EQ(readValue<int>(connection_, kReadNumber), 1);
}

TEST_F(StatementTest, AStatusThatIsNeverStoredIsAMistake) {
  EXPECT_THROW(change(connection_, kInsert, 1, domain::SessionStatus::kExpired, Bytes()), std::logic_error);
}

}  // namespace
}  // namespace heliograph::store
