// One connection to PostgreSQL: libpq in non-blocking mode, driven by Asio, with a deadline for everything.
//
// Statements go out in pipelines: any number of them in one round trip. Where no transaction is open a pipeline is one
// transaction of its own, committed (and durable) when run() returns; the first statement that fails undoes it whole.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_LINK_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_LINK_H_

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/postgres/rows.h"

namespace heliograph::store {

using Deadline = std::chrono::steady_clock::time_point;

// A parameter: nothing stands for NULL.
struct Parameter {
  std::string bytes;
  bool is_binary = false;
  bool is_null = true;
};

// A prepared statement to run. What it points at outlives run().
struct Call {
  const char* sql;  // with $1, $2 ...; its address stands for the statement as long as the link lives
  std::span<const Parameter> parameters;
};

// Used by one thread at a time.
class Link {
 public:
  // `settings`: SQL that every new connection starts with.
  Link(std::string connection_string, std::string settings);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Connects, where it is not connected: several hosts in their order, as libpq does. Throws StoreUnavailable.
  void open(Deadline deadline);
  // False, too, where the server has closed the connection since.
  [[nodiscard]] bool isOpen();
  void close() noexcept;

  // Runs them in their order; one result each. Throws what throwFailure() does, after all of them were let go;
  // ConnectionLost, also past the deadline: then the link is closed, since nobody waits for the answer any more.
  std::vector<Rows> run(std::span<const Call> calls, Deadline deadline);

  // Statements without parameters and rows, one after the other.
  void script(const char* sql, Deadline deadline);
  // One statement, not prepared, with its rows.
  [[nodiscard]] Rows query(const char* sql, Deadline deadline);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_LINK_H_
