// A transaction on a link, for the commands that both engines have in common: one round trip for each statement.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_CONNECTION_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_CONNECTION_H_

#include <memory>
#include <unordered_map>
#include <vector>

#include "store/commands/connection.h"
#include "store/postgres/link.h"

namespace heliograph::store {

class PostgresConnection;

class PostgresStatement final : public PreparedStatement {
 public:
  PostgresStatement(PostgresConnection& connection, Sql sql);

  [[nodiscard]] bool isInUse() const { return is_in_use_; }
  void use() { is_in_use_ = true; }

  [[nodiscard]] int parameters() const override { return static_cast<int>(values_.size()); }
  void bindInteger(int parameter, std::int64_t value) override;
  void bindText(int parameter, std::string_view value) override;
  void bindBlob(int parameter, ByteView value) override;
  void bindNull(int parameter) override;

  bool step() override;
  [[nodiscard]] int changedRows() const override { return rows_->changedRows(); }

  [[nodiscard]] int columns() const override { return rows_->columns(); }
  [[nodiscard]] bool isNull(int column) const override { return rows_->isNull(column); }
  [[nodiscard]] std::int64_t integer(int column) const override { return rows_->integer(column); }
  [[nodiscard]] std::string_view text(int column) const override { return rows_->text(column); }
  [[nodiscard]] ByteView blob(int column) const override { return rows_->blob(column); }

  void release() noexcept override;

 private:
  PostgresConnection& connection_;
  std::string text_;
  std::vector<Parameter> values_;
  std::optional<Rows> rows_;  // once it has run
  int next_row_ = 0;
  bool is_in_use_ = false;
};

// Used by one thread at a time.
class PostgresConnection final : public Connection {
 public:
  enum class Access { kRead, kReadAndWrite };

  explicit PostgresConnection(Link& link) : link_(link) {}

  // What follows is one transaction, which starts with its first statement.
  void begin(Access access, Deadline deadline);
  // Durable when it returns.
  void commit();
  void rollback() noexcept;

  [[nodiscard]] PreparedStatement& claim(Sql sql) override;
  void takeDevice(const DeviceId& device) override;
  void takeEnrolment(const domain::EnrolmentId& enrolment) override;
  void takeDirectory() override;
  void holdServerKeys() override;

 private:
  friend class PostgresStatement;
  [[nodiscard]] Rows run(const Call& call);

  Link& link_;
  Access access_ = Access::kRead;
  bool is_begun_ = false;  // on the server
  Deadline deadline_;
  std::unordered_map<const char*, std::unique_ptr<PostgresStatement>> statements_;  // by the literal's address
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_POSTGRES_CONNECTION_H_
