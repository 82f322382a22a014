-- One begin and one verify, for pgbench: what the server does for each call (server/store/postgres/offline_batches.cc),
-- as a program would write it that handles one call at a time: one statement, one round trip and one commit for each
-- command. Prepared (pgbench -M prepared); :devices is how many there are, :wrong one wrong password in so many. Each
-- client has devices of its own, as no user of the server's load confirms two payments at once.
\set number 1 + :client_id + :clients * random(0, :devices / :clients - 1)
\set random_id random(1, 9223372036854775806)
\set guess random(1, :wrong)

WITH begun AS (
  SELECT d.shard, d.device_id, d.application_id, d.organisation_id, m.keys_version, m.keys_sealed, m.failures,
    (lpad(to_hex(d.shard), 4, '0') || lpad(to_hex(:random_id::bigint), 28, '0'))::uuid AS session_id,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
  FROM bench_devices b
  JOIN devices d ON d.shard = b.shard AND d.device_id = b.device_id
  JOIN methods m ON m.shard = d.shard AND m.device_id = d.device_id AND m.auth_method = 1
  WHERE b.number = :number::bigint AND d.state = 'ACTIVE' AND d.lock_reason IS NULL AND m.lock_reason IS NULL
    AND m.failures < 10 AND (SELECT version FROM directory_version WHERE id = 1) > 0
  FOR NO KEY UPDATE OF d
), sessions AS (
  INSERT INTO offline_sessions
    (shard, session_id, device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at)
  SELECT shard, session_id, device_id, 1, 6, '\x0011223344556677'::bytea,
    'Pay 1,234.56 EUR to DE89 3704 0044 0532 0130 00, no. 0000000000', 'STARTED', now, now + 300000
  FROM begun
), events AS (
  INSERT INTO audit_events (at, actor, api_key_id, request_id, address, action, outcome, organisation_id,
    application_id, device_id, session_id, auth_method, context_hash, detail)
  SELECT now, 'API_KEY', organisation_id, '00000000-0000-4000-8000-000000000000', '127.0.0.1',
    'OFFLINE_AUTHENTICATION_BEGUN', 'SUCCESS', organisation_id, application_id, device_id, session_id, 1,
    '\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'::bytea, ''
  FROM begun
)
SELECT shard, session_id, device_id, application_id, organisation_id, keys_version, keys_sealed, failures FROM begun
\gset begun_

SELECT (SELECT version FROM directory_version WHERE id = 1),
  s.device_id, d.application_id, d.organisation_id, s.auth_method, s.otp_length, s.nonce, s.context, s.status,
  s.created_at, s.expires_at, s.finished_at,
  m.auth_method, m.keys_version, m.keys_sealed, m.failures, m.locks, m.lock_reason, m.lock_since, m.lock_until,
  m.activated_at, m.last_used_at, m.version AS method_version, d.lock_reason, d.lock_since, d.lock_until
FROM offline_sessions s
JOIN devices d ON d.shard = s.shard AND d.device_id = s.device_id
LEFT JOIN methods m ON m.shard = s.shard AND m.device_id = s.device_id AND m.auth_method = s.auth_method
WHERE s.shard = :begun_shard::integer AND s.session_id = :begun_session_id::uuid
\gset loaded_

WITH taken AS (
  SELECT shard, device_id, application_id, organisation_id,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now
  FROM devices
  WHERE shard = :begun_shard::integer AND device_id = :begun_device_id::uuid AND state = 'ACTIVE'
    AND lock_reason IS NULL
  FOR NO KEY UPDATE
), recorded AS (
  UPDATE methods m
  SET failures = CASE WHEN :guess::integer = 1 THEN 1 ELSE 0 END, locks = 0, last_used_at = taken.now,
    version = m.version + 1
  FROM taken
  JOIN offline_sessions s ON s.shard = taken.shard AND s.session_id = :begun_session_id::uuid
  WHERE m.shard = taken.shard AND m.device_id = taken.device_id AND m.auth_method = 1
    AND m.version = :loaded_method_version::bigint AND m.lock_reason IS NULL
    AND s.device_id = taken.device_id AND s.auth_method = 1 AND s.status = 'STARTED'
  RETURNING taken.*
), ended AS (
  UPDATE offline_sessions s SET status = 'COMPLETED', finished_at = recorded.now
  FROM recorded
  WHERE s.shard = recorded.shard AND s.session_id = :begun_session_id::uuid AND :guess::integer <> 1
)
INSERT INTO audit_events (at, actor, api_key_id, request_id, address, action, outcome, organisation_id, application_id,
  device_id, session_id, auth_method, context_hash, detail)
SELECT now, 'API_KEY', organisation_id, '00000000-0000-4000-8000-000000000000', '127.0.0.1',
  'OFFLINE_AUTHENTICATION_ATTEMPTED', CASE WHEN :guess::integer = 1 THEN 'FAILURE' ELSE 'SUCCESS' END,
  organisation_id, application_id, device_id, :begun_session_id::uuid, 1,
  '\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'::bytea, ''
FROM recorded;
