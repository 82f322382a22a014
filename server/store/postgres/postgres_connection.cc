#include "store/postgres/postgres_connection.h"

#include <array>
#include <stdexcept>
#include <utility>

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"
#include "store/postgres/dialect.h"

namespace heliograph::store {
namespace {

// One state of the database for all reads.
constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
// Each statement sees what was committed when it starts, so what is read after a row was taken is the newest.
constexpr const char* kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED";
// Draws the transaction's number before it can draw one for an event (settled_events.h says why).
constexpr const char* kDrawTransactionId = "SELECT pg_current_xact_id()";
constexpr const char* kCommit = "COMMIT";
constexpr const char* kRollback = "ROLLBACK";

// NO KEY: rows that refer to it may still be added, which is how foreign keys are checked.
constexpr Sql kTakeDevice("SELECT 1 FROM devices WHERE shard = ? AND device_id = ? FOR NO KEY UPDATE");
constexpr Sql kTakeEnrolment("SELECT 1 FROM enrolments WHERE shard = ? AND enrolment_id = ? FOR NO KEY UPDATE");
constexpr Sql kTakeDirectory("SELECT 1 FROM directory_version WHERE id = 1 FOR NO KEY UPDATE");
constexpr Sql kHoldServerKeys("SELECT 1 FROM server_keys WHERE id = 1 FOR SHARE");

}  // namespace

PostgresStatement::PostgresStatement(PostgresConnection& connection, Sql sql) : connection_(connection) {
  auto [text, parameters] = postgresText(sql.text());
  text_ = std::move(text);
  values_.resize(static_cast<std::size_t>(parameters));
}

// As text: PostgreSQL knows which of its integer types it wants.
void PostgresStatement::bindInteger(int parameter, std::int64_t value) {
  values_.at(static_cast<std::size_t>(parameter)) = {
      .bytes = std::to_string(value), .is_binary = false, .is_null = false};
}

void PostgresStatement::bindText(int parameter, std::string_view value) {
  values_.at(static_cast<std::size_t>(parameter)) = {.bytes = std::string(value), .is_binary = false, .is_null = false};
}

void PostgresStatement::bindBlob(int parameter, ByteView value) {
  values_.at(static_cast<std::size_t>(parameter)) = {
      .bytes = std::string(value.begin(), value.end()), .is_binary = true, .is_null = false};
}

void PostgresStatement::bindNull(int parameter) { values_.at(static_cast<std::size_t>(parameter)) = {}; }

bool PostgresStatement::step() {
  if (!rows_) rows_.emplace(connection_.run({.sql = text_.c_str(), .parameters = values_}));
  if (next_row_ == rows_->size()) return false;
  rows_->moveTo(next_row_++);
  return true;
}

void PostgresStatement::release() noexcept {
  for (Parameter& value : values_) value = {};
  rows_.reset();
  next_row_ = 0;
  is_in_use_ = false;
}

void PostgresConnection::begin(Access access, Deadline deadline) {
  access_ = access;
  deadline_ = deadline;
  is_begun_ = false;
}

void PostgresConnection::commit() {
  if (!std::exchange(is_begun_, false)) return;
  const std::array calls{Call{.sql = kCommit, .parameters = {}}};
  (void)link_.run(calls, deadline_);
}

void PostgresConnection::rollback() noexcept {
  if (!std::exchange(is_begun_, false) || !link_.isOpen()) return;
  try {
    link_.script(kRollback, deadline_);
  } catch (...) {
    link_.close();  // which undoes it, too
  }
}

PreparedStatement& PostgresConnection::claim(Sql sql) {
  auto& statement = statements_[sql.text()];
  if (statement == nullptr) statement = std::make_unique<PostgresStatement>(*this, sql);
  if (statement->isInUse()) throw std::logic_error("a statement is in use already");
  statement->use();
  return *statement;
}

void PostgresConnection::takeDevice(const DeviceId& device) {
  (void)readValue<int>(*this, kTakeDevice, inShard(device));
}
void PostgresConnection::takeEnrolment(const domain::EnrolmentId& enrolment) {
  (void)readValue<int>(*this, kTakeEnrolment, inShard(enrolment));
}
void PostgresConnection::takeDirectory() { (void)readValue<int>(*this, kTakeDirectory); }
void PostgresConnection::holdServerKeys() { (void)readValue<int>(*this, kHoldServerKeys); }

Rows PostgresConnection::run(const Call& call) {
  if (is_begun_) {
    const std::array calls{call};
    return std::move(link_.run(calls, deadline_).back());
  }
  std::vector<Call> calls{{.sql = access_ == Access::kRead ? kBeginRead : kBeginWrite, .parameters = {}}};
  if (access_ == Access::kReadAndWrite) calls.push_back({.sql = kDrawTransactionId, .parameters = {}});
  calls.push_back(call);
  is_begun_ = true;
  return std::move(link_.run(calls, deadline_).back());
}

}  // namespace heliograph::store
