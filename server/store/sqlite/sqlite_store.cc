#include "store/sqlite/sqlite_store.h"

#include <vector>

#include "store/sqlite/add_or_update_commands.h"
#include "store/sqlite/database_file.h"
#include "store/sqlite/device_commands.h"
#include "store/sqlite/directory_commands.h"
#include "store/sqlite/enrolment_commands.h"
#include "store/sqlite/offline_commands.h"
#include "store/sqlite/readers.h"
#include "store/sqlite/server_key_commands.h"
#include "store/sqlite/writer.h"

namespace heliograph::store {
namespace {

// Queries are short and mostly found in memory, so a few connections keep up with many threads.
constexpr int kReaders = 4;

std::vector<Connection> openReaders(const SqliteOptions& options) {
  std::vector<Connection> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back(options.file, Connection::Access::kRead, options.busy_timeout);
  }
  return readers;
}

// What changes goes through the writer, what only looks through the readers; the commands are in the files of their
// subjects.
class SqliteStore final : public domain::Store {
 public:
  explicit SqliteStore(const SqliteOptions& options)
      : writer_(openDatabaseFile(options), options.max_waiting_commands), readers_(openReaders(options)) {}

  domain::DirectoryVersion directoryVersion() override { return readers_.run(readDirectoryVersion); }
  domain::Directory loadDirectory() override { return readers_.run(readDirectory); }
  void createOrganisation(const domain::OrganisationId& id, const std::string& name, TimePoint now) override {
    writer_.run([&](Connection& connection) { store::createOrganisation(connection, id, name, now); });
  }
  std::optional<domain::OrganisationId> findOrganisation(const std::string& name) override {
    return readers_.run([&](Connection& connection) { return store::findOrganisation(connection, name); });
  }
  void createApplication(const domain::Application& application, TimePoint now) override {
    writer_.run([&](Connection& connection) { store::createApplication(connection, application, now); });
  }
  bool setConfiguration(const ApplicationId& application, const domain::ApplicationConfiguration& configuration,
                        TimePoint now) override {
    return writer_.run(
        [&](Connection& connection) { return store::setConfiguration(connection, application, configuration, now); });
  }
  void createApiKey(const domain::ApiKey& key) override {
    writer_.run([&](Connection& connection) { store::createApiKey(connection, key); });
  }
  bool revokeApiKey(const domain::ApiKeyId& id, TimePoint now) override {
    return writer_.run([&](Connection& connection) { return store::revokeApiKey(connection, id, now); });
  }

  std::optional<domain::ServerKeyRecord> loadServerKeys() override { return readers_.run(readServerKeys); }
  domain::ServerKeyRecord storeServerKeys(const domain::ServerKeyRecord& record) override {
    return writer_.run([&](Connection& connection) { return store::storeServerKeys(connection, record); });
  }

  Result<void, domain::CreateEnrolmentRefusal> createEnrolment(const domain::NewEnrolment& enrolment,
                                                               domain::DirectoryVersion directory_version) override {
    return writer_.run(
        [&](Connection& connection) { return store::createEnrolment(connection, enrolment, directory_version); });
  }
  std::optional<domain::Enrolment> findEnrolment(const domain::EnrolmentId& id) override {
    return readers_.run([&](Connection& connection) { return store::findEnrolment(connection, id); });
  }
  bool cancelEnrolment(const domain::EnrolmentId& id, TimePoint now) override {
    return writer_.run([&](Connection& connection) { return store::cancelEnrolment(connection, id, now); });
  }
  Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> startEnrolment(
      const domain::EnrolmentStart& start) override {
    return writer_.run([&](Connection& connection) { return store::startEnrolment(connection, start); });
  }
  Result<void, domain::EnrolmentFinishRefusal> finishEnrolment(const domain::EnrolmentFinish& finish) override {
    return writer_.run([&](Connection& connection) { return store::finishEnrolment(connection, finish); });
  }

  std::optional<domain::Device> findDevice(const DeviceId& id) override {
    return readers_.run([&](Connection& connection) { return store::findDevice(connection, id); });
  }
  std::vector<domain::Device> findDevices(const domain::DeviceQuery& query) override {
    return readers_.run([&](Connection& connection) { return store::findDevices(connection, query); });
  }
  Result<bool, domain::StartAddOrUpdateRefusal> deactivateDevice(const DeviceId& id,
                                                                 const domain::RequestMark& mark) override {
    return writer_.run([&](Connection& connection) { return store::deactivateDevice(connection, id, mark); });
  }

  Result<void, domain::StartAddOrUpdateRefusal> startAddOrUpdate(const domain::AddOrUpdateSession& session,
                                                                 const domain::RequestMark& mark) override {
    return writer_.run([&](Connection& connection) { return store::startAddOrUpdate(connection, session, mark); });
  }
  std::optional<domain::AddOrUpdateSession> findAddOrUpdateSession(const domain::AddOrUpdateSessionId& id) override {
    return readers_.run([&](Connection& connection) { return store::findAddOrUpdateSession(connection, id); });
  }
  domain::AddOrUpdateRecord recordAddOrUpdateSuccess(const domain::AddOrUpdateSuccess& success) override {
    return writer_.run([&](Connection& connection) { return store::recordAddOrUpdateSuccess(connection, success); });
  }
  domain::AddOrUpdateRecord recordAddOrUpdateFailure(const domain::AddOrUpdateFailure& failure) override {
    return writer_.run([&](Connection& connection) { return store::recordAddOrUpdateFailure(connection, failure); });
  }

  Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
      const domain::NewOfflineSession& session) override {
    return writer_.run([&](Connection& connection) { return store::beginOfflineSession(connection, session); });
  }
  Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
      const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version) override {
    return readers_.run(
        [&](Connection& connection) { return store::loadOfflineSession(connection, id, directory_version); });
  }
  bool recordOfflineAttempt(const domain::OfflineAttempt& attempt) override {
    return writer_.run([&](Connection& connection) { return store::recordOfflineAttempt(connection, attempt); });
  }
  bool cancelOfflineSession(const domain::OfflineSessionId& id, TimePoint now) override {
    return writer_.run([&](Connection& connection) { return store::cancelOfflineSession(connection, id, now); });
  }

 private:
  Writer writer_;    // opens the file and brings it up to date before anybody reads
  Readers readers_;  // closed first: the writer, which may checkpoint, closes last
};

}  // namespace

std::unique_ptr<domain::Store> openSqliteStore(const SqliteOptions& options) {
  try {
    return std::make_unique<SqliteStore>(options);
  } catch (const std::logic_error& failure) {
    // A file whose tables are not what its version says.
    throw domain::StoreUnavailable(failure.what());
  }
}

}  // namespace heliograph::store
