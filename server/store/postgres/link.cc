#include "store/postgres/link.h"

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "store/postgres/postgres_failure.h"

namespace heliograph::store {
namespace {

namespace asio = boost::asio;
using Wait = asio::posix::stream_descriptor::wait_type;

constexpr int kBinary = 1;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

// As libpq takes them: an array for each property.
class ParameterArrays {
 public:
  explicit ParameterArrays(std::span<const Parameter> parameters) {
    for (const Parameter& parameter : parameters) {
      values_.push_back(parameter.is_null ? nullptr : parameter.bytes.data());
      lengths_.push_back(static_cast<int>(parameter.bytes.size()));
      formats_.push_back(parameter.is_binary ? 1 : 0);
    }
  }

  [[nodiscard]] int size() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

bool isFailure(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
}

// A host that is gone answers nothing, and libpq in non-blocking mode would wait for it for minutes: this is how long
// the kernel does. It leaves time for one more host. A connection string may say it better.
std::string answerTimeout(Deadline deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return std::to_string(std::max(left / 2, std::chrono::milliseconds(1)).count());
}

}  // namespace

class Link::Implementation {
 public:
  Implementation(std::string connection_string, std::string settings)
      : connection_string_(std::move(connection_string)), settings_(std::move(settings)), socket_(io_) {}
  ~Implementation() { close(); }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  void open(Deadline deadline);
  bool isOpen();
  void close() noexcept;
  std::vector<Rows> run(std::span<const Call> calls, Deadline deadline);
  void script(const char* sql, Deadline deadline);
  Rows query(const char* sql, Deadline deadline);

 private:
  // What a result of a pipeline belongs to.
  struct Expected {
    const char* prepares = nullptr;  // nothing: a call
  };

  void connect(Deadline deadline);
  void watchSocket();
  static void onNotice(void* self, const PGresult* notice);
  void await(std::initializer_list<Wait> any_of, Deadline deadline);
  void flush(Deadline deadline);
  ResultPointer nextResult(Deadline deadline);
  ResultPointer lastResult(Deadline deadline);
  void requireConnection() const;
  std::vector<Expected> send(std::span<const Call> calls);
  void sent(int result);
  std::vector<Rows> receive(const std::vector<Expected>& expected, Deadline deadline);
  [[noreturn]] void lose(const std::string& how);

  const std::string connection_string_;
  const std::string settings_;
  asio::io_context io_{1};
  std::unique_ptr<PGconn, Finish> connection_;
  asio::posix::stream_descriptor socket_;               // libpq's: released, never closed
  std::unordered_map<const char*, std::string> names_;  // of statements
  std::unordered_set<const char*> prepared_;            // on this connection
  bool is_ended_ = false;                               // the server said so
};

void Link::Implementation::open(Deadline deadline) {
  if (isOpen()) return;
  close();
  try {
    connect(deadline);
    script(settings_.c_str(), deadline);
  } catch (...) {
    close();  // one without its settings is not open
    throw;
  }
}

void Link::Implementation::connect(Deadline deadline) {
  // As dbname a whole connection string is taken, a URI, too; what stands behind it holds against it.
  const std::string answer_timeout = answerTimeout(deadline);
  const std::array keywords{"tcp_user_timeout", "dbname", "fallback_application_name", "client_encoding",
                            static_cast<const char*>(nullptr)};
  const std::array values{answer_timeout.c_str(), connection_string_.c_str(), "heliograph", "UTF8",
                          static_cast<const char*>(nullptr)};
  connection_.reset(PQconnectStartParams(keywords.data(), values.data(), /*expand_dbname=*/1));
  if (connection_ == nullptr) throw domain::StoreUnavailable("no memory for a connection to PostgreSQL");
  is_ended_ = false;
  PQsetNoticeReceiver(connection_.get(), onNotice, this);
  if (PQstatus(connection_.get()) == CONNECTION_BAD) lose("connect");
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) lose("connect");
    watchSocket();  // another one where libpq went on to the next host
    await({next == PGRES_POLLING_READING ? Wait::wait_read : Wait::wait_write}, deadline);
    next = PQconnectPoll(connection_.get());
  }
  watchSocket();
  if (PQsetnonblocking(connection_.get(), 1) != 0) lose("connect");
}

bool Link::Implementation::isOpen() {
  if (connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK) return false;
  // Between commands nothing comes but a notice, or the end: its reason, as a notice, then the end of the stream.
  if (PQconsumeInput(connection_.get()) != 1) return false;
  (void)PQisBusy(connection_.get());  // takes the notices out of what came
  return !is_ended_ && PQstatus(connection_.get()) == CONNECTION_OK;
}

// Left alone libpq writes them to the standard error output.
void Link::Implementation::onNotice(void* self, const PGresult* notice) {
  const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == nullptr) return;
  const std::string_view word(severity);
  if (word == "FATAL" || word == "PANIC") static_cast<Implementation*>(self)->is_ended_ = true;
}

void Link::Implementation::close() noexcept {
  if (socket_.is_open()) socket_.release();
  prepared_.clear();
  connection_.reset();
}

void Link::Implementation::watchSocket() {
  const int socket = PQsocket(connection_.get());
  if (socket_.is_open()) {
    // The number may be the same for another socket, so it is always taken again.
    socket_.release();
  }
  if (socket < 0) lose("connect");
  socket_.assign(socket);
}

void Link::Implementation::await(std::initializer_list<Wait> any_of, Deadline deadline) {
  bool is_ready = false;
  for (const Wait what : any_of) {
    socket_.async_wait(what, [&](const boost::system::error_code& error) { is_ready = is_ready || !error; });
  }
  io_.restart();
  // An event that none of the handlers waits for counts as one, too.
  while (!is_ready && io_.run_one_until(deadline) != 0) {
  }
  const bool is_in_time = is_ready;
  if (!is_in_time || any_of.size() > 1) {
    socket_.cancel();
    io_.restart();
    io_.run();  // the other handlers, which would outlive `is_ready`
  }
  if (!is_in_time) lose("wait for PostgreSQL: it took too long");
}

void Link::Implementation::flush(Deadline deadline) {
  while (true) {
    const int left = PQflush(connection_.get());
    if (left < 0) lose("send");
    if (left == 0) return;
    // While the server waits for us to read, it does not read: what it answers meanwhile is taken in.
    await({Wait::wait_read, Wait::wait_write}, deadline);
    if (PQconsumeInput(connection_.get()) != 1) lose("send");
  }
}

ResultPointer Link::Implementation::nextResult(Deadline deadline) {
  while (PQisBusy(connection_.get()) == 1) {
    await({Wait::wait_read}, deadline);
    if (PQconsumeInput(connection_.get()) != 1) lose("receive");
  }
  return ResultPointer(PQgetResult(connection_.get()));
}

void Link::Implementation::sent(int result) {
  if (result != 1) lose("send");
}

std::vector<Link::Implementation::Expected> Link::Implementation::send(std::span<const Call> calls) {
  std::vector<Expected> expected;
  PGconn* connection = connection_.get();
  sent(PQenterPipelineMode(connection));
  std::unordered_set<const char*> preparing;
  for (const Call& call : calls) {
    auto& name = names_[call.sql];
    if (name.empty()) name = "s" + std::to_string(names_.size());
    if (!prepared_.contains(call.sql) && preparing.insert(call.sql).second) {
      sent(PQsendPrepare(connection, name.c_str(), call.sql, 0, nullptr));
      expected.push_back({.prepares = call.sql});
    }
    const ParameterArrays parameters(call.parameters);
    sent(PQsendQueryPrepared(connection, name.c_str(), parameters.size(), parameters.values(), parameters.lengths(),
                             parameters.formats(), kBinary));
    expected.push_back({});
  }
  sent(PQpipelineSync(connection));
  return expected;
}

std::vector<Rows> Link::Implementation::receive(const std::vector<Expected>& expected, Deadline deadline) {
  std::vector<Rows> rows;
  ResultPointer failure;
  for (const Expected& what : expected) {
    ResultPointer result = nextResult(deadline);
    if (result == nullptr) lose("receive");
    if (isFailure(result.get())) {
      if (failure == nullptr) failure = std::move(result);  // those after it were skipped
    } else if (what.prepares != nullptr) {
      prepared_.insert(what.prepares);
    } else {
      rows.emplace_back(std::move(result));
    }
    if (nextResult(deadline) != nullptr) lose("receive");  // a null pointer ends each
  }
  ResultPointer end = nextResult(deadline);
  if (end == nullptr || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) {
    // A commit can fail in the end: a deferred constraint, or no standby to confirm it.
    if (failure == nullptr) failure = std::move(end);
    if (failure == nullptr) lose("receive");
    close();
  } else {
    if (PQexitPipelineMode(connection_.get()) != 1) lose("end a pipeline");
  }
  if (failure != nullptr) throwFailure(failure.get());
  return rows;
}

std::vector<Rows> Link::Implementation::run(std::span<const Call> calls, Deadline deadline) {
  requireConnection();
  const auto expected = send(calls);
  flush(deadline);
  return receive(expected, deadline);
}

void Link::Implementation::script(const char* sql, Deadline deadline) {
  requireConnection();
  sent(PQsendQuery(connection_.get(), sql));
  (void)lastResult(deadline);
}

Rows Link::Implementation::query(const char* sql, Deadline deadline) {
  requireConnection();
  sent(PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, kBinary));
  return Rows(lastResult(deadline));
}

// Of a query that is no pipeline. The first that failed instead, for there is none after it.
ResultPointer Link::Implementation::lastResult(Deadline deadline) {
  flush(deadline);
  ResultPointer last = nextResult(deadline);
  if (last == nullptr) lose("receive");
  while (ResultPointer next = nextResult(deadline)) last = std::move(next);
  if (isFailure(last.get())) throwFailure(last.get());
  return last;
}

void Link::Implementation::requireConnection() const {
  if (connection_ == nullptr) throw ConnectionLost("there is no connection to PostgreSQL");
}

void Link::Implementation::lose(const std::string& how) {
  std::string message = "lost PostgreSQL (" + how + ")";
  if (connection_ != nullptr) {
    const std::string_view reason = PQerrorMessage(connection_.get());
    if (!reason.empty()) message += ": " + std::string(reason.substr(0, reason.find_last_not_of('\n') + 1));
  }
  close();
  throw ConnectionLost(message);
}

Link::Link(std::string connection_string, std::string settings)
    : implementation_(std::make_unique<Implementation>(std::move(connection_string), std::move(settings))) {}
Link::~Link() = default;
void Link::open(Deadline deadline) { implementation_->open(deadline); }
bool Link::isOpen() { return implementation_->isOpen(); }
void Link::close() noexcept { implementation_->close(); }
std::vector<Rows> Link::run(std::span<const Call> calls, Deadline deadline) {
  return implementation_->run(calls, deadline);
}
void Link::script(const char* sql, Deadline deadline) { implementation_->script(sql, deadline); }
Rows Link::query(const char* sql, Deadline deadline) { return implementation_->query(sql, deadline); }

}  // namespace heliograph::store
