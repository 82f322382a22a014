#include "store/sqlite/sqlite_store.h"

#include <stdexcept>
#include <vector>

#include "store/commands/command_store.h"
#include "store/sqlite/database_file.h"
#include "store/sqlite/readers.h"
#include "store/sqlite/writer.h"

namespace heliograph::store {
namespace {

// Queries are short and mostly found in memory, so a few connections keep up with many threads.
constexpr int kReaders = 4;

std::vector<SqliteConnection> openReaders(const SqliteOptions& options) {
  std::vector<SqliteConnection> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back(options.file, SqliteConnection::Access::kRead, options.busy_timeout);
  }
  return readers;
}

// What changes goes through the writer, what only looks through the readers; the commands are in the files of their
// subjects.
class SqliteStore final : public CommandStore {
 public:
  explicit SqliteStore(const SqliteOptions& options)
      : writer_(openDatabaseFile(options), options.max_waiting_commands, *options.observer),
        readers_(openReaders(options)) {}

 protected:
  void runWriting(const Work& work) override { writer_.run(work); }
  void runReading(const Work& work) override { readers_.run(work); }

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
