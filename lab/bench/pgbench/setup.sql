-- pgbench draws devices by number. begin looks one up here, which is all that it does more than the server.
CREATE TABLE bench_devices AS
  SELECT row_number() OVER () AS number, shard, device_id FROM devices WHERE state = 'ACTIVE';
ALTER TABLE bench_devices ADD PRIMARY KEY (number);
VACUUM (ANALYZE) bench_devices;
VACUUM (ANALYZE) devices;
VACUUM (ANALYZE) methods;
CHECKPOINT;
