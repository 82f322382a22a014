// What the commands need of a database: statements to run and rows to hold. Each engine has its own (sqlite/,
// postgres/); the commands, and nearly all SQL, are the same for all.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_CONNECTION_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_CONNECTION_H_

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "domain/ids.h"
#include "store/commands/sql.h"

namespace heliograph::store {

// What takes the values of parameters, which count from 0. Copies what it is given.
class Binder {
 public:
  virtual ~Binder() = default;

  [[nodiscard]] virtual int parameters() const = 0;
  virtual void bindInteger(int parameter, std::int64_t value) = 0;
  virtual void bindText(int parameter, std::string_view value) = 0;
  virtual void bindBlob(int parameter, ByteView value) = 0;
  virtual void bindNull(int parameter) = 0;
};

// The current row of a result. Columns count from 0; one that does not hold what it is asked for makes
// throwUnexpectedContent(). Texts and blobs are valid until the next row.
class Row {
 public:
  virtual ~Row() = default;

  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual bool isNull(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual ByteView blob(int column) const = 0;
};

// One statement of a connection, in use once at a time.
class PreparedStatement : public Binder, public Row {
 public:
  // Runs the statement to its next row. False where there is none.
  virtual bool step() = 0;
  // How many rows it inserted, changed or removed. Once step() has returned false.
  [[nodiscard]] virtual int changedRows() const = 0;
  // Ends its use: values and rows are let go.
  virtual void release() noexcept = 0;
};

// A connection in a transaction, used by one thread at a time. Statements throw StoreUnavailable for what time or an
// operator can cure, std::logic_error for what only a change of this program can.
class Connection {
 public:
  virtual ~Connection() = default;

  // The prepared form of `sql`, for one use; it stays the connection's. std::logic_error where it is in use.
  [[nodiscard]] virtual PreparedStatement& claim(Sql sql) = 0;

  // A command that decides by what it reads takes that first. From then on, until the transaction ends, nobody else
  // changes what belongs to it, and reads see the newest. An engine with one writer has nothing to do here.
  //
  // The device with its methods, sessions and marks. Where there is none nothing happens.
  virtual void takeDevice(const DeviceId& device) = 0;
  virtual void takeEnrolment(const domain::EnrolmentId& enrolment) = 0;
  // Organisations, applications, API keys.
  virtual void takeDirectory() = 0;
  // The server keys stay as they are; others may hold them, too.
  virtual void holdServerKeys() = 0;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_CONNECTION_H_
