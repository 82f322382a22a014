-- The first schema. Times are Unix milliseconds, ids the 16 bytes of a UUID.
--
-- Every table of a device starts its key with the device's shard, and everything that belongs to the device is in the
-- same one (domain/ids.h): foreign keys say so, and every statement names the shard. So the rows of a device can live
-- apart from those of another. Statuses are words, so that an operator can read the file.

-- --- directory: small, read whole ------------------------------------------------------------------------------------

CREATE TABLE directory_version (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE TABLE organisations (
  organisation_id BLOB NOT NULL PRIMARY KEY CHECK (length(organisation_id) = 16),
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
  application_id BLOB NOT NULL PRIMARY KEY CHECK (length(application_id) = 16),
  organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE application_properties (
  application_id BLOB NOT NULL REFERENCES applications (application_id),
  property TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (application_id, property)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  api_key_id BLOB NOT NULL PRIMARY KEY CHECK (length(api_key_id) = 16),
  organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
  name TEXT NOT NULL,
  secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
  role TEXT NOT NULL CHECK (role IN ('SERVICE_PROVIDER')),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE server_keys (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  channel_private_key_version INTEGER NOT NULL,
  channel_private_key_sealed BLOB NOT NULL,
  channel_public_key BLOB NOT NULL CHECK (length(channel_public_key) = 65),
  created_at INTEGER NOT NULL
) STRICT;

-- --- devices ---------------------------------------------------------------------------------------------------------

CREATE TABLE devices (
  shard INTEGER NOT NULL,
  device_id BLOB NOT NULL CHECK (length(device_id) = 16),
  application_id BLOB NOT NULL REFERENCES applications (application_id),
  organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
  user_reference TEXT,
  public_key BLOB NOT NULL CHECK (length(public_key) = 65),
  state TEXT NOT NULL CHECK (state IN ('ENROLLING', 'ACTIVE', 'DEACTIVATED')),
  lock_reason TEXT CHECK (lock_reason IN ('ATTEMPTS_EXHAUSTED', 'ADMIN', 'CLONE_DETECTED')),
  lock_since INTEGER,
  lock_until INTEGER,
  locks INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (shard, device_id),
  CHECK ((lock_reason IS NULL) = (lock_since IS NULL)),
  CHECK (lock_until IS NULL OR lock_reason IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX active_devices_of_organisation ON devices (organisation_id, shard, device_id) WHERE state = 'ACTIVE';
CREATE INDEX active_devices_of_application ON devices (application_id, shard, device_id) WHERE state = 'ACTIVE';
CREATE INDEX active_devices_of_user ON devices (organisation_id, user_reference, shard, device_id)
  WHERE state = 'ACTIVE' AND user_reference IS NOT NULL;

CREATE TABLE methods (
  shard INTEGER NOT NULL,
  device_id BLOB NOT NULL,
  auth_method INTEGER NOT NULL,
  keys_version INTEGER NOT NULL,
  keys_sealed BLOB NOT NULL,
  failures INTEGER NOT NULL,
  locks INTEGER NOT NULL,
  lock_reason TEXT CHECK (lock_reason IN ('ATTEMPTS_EXHAUSTED', 'ADMIN', 'CLONE_DETECTED')),
  lock_since INTEGER,
  lock_until INTEGER,
  activated_at INTEGER NOT NULL,
  last_used_at INTEGER,
  version INTEGER NOT NULL,
  PRIMARY KEY (shard, device_id, auth_method),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((lock_reason IS NULL) = (lock_since IS NULL)),
  CHECK (lock_until IS NULL OR lock_reason IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- --- enrolments ------------------------------------------------------------------------------------------------------

CREATE TABLE enrolments (
  shard INTEGER NOT NULL,
  enrolment_id BLOB NOT NULL CHECK (length(enrolment_id) = 16),
  application_id BLOB NOT NULL REFERENCES applications (application_id),
  organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
  user_reference TEXT,
  status TEXT NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  device_id BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (shard, enrolment_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX enrolment_of_device ON enrolments (shard, device_id) WHERE device_id IS NOT NULL;

-- Which enrolment a code opens. The phone knows no shard when it comes with a code, so the way from a code to a shard is
-- a table of its own, and a code exists here only while it can open something (or has just run out): nothing is left of
-- the code of a finished enrolment.
CREATE TABLE activation_codes (
  application_id BLOB NOT NULL REFERENCES applications (application_id),
  code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
  enrolment_id BLOB NOT NULL UNIQUE CHECK (length(enrolment_id) = 16),
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (application_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX activation_codes_by_expiry ON activation_codes (expires_at);

-- --- sessions of a device --------------------------------------------------------------------------------------------

CREATE TABLE offline_sessions (
  shard INTEGER NOT NULL,
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  device_id BLOB NOT NULL,
  auth_method INTEGER NOT NULL,
  otp_length INTEGER NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 8),
  context TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (shard, session_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'STARTED') = (finished_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX open_offline_sessions ON offline_sessions (shard, device_id, auth_method, expires_at)
  WHERE status = 'STARTED';

CREATE TABLE add_or_update_sessions (
  shard INTEGER NOT NULL,
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  device_id BLOB NOT NULL,
  challenge BLOB NOT NULL CHECK (length(challenge) = 32),
  status TEXT NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (shard, session_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'STARTED') = (finished_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX open_add_or_update_sessions ON add_or_update_sessions (shard, device_id, expires_at)
  WHERE status = 'STARTED';

CREATE TABLE request_marks (
  shard INTEGER NOT NULL,
  device_id BLOB NOT NULL,
  request_id BLOB NOT NULL CHECK (length(request_id) = 16),
  received_at INTEGER NOT NULL,
  PRIMARY KEY (shard, device_id, request_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_marks_by_age ON request_marks (shard, device_id, received_at);

PRAGMA application_id = 0x48454C49; -- "HELI"
PRAGMA user_version = 1;
