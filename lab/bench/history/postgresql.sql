-- Finished offline authentications of the last thirty days, :per_device for each device: by psql, with the database's
-- durability put off, since it can be made again.
SET synchronous_commit = off;
INSERT INTO offline_sessions
  (shard, session_id, device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at, finished_at)
SELECT
  shard,
  -- The shard's four hexadecimal digits stay in front.
  (substr(device_id::text, 1, 4) || substr(md5(random()::text || device_id::text || number::text), 5))::uuid,
  device_id, 1, 6, decode(substr(md5(random()::text), 1, 16), 'hex'),
  'Pay 1,234.56 EUR to DE89 3704 0044 0532 0130 00, no. ' || lpad(number::text, 10, '0'),
  'COMPLETED', begun_at, begun_at + 300000, begun_at + 20000
FROM generate_series(1, :per_device) AS number
CROSS JOIN LATERAL (
  SELECT (extract(epoch FROM now()) * 1000)::bigint - 2592000000 + number * (2591000000 / :per_device) AS begun_at
) AS times
CROSS JOIN devices;
-- The preparation's own requests are older than a server remembers: it would clean up while it is measured.
TRUNCATE request_marks;
VACUUM (ANALYZE) offline_sessions;
VACUUM (ANALYZE) devices;
VACUUM (ANALYZE) methods;
CHECKPOINT;
