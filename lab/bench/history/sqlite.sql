-- The same as postgresql.sql, for SQLite; :per_device is bound.
WITH RECURSIVE numbers (number) AS (
  SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :per_device
), times (number, begun_at) AS (
  SELECT number, unixepoch() * 1000 - 2592000000 + number * (2591000000 / :per_device) FROM numbers
)
INSERT INTO offline_sessions
  (shard, session_id, device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at, finished_at)
SELECT shard, CAST(substr(device_id, 1, 2) || randomblob(14) AS BLOB), device_id, 1, 6, randomblob(8),
  'Pay 1,234.56 EUR to DE89 3704 0044 0532 0130 00, no. ' || printf('%010d', number),
  'COMPLETED', begun_at, begun_at + 300000, begun_at + 20000
FROM times CROSS JOIN devices
