#include "store/postgres/offline_batches.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "store/commands/audit_columns.h"
#include "store/commands/audit_sql.h"
#include "store/commands/domain_columns.h"
#include "store/commands/idempotency_rows.h"
#include "store/commands/statement.h"
#include "store/postgres/column_arrays.h"

namespace heliograph::store {
namespace {

constexpr Sql kTakeDevices(R"sql(
  SELECT 1 FROM unnest($1::integer[], $2::uuid[]) AS asked (shard, device_id)
  JOIN devices d ON d.shard = asked.shard AND d.device_id = asked.device_id
  ORDER BY d.shard, d.device_id FOR NO KEY UPDATE OF d
)sql");

// `IS NOT FALSE` keeps the planner from an index of all active devices, or of all open sessions of one, which looks
// short to it while the tables are new.
constexpr Sql kBegin(kAuditSql<R"sql(
  WITH asked AS (
    SELECT * FROM unnest($1::bigint[], $2::integer[], $3::uuid[], $4::uuid[], $5::integer[], $6::bytea[], $7::text[],
        $8::bigint[], $9::bigint[], $10::bigint[], $11::bytea[], $12::bytea[], {arrays 13})
      AS asked (call, shard, session_id, device_id, auth_method, nonce, context,
        now, directory_version, offers, key_hash, request_hash, {asked})
  ), begun AS (
    SELECT asked.*, d.application_id, d.organisation_id, offer.otp_length, asked.now + offer.lifetime AS expires_at,
      offer.failures_allowed - m.failures AS remaining_attempts, m.keys_version, m.keys_sealed
    FROM asked
    JOIN devices d ON d.shard = asked.shard AND d.device_id = asked.device_id
    JOIN methods m ON m.shard = asked.shard AND m.device_id = asked.device_id AND m.auth_method = asked.auth_method
    JOIN unnest($27::bigint[], $28::uuid[], $29::integer[], $30::bigint[], $31::bigint[])
      AS offer (offers, application_id, otp_length, lifetime, failures_allowed)
      ON offer.offers = asked.offers AND offer.application_id = d.application_id
    WHERE asked.directory_version = (SELECT version FROM directory_version WHERE id = 1)
      AND (d.state = 'ACTIVE') IS NOT FALSE AND d.lock_reason IS NULL
      AND m.lock_reason IS NULL AND m.failures < offer.failures_allowed
      AND NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.shard = asked.shard AND k.key_hash = asked.key_hash)
  ), sessions AS (
    INSERT INTO offline_sessions
      (shard, session_id, device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at)
    SELECT shard, session_id, device_id, auth_method, otp_length, nonce, context, 'STARTED', now, expires_at FROM begun
  ), kept AS (
    INSERT INTO idempotency_keys (shard, key_hash, request_hash, session_id, remaining_attempts, created_at)
    SELECT shard, key_hash, request_hash, session_id, remaining_attempts, now FROM begun WHERE key_hash IS NOT NULL
  ), events AS (
    INSERT INTO audit_events ({columns}) SELECT {asked but application_id} FROM begun
  )
  SELECT call, application_id, organisation_id, otp_length, expires_at, remaining_attempts, keys_version, keys_sealed
  FROM begun
)sql">);

// Where two attempts at one method are among them the first one counts, and the other has lost the race.
constexpr Sql kRecord(kAuditSql<R"sql(
  WITH asked AS (
    SELECT * FROM unnest($1::bigint[], $2::integer[], $3::uuid[], $4::uuid[], $5::integer[], $6::bigint[], $7::bigint[],
        $8::bigint[], $9::text[], $10::bigint[], $11::bytea[], $12::bytea[],
        $13::bigint[], $14::text[], $15::bigint[], $16::bigint[], $17::bigint[], {arrays 18})
      AS asked (call, shard, session_id, device_id, auth_method, expected_version, failures,
        locks, session_status, now, key_hash, request_hash,
        is_right, outcome_status, remaining_attempts, finished_at, locked_until, {asked})
  ), open AS MATERIALIZED (
    SELECT asked.*
    FROM asked
    JOIN devices d ON d.shard = asked.shard AND d.device_id = asked.device_id
    JOIN offline_sessions s ON s.shard = asked.shard AND s.session_id = asked.session_id
    WHERE (d.state = 'ACTIVE') IS NOT FALSE AND d.lock_reason IS NULL
      AND s.device_id = asked.device_id AND s.auth_method = asked.auth_method AND (s.status = 'STARTED') IS NOT FALSE
      AND NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.shard = asked.shard AND k.key_hash = asked.key_hash)
  ), recorded AS (
    UPDATE methods m SET failures = open.failures, locks = open.locks, last_used_at = open.now, version = m.version + 1
    FROM open
    WHERE m.shard = open.shard AND m.device_id = open.device_id AND m.auth_method = open.auth_method
      AND m.version = open.expected_version AND m.lock_reason IS NULL
    RETURNING open.*
  ), ended AS (
    UPDATE offline_sessions s SET status = recorded.session_status, finished_at = recorded.now FROM recorded
    WHERE s.shard = recorded.shard AND s.session_id = recorded.session_id AND recorded.session_status <> 'STARTED'
  ), kept AS (
    INSERT INTO idempotency_keys (shard, key_hash, request_hash, session_id, is_right, session_status,
      remaining_attempts, finished_at, locked_until, created_at)
    SELECT shard, key_hash, request_hash, session_id, is_right, outcome_status, remaining_attempts, finished_at,
      locked_until, now FROM recorded WHERE key_hash IS NOT NULL
  ), events AS (
    INSERT INTO audit_events ({columns}) SELECT {asked} FROM recorded
  )
  SELECT call FROM recorded
)sql">);

constexpr Sql kLoad(R"sql(
  SELECT asked.call, (SELECT version FROM directory_version WHERE id = 1),
    s.device_id, d.application_id, d.organisation_id, s.auth_method, s.otp_length, s.nonce, s.context, s.status,
    s.created_at, s.expires_at, s.finished_at,
    m.auth_method, m.keys_version, m.keys_sealed, m.failures, m.locks, m.lock_reason, m.lock_since, m.lock_until,
    m.activated_at, m.last_used_at, m.version,
    d.lock_reason, d.lock_since, d.lock_until,
    k.request_hash, k.is_right, k.session_status, k.remaining_attempts, k.finished_at, k.locked_until
  FROM unnest($1::bigint[], $2::integer[], $3::uuid[], $4::bytea[]) AS asked (call, shard, session_id, key_hash)
  JOIN offline_sessions s ON s.shard = asked.shard AND s.session_id = asked.session_id
  JOIN devices d ON d.shard = s.shard AND d.device_id = s.device_id
  LEFT JOIN methods m ON m.shard = s.shard AND m.device_id = s.device_id AND m.auth_method = s.auth_method
  LEFT JOIN idempotency_keys k ON k.shard = asked.shard AND k.key_hash = asked.key_hash
)sql");

using enum PostgresType;

void addAuditColumns(ColumnArrays& rows) {
  static const std::map<std::string_view, PostgresType> kTypes{
      {"bigint", kInt8}, {"integer", kInt4}, {"text", kText}, {"uuid", kUuid}, {"bytea", kBytea}};
  for (const AuditColumn& column : kAuditColumns) rows.addColumn(kTypes.at(column.postgres_type));
}

std::optional<crypto::Sha256Hash> keyOf(const std::optional<domain::IdempotencyKey>& idempotency) {
  return idempotency ? std::optional(idempotency->key) : std::nullopt;
}
std::optional<crypto::Sha256Hash> requestOf(const std::optional<domain::IdempotencyKey>& idempotency) {
  return idempotency ? std::optional(idempotency->request) : std::nullopt;
}

const DeviceId& deviceOf(const ChangeCall& call) {
  const auto* begin = std::get_if<BeginCall>(&call);
  return begin != nullptr ? begin->begin.device : std::get<AttemptCall>(call).attempt.device;
}

ColumnArrays devicesOf(std::span<ChangeCall* const> calls) {
  std::vector<DeviceId> devices;
  devices.reserve(calls.size());
  for (const ChangeCall* call : calls) devices.push_back(deviceOf(*call));
  std::ranges::sort(devices);
  devices.erase(std::unique(devices.begin(), devices.end()), devices.end());
  ColumnArrays rows{kInt4, kUuid};
  for (const DeviceId& device : devices) rows.add(inShard(device));
  return rows;
}

// --- begin -----------------------------------------------------------------------------------------------------------

ColumnArrays askedOf(std::span<BeginCall* const> calls, std::span<const std::int64_t> offers) {
  ColumnArrays rows{kInt8, kInt4, kUuid, kUuid, kInt4, kBytea, kText, kInt8, kInt8, kInt8, kBytea, kBytea};
  addAuditColumns(rows);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const domain::NewOfflineSession& begin = calls[i]->begin;
    rows.add(i, inShard(begin.id), begin.device, begin.auth_method, begin.nonce, begin.context, begin.now,
             begin.directory_version, offers[i], keyOf(begin.idempotency), requestOf(begin.idempotency),
             calls[i]->event);
  }
  return rows;
}

// Most callers offer the same: each list of offers goes once, and `numbers` says which one each call has.
ColumnArrays offersOf(std::span<BeginCall* const> calls, std::vector<std::int64_t>& numbers) {
  ColumnArrays rows{kInt8, kUuid, kInt4, kInt8, kInt8};
  std::vector<const std::vector<domain::OfflineOffer>*> lists;
  for (const BeginCall* call : calls) {
    const auto& offers = call->begin.offers;
    const auto known = std::ranges::find_if(lists, [&](const auto* list) { return *list == offers; });
    numbers.push_back(known - lists.begin());
    if (known != lists.end()) continue;
    lists.push_back(&offers);
    for (const domain::OfflineOffer& offer : offers) {
      const std::chrono::milliseconds lifetime = offer.lifetime;
      rows.add(numbers.back(), offer.application, offer.otp_length, lifetime.count(), offer.attempts.failures_allowed);
    }
  }
  return rows;
}

std::vector<Parameter> parametersOf(std::span<BeginCall* const> calls) {
  std::vector<std::int64_t> numbers;
  const ColumnArrays offers = offersOf(calls, numbers);
  auto parameters = askedOf(calls, numbers).parametersOfStatement();
  std::ranges::move(offers.parametersOfStatement(), std::back_inserter(parameters));
  return parameters;
}

void answer(std::span<BeginCall* const> calls, const Rows& rows) {
  for (int row = 0; row < rows.size(); ++row) {
    rows.moveTo(row);
    auto [i, application, organisation, otp_length, expires_at, remaining_attempts, keys] =
        valuesOf<std::size_t, ApplicationId, domain::OrganisationId, protocol::OtpLength, TimePoint, int,
                 domain::Wrapped>(rows);
    BeginCall& call = *calls[i];
    const domain::NewOfflineSession& begin = call.begin;
    call.begun = domain::BegunOfflineSession{
        .session = {.id = begin.id,
                    .device = begin.device,
                    .application = application,
                    .organisation = organisation,
                    .parameters = {.method = begin.auth_method, .otp_length = otp_length, .nonce = begin.nonce},
                    .context = begin.context,
                    .status = domain::SessionStatus::kStarted,
                    .created_at = begin.now,
                    .expires_at = expires_at,
                    .finished_at = std::nullopt},
        .keys = std::move(keys),
        .remaining_attempts = remaining_attempts};
  }
}

// --- attempts --------------------------------------------------------------------------------------------------------

std::vector<Parameter> parametersOf(std::span<AttemptCall* const> calls) {
  ColumnArrays rows{kInt8, kInt4,  kUuid,  kUuid, kInt4, kInt8, kInt8, kInt8, kText,
                    kInt8, kBytea, kBytea, kInt8, kText, kInt8, kInt8, kInt8};
  addAuditColumns(rows);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const domain::OfflineAttempt& attempt = calls[i]->attempt;
    rows.add(i, inShard(attempt.session), attempt.device, attempt.auth_method, attempt.expected_method_version,
             attempt.state.failures, attempt.state.locks, attempt.session_status, attempt.now,
             keyOf(attempt.idempotency), requestOf(attempt.idempotency), attempt.outcome, calls[i]->event);
  }
  return rows.parametersOfStatement();
}

void answer(std::span<AttemptCall* const> calls, const Rows& rows) {
  for (int row = 0; row < rows.size(); ++row) {
    rows.moveTo(row);
    const auto [i] = valuesOf<std::size_t>(rows);
    calls[i]->is_recorded = true;
  }
}

// --- loads -----------------------------------------------------------------------------------------------------------

using Loaded = Result<domain::OfflineSessionView, domain::LoadOfflineRefusal>;

// As domain::Method, whose columns are all NULL where there is none.
std::optional<domain::Method> methodFrom(Columns& columns) {
  const auto auth_method = Stored<std::optional<protocol::AuthMethod>>::read(columns);
  if (!auth_method) {
    columns.skip(10);
    return std::nullopt;
  }
  auto keys = Stored<domain::Wrapped>::read(columns);
  const auto attempts = Stored<domain::AttemptState>::read(columns);
  const auto activated_at = Stored<TimePoint>::read(columns);
  const auto last_used_at = Stored<std::optional<TimePoint>>::read(columns);
  return domain::Method{.auth_method = *auth_method,
                        .keys = std::move(keys),
                        .attempts = attempts,
                        .activated_at = activated_at,
                        .last_used_at = last_used_at,
                        .version = Stored<domain::RowVersion>::read(columns)};
}

domain::OfflineSession sessionFrom(Columns& columns, const domain::OfflineSessionId& id) {
  const auto device = Stored<DeviceId>::read(columns);
  const auto application = Stored<ApplicationId>::read(columns);
  const auto organisation = Stored<domain::OrganisationId>::read(columns);
  const auto auth_method = Stored<protocol::AuthMethod>::read(columns);
  const auto otp_length = Stored<protocol::OtpLength>::read(columns);
  const auto nonce = Stored<protocol::Nonce>::read(columns);
  auto context = Stored<protocol::Context>::read(columns);
  const auto status = Stored<domain::SessionStatus>::read(columns);
  const auto created_at = Stored<TimePoint>::read(columns);
  const auto expires_at = Stored<TimePoint>::read(columns);
  return {.id = id,
          .device = device,
          .application = application,
          .organisation = organisation,
          .parameters = {.method = auth_method, .otp_length = otp_length, .nonce = nonce},
          .context = std::move(context),
          .status = status,
          .created_at = created_at,
          .expires_at = expires_at,
          .finished_at = Stored<std::optional<TimePoint>>::read(columns)};
}

Loaded loadedFrom(Columns& columns, const LoadCall& call) {
  using Refusal = domain::LoadOfflineRefusal;
  if (Stored<domain::DirectoryVersion>::read(columns) != call.directory_version) return fail(Refusal::kStaleDirectory);
  domain::OfflineSessionView view{
      .session = sessionFrom(columns, call.id), .method = methodFrom(columns), .device_lock = std::nullopt};
  view.device_lock = Stored<std::optional<domain::Lock>>::read(columns);
  const auto request = Stored<std::optional<crypto::Sha256Hash>>::read(columns);
  if (request && *request != call.idempotency->request) return fail(Refusal::kKeyReused);
  view.earlier = Stored<std::optional<domain::VerifyOutcome>>::read(columns);
  columns.finish();
  return view;
}

}  // namespace

bool canBeBatched(const domain::NewOfflineSession& begin, const domain::AuditTrail& audit) {
  return audit.size() == 1 && domain::shardOf(begin.id) == domain::shardOf(begin.device);
}

bool canBeBatched(const domain::OfflineAttempt& attempt, const domain::AuditTrail& audit) {
  return audit.size() == 1 && !attempt.state.lock &&
         domain::shardOf(attempt.session) == domain::shardOf(attempt.device) &&
         (attempt.outcome || !attempt.idempotency);
}

void runChanges(Link& link, std::span<ChangeCall* const> calls, Deadline deadline) {
  std::vector<BeginCall*> begins;
  std::vector<AttemptCall*> attempts;
  for (ChangeCall* call : calls) {
    if (auto* begin = std::get_if<BeginCall>(call)) {
      begins.push_back(begin);
    } else {
      attempts.push_back(&std::get<AttemptCall>(*call));
    }
  }
  const auto devices = devicesOf(calls).parametersOfStatement();
  // Most batches have both, many have one alone.
  const auto begin_parameters = begins.empty() ? std::vector<Parameter>() : parametersOf(begins);
  const auto attempt_parameters = attempts.empty() ? std::vector<Parameter>() : parametersOf(attempts);
  std::vector<Call> pipeline{{.sql = kTakeDevices.text(), .parameters = devices}};
  if (!begins.empty()) pipeline.push_back({.sql = kBegin.text(), .parameters = begin_parameters});
  if (!attempts.empty()) pipeline.push_back({.sql = kRecord.text(), .parameters = attempt_parameters});
  const auto results = link.run(pipeline, deadline);
  if (!begins.empty()) answer(begins, results[1]);
  if (!attempts.empty()) answer(attempts, results.back());
}

void runLoads(Link& link, std::span<LoadCall* const> calls, Deadline deadline) {
  ColumnArrays rows{kInt8, kInt4, kUuid, kBytea};
  for (std::size_t i = 0; i < calls.size(); ++i) rows.add(i, inShard(calls[i]->id), keyOf(calls[i]->idempotency));
  const auto parameters = rows.parametersOfStatement();
  const std::vector<Call> pipeline{{.sql = kLoad.text(), .parameters = parameters}};
  const auto results = link.run(pipeline, deadline);
  for (int row = 0; row < results.front().size(); ++row) {
    results.front().moveTo(row);
    Columns columns(results.front());
    LoadCall& call = *calls[Stored<std::size_t>::read(columns)];
    call.loaded = loadedFrom(columns, call);
  }
}

}  // namespace heliograph::store
