// What the server is compared with on SQLite: a plain loop over SQLite's own interface that runs the statements of
// begin and verify one after the other, prepared once, on one connection, with one commit for each command that changes
// something. No HTTP, no JSON, no cryptography, no threads.
//
//   begin   BEGIN IMMEDIATE; directory version, device, method; insert session, event; COMMIT
//   verify  BEGIN; directory version, session, device, method; COMMIT
//           BEGIN IMMEDIATE; device, open session, method; record use, end session, insert event; COMMIT
//
// The database is one that `heliograph-lab bench prepare` has made, so schema and rows are the server's. Every column
// is fetched. The settings are those of server/store/sqlite/connection.cc, WAL with synchronous = FULL among them. What
// the server does on top, the loop leaves out: savepoints around each command, and the sealing of the audit log.

#include <sqlite3.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/loop_statements.h"

namespace heliograph::bench {
namespace {

using Steady = std::chrono::steady_clock;
using Blob = std::vector<std::uint8_t>;

constexpr std::size_t kUuidSize = 16;
constexpr int kMethodId = 1;
constexpr int kOtpLength = 6;
constexpr std::size_t kNonceSize = 8;
constexpr std::size_t kHashSize = 32;
constexpr std::int64_t kSessionMilliseconds = 300'000;
constexpr std::string_view kContext = "Pay 1,234.56 EUR to DE89 3704 0044 0532 0130 00, no. 0000000000";
constexpr std::string_view kRequestId = "00000000-0000-4000-8000-000000000000";

void check(int result, sqlite3* connection) {
  if (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE) {
    throw std::runtime_error(sqlite3_errmsg(connection));
  }
}

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

Connection open(const std::string& file) {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(handle);
  check(opened, handle);
  for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                      {SQLITE_DBCONFIG_DQS_DML, 0},
                                      {SQLITE_DBCONFIG_DQS_DDL, 0},
                                      {SQLITE_DBCONFIG_ENABLE_FKEY, 1}}) {
    check(sqlite3_db_config(handle, option, value, nullptr), handle);
  }
  constexpr const char* kPragmas =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; "
      "PRAGMA cell_size_check = ON;";
  check(sqlite3_exec(handle, kPragmas, nullptr, nullptr, nullptr), handle);
  return connection;
}

class Statement {
 public:
  Statement(const Connection& connection, const char* sql) : connection_(connection.get()) {
    sqlite3_stmt* made = nullptr;
    check(sqlite3_prepare_v3(connection_, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr), connection_);
    statement_.reset(made);
  }

  // Binds, runs to the end and resets; how many rows there were.
  template <class... Values>
  int run(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    int rows = 0;
    int result = sqlite3_step(statement_.get());
    while (result == SQLITE_ROW) {
      fetchAll();
      ++rows;
      result = sqlite3_step(statement_.get());
    }
    check(result, connection_);
    sqlite3_reset(statement_.get());
    return rows;
  }
  // The integer in a column of the row that run() saw last.
  [[nodiscard]] std::int64_t lastInteger() const { return last_integer_; }
  void forEachRow(const auto& use) {
    while (sqlite3_step(statement_.get()) == SQLITE_ROW) use(statement_.get());
    sqlite3_reset(statement_.get());
  }

 private:
  void bind(int index, std::nullptr_t /*null*/) { sqlite3_bind_null(statement_.get(), index); }
  void bind(int index, std::int64_t value) { sqlite3_bind_int64(statement_.get(), index, value); }
  void bind(int index, int value) { sqlite3_bind_int64(statement_.get(), index, value); }
  void bind(int index, std::string_view text) {
    sqlite3_bind_text(statement_.get(), index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, const Blob& blob) {
    sqlite3_bind_blob(statement_.get(), index, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
  }
  void fetchAll() {
    const int columns = sqlite3_column_count(statement_.get());
    for (int column = 0; column < columns; ++column) {
      if (sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER) {
        last_integer_ = sqlite3_column_int64(statement_.get(), column);
      } else {
        fetched_bytes_ += sqlite3_column_bytes(statement_.get(), column);
      }
    }
  }

  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement_;
  std::int64_t last_integer_ = 0;
  std::int64_t fetched_bytes_ = 0;
};

struct LoopDevice {
  std::int64_t shard;
  Blob id;
  Blob application;
  Blob organisation;
};

std::vector<LoopDevice> readDevices(const Connection& connection) {
  std::vector<LoopDevice> devices;
  Statement statement(connection,
                      "SELECT shard, device_id, application_id, organisation_id FROM devices WHERE state = 'ACTIVE'");
  statement.forEachRow([&](sqlite3_stmt* row) {
    const auto blob = [row](int column) {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(row, column));
      return Blob(bytes, bytes + sqlite3_column_bytes(row, column));
    };
    devices.push_back({sqlite3_column_int64(row, 0), blob(1), blob(2), blob(3)});
  });
  if (devices.empty()) throw std::runtime_error("there is no device in the database; see heliograph-lab bench prepare");
  return devices;
}

std::int64_t nowMilliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class Loop {
 public:
  Loop(const std::string& file, double wrong)
      : connection_(open(file)), devices_(readDevices(connection_)), wrong_(wrong) {}

  void pair() {
    const LoopDevice& device = devices_[std::uniform_int_distribution<std::size_t>(0, devices_.size() - 1)(random_)];
    const Blob session = newSessionId(device);
    begin(device, session);
    load(device, session);
    record(device, session, std::bernoulli_distribution(wrong_)(random_));
  }

 private:
  Blob newSessionId(const LoopDevice& device) {
    Blob id(kUuidSize);
    for (std::uint8_t& byte : id) byte = static_cast<std::uint8_t>(random_());
    id[0] = device.id[0];
    id[1] = device.id[1];
    return id;
  }

  void begin(const LoopDevice& device, const Blob& session) {
    const std::int64_t now = nowMilliseconds();
    begin_write_.run();
    read_directory_version_.run();
    read_device_.run(device.shard, device.id);
    read_method_.run(device.shard, device.id, kMethodId);
    insert_session_.run(device.shard, session, device.id, kMethodId, kOtpLength, nonce_, kContext, now,
                        now + kSessionMilliseconds);
    insertEvent(now, "OFFLINE_AUTHENTICATION_BEGUN", "SUCCESS", device, session);
    commit_.run();
  }

  void load(const LoopDevice& device, const Blob& session) {
    begin_read_.run();
    read_directory_version_.run();
    read_session_.run(device.shard, session);
    read_device_.run(device.shard, device.id);
    read_method_.run(device.shard, device.id, kMethodId);
    commit_.run();
  }

  void record(const LoopDevice& device, const Blob& session, bool is_wrong) {
    const std::int64_t now = nowMilliseconds();
    begin_write_.run();
    read_device_.run(device.shard, device.id);
    read_open_session_.run(device.shard, session, device.id, kMethodId);
    read_method_.run(device.shard, device.id, kMethodId);
    const std::int64_t version = read_method_.lastInteger();
    record_use_.run(is_wrong ? 1 : 0, 0, nullptr, nullptr, nullptr, now, device.shard, device.id, kMethodId, version);
    if (sqlite3_changes(connection_.get()) != 1) throw std::logic_error("the method was not at its version");
    if (!is_wrong) end_session_.run("COMPLETED", now, device.shard, session);
    insertEvent(now, "OFFLINE_AUTHENTICATION_ATTEMPTED", is_wrong ? "FAILURE" : "SUCCESS", device, session);
    commit_.run();
  }

  void insertEvent(std::int64_t now, std::string_view action, std::string_view outcome, const LoopDevice& device,
                   const Blob& session) {
    insert_event_.run(now, "API_KEY", api_key_, kRequestId, "127.0.0.1", action, outcome, device.organisation,
                      device.application, device.id, session, kMethodId, context_hash_, "");
  }

  Connection connection_;
  Statement begin_read_{connection_, "BEGIN"};
  Statement begin_write_{connection_, "BEGIN IMMEDIATE"};
  Statement commit_{connection_, "COMMIT"};
  Statement read_directory_version_{connection_, kReadDirectoryVersion};
  Statement read_device_{connection_, kReadDevice};
  Statement read_method_{connection_, kReadMethod};
  Statement insert_session_{connection_, kInsertSession};
  Statement read_session_{connection_, kReadSession};
  Statement read_open_session_{connection_, kReadOpenSession};
  Statement record_use_{connection_, kRecordUse};
  Statement end_session_{connection_, kEndSession};
  Statement insert_event_{connection_, kInsertEvent};
  std::vector<LoopDevice> devices_;
  double wrong_;
  std::mt19937_64 random_{std::random_device()()};
  Blob nonce_ = Blob(kNonceSize, 0x5A);
  Blob api_key_ = Blob(kUuidSize, 0x11);
  Blob context_hash_ = Blob(kHashSize, 0x22);
};

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  constexpr double kMicrosecondsPerSecond = 1e6;
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / kMicrosecondsPerSecond;
}

std::uint64_t pairsWithin(Loop& loop, double seconds) {
  const auto end = Steady::now() + std::chrono::duration<double>(seconds);
  std::uint64_t pairs = 0;
  for (; Steady::now() < end; ++pairs) loop.pair();
  return pairs;
}

int run(int count, char** arguments) {
  std::string file;
  double warm_up = 1;
  double seconds = 10;
  double wrong = 0.01;
  CLI::App app("The server's statements on SQLite, in a plain loop", "sqlite_loop");
  app.add_option("--database", file, "A database that heliograph-lab bench prepare made; no server runs on it")
      ->required();
  app.add_option("--warm-up", warm_up, "Seconds before measuring");
  app.add_option("--seconds", seconds, "Seconds to measure");
  app.add_option("--wrong", wrong, "The part of passwords that are wrong");
  CLI11_PARSE(app, count, arguments);
  Loop loop(file, wrong);
  pairsWithin(loop, warm_up);
  const double cpu_before = cpuSeconds();
  const std::uint64_t pairs = pairsWithin(loop, seconds);
  std::printf("{\"pairs\":%llu,\"pairs_per_second\":%.1f,\"seconds\":%.1f,\"cpu_seconds\":%.2f}\n",
              static_cast<unsigned long long>(pairs), static_cast<double>(pairs) / seconds, seconds,
              cpuSeconds() - cpu_before);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace heliograph::bench

int main(int count, char** arguments) {
  try {
    return heliograph::bench::run(count, arguments);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "sqlite_loop: %s\n", failure.what());
    return EXIT_FAILURE;
  }
}
