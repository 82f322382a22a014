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
  configuration_version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every configuration that an application has had; the one at its configuration_version holds.
CREATE TABLE configuration_changes (
  application_id BLOB NOT NULL REFERENCES applications (application_id),
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by BLOB,
  PRIMARY KEY (application_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE configuration_properties (
  application_id BLOB NOT NULL,
  version INTEGER NOT NULL,
  property TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (application_id, version, property),
  FOREIGN KEY (application_id, version) REFERENCES configuration_changes (application_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  api_key_id BLOB NOT NULL PRIMARY KEY CHECK (length(api_key_id) = 16),
  organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
  name TEXT NOT NULL,
  secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
  role TEXT NOT NULL CHECK (role IN ('SERVICE_PROVIDER', 'READ_ONLY', 'ADMIN')),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  expires_at INTEGER,
  last_used_at INTEGER
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
  one_factor_locks INTEGER NOT NULL,
  two_factor_locks INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  salt_previous INTEGER NOT NULL,
  salt_confirmed INTEGER NOT NULL,
  salt_offered INTEGER NOT NULL,
  salt_confirmed_at INTEGER,
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

CREATE INDEX methods_by_master_key ON methods (keys_version);

-- --- enrolments ------------------------------------------------------------------------------------------------------

CREATE TABLE enrolments (
  shard INTEGER NOT NULL,
  enrolment_id BLOB NOT NULL CHECK (length(enrolment_id) = 16),
  application_id BLOB NOT NULL REFERENCES applications (application_id),
  organisation_id BLOB NOT NULL REFERENCES organisations (organisation_id),
  user_reference TEXT,
  status TEXT NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  device_id BLOB,
  first_method INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (shard, enrolment_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'COMPLETED') = (first_method IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX enrolments_by_age ON enrolments (created_at);
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

-- Every begin pays for each index of these tables, every answer for those that know the status. Those by age take new
-- entries at their end, which is cheap, and no answer touches them.

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
CREATE INDEX offline_sessions_by_age ON offline_sessions (created_at);

-- auth_methods: one bit for each method that may answer (protocol/auth_method.h).
CREATE TABLE authentication_sessions (
  shard INTEGER NOT NULL,
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  device_id BLOB NOT NULL,
  title TEXT,
  context TEXT,
  auth_methods INTEGER NOT NULL,
  challenge BLOB NOT NULL CHECK (length(challenge) = 32),
  status TEXT NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  auth_method INTEGER,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (shard, session_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'STARTED') = (finished_at IS NULL)),
  CHECK ((status = 'COMPLETED') = (auth_method IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX open_authentication_sessions ON authentication_sessions (shard, device_id, expires_at)
  WHERE status = 'STARTED';
CREATE INDEX authentication_sessions_by_age ON authentication_sessions (created_at);

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
CREATE INDEX add_or_update_sessions_by_age ON add_or_update_sessions (created_at);

-- What a call with an idempotency key came to: of a begin the session and, offline, the attempts that were left; of a
-- verify the outcome. Its session may be removed before it.
CREATE TABLE idempotency_keys (
  shard INTEGER NOT NULL,
  key_hash BLOB NOT NULL CHECK (length(key_hash) = 32),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  session_id BLOB NOT NULL CHECK (length(session_id) = 16),
  created_at INTEGER NOT NULL,
  remaining_attempts INTEGER,
  is_right INTEGER CHECK (is_right IN (0, 1)),
  session_status TEXT CHECK (session_status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  finished_at INTEGER,
  locked_until INTEGER,
  PRIMARY KEY (shard, key_hash),
  CHECK ((is_right IS NULL) = (session_status IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE request_marks (
  shard INTEGER NOT NULL,
  device_id BLOB NOT NULL,
  request_id BLOB NOT NULL CHECK (length(request_id) = 16),
  received_at INTEGER NOT NULL,
  PRIMARY KEY (shard, device_id, request_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_marks_by_age ON request_marks (received_at);

-- --- the audit log: one for the whole database -----------------------------------------------------------------------

-- The number of an event that was removed is never drawn again, so a gap stays a gap. Ids refer to nothing: an event
-- stays when what it is about has gone.
CREATE TABLE audit_events (
  sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  api_key_id BLOB,
  request_id TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  organisation_id BLOB,
  application_id BLOB,
  device_id BLOB,
  session_id BLOB,
  auth_method INTEGER,
  context_hash BLOB,
  detail TEXT NOT NULL
) STRICT;

-- Two, since every change pays for them: what happened to a device, and what happened on a day (entries come at its
-- end, nearly in order). Any other search goes back through the log.
CREATE INDEX audit_events_of_device ON audit_events (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX audit_events_by_time ON audit_events (at);

CREATE TABLE audit_heads (
  number INTEGER NOT NULL PRIMARY KEY,
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  events INTEGER NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32),
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  at INTEGER NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

PRAGMA application_id = 0x48454C49; -- "HELI"
PRAGMA user_version = 1;
