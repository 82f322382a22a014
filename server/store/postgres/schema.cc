#include "store/postgres/schema.h"

#include <string>

#include "store/postgres/single_value.h"

namespace heliograph::store {
namespace {

// "heliogra", so that no other program takes the same by chance.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(7523377975159973473)";
constexpr const char* kMakeTable =
    "CREATE TABLE IF NOT EXISTS schema_steps (step bigint NOT NULL PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT "
    "now())";
constexpr const char* kHasTable = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_steps')";
constexpr const char* kReadStep = "SELECT coalesce(max(step), 0) FROM schema_steps";

std::size_t lastStep(Link& link, Deadline deadline) {
  const auto number = [&](const char* query) { return singleValueOf<std::size_t>(link.query(query, deadline)); };
  return number(kHasTable) == 0 ? 0 : number(kReadStep);
}

// The transaction ends with the link where something fails.
void takeNextSteps(Link& link, Deadline deadline) {
  link.script("BEGIN", deadline);
  (void)link.query(kLock, deadline);
  for (std::size_t step = lastStep(link, deadline); step < postgresSteps().size(); ++step) {
    if (step == 0) link.script(kMakeTable, deadline);
    link.script(postgresSteps()[step], deadline);
    link.script(("INSERT INTO schema_steps (step) VALUES (" + std::to_string(step + 1) + ")").c_str(), deadline);
  }
  link.script("COMMIT", deadline);
}

}  // namespace

void bringUpToDate(Link& link, Deadline deadline) {
  // Without the lock first: a server whose role may not change the schema runs on one that is complete.
  if (lastStep(link, deadline) < postgresSteps().size()) takeNextSteps(link, deadline);
}

}  // namespace heliograph::store
