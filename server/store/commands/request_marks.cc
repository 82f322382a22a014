#include "store/commands/request_marks.h"

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kFindMark(R"sql(
  SELECT received_at FROM request_marks WHERE shard = ? AND device_id = ? AND request_id = ?
)sql");
constexpr Sql kInsertMark(R"sql(
  INSERT INTO request_marks (shard, device_id, request_id, received_at) VALUES (?, ?, ?, ?)
)sql");

}  // namespace

bool isMarked(Connection& connection, const DeviceId& device, const domain::RequestMark& mark) {
  return readValue<TimePoint>(connection, kFindMark, inShard(device), mark.id).has_value();
}

void setMark(Connection& connection, const DeviceId& device, const domain::RequestMark& mark) {
  change(connection, kInsertMark, inShard(device), mark.id, mark.received_at);
}

}  // namespace heliograph::store
