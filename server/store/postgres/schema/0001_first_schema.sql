-- The first schema. Times are Unix milliseconds, ids UUIDs.
--
-- Every table of a device starts its key with the device's shard, and everything that belongs to the device is in the
-- same one (domain/ids.h): foreign keys say so, and every statement names the shard. So the rows of a device can live
-- apart from those of another. Statuses are words, so that an operator can read the tables.

-- --- directory: small, read whole ------------------------------------------------------------------------------------

CREATE TABLE directory_version (
  id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
  version bigint NOT NULL
);
INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE TABLE organisations (
  organisation_id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at bigint NOT NULL
);

CREATE TABLE applications (
  application_id uuid NOT NULL PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (organisation_id),
  name text NOT NULL,
  configuration_version bigint NOT NULL,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL
);

-- Every configuration that an application has had; the one at its configuration_version holds.
CREATE TABLE configuration_changes (
  application_id uuid NOT NULL REFERENCES applications (application_id),
  version bigint NOT NULL,
  changed_at bigint NOT NULL,
  changed_by uuid,
  PRIMARY KEY (application_id, version)
);

CREATE TABLE configuration_properties (
  application_id uuid NOT NULL,
  version bigint NOT NULL,
  property text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (application_id, version, property),
  FOREIGN KEY (application_id, version) REFERENCES configuration_changes (application_id, version)
);

CREATE TABLE api_keys (
  api_key_id uuid NOT NULL PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (organisation_id),
  name text NOT NULL,
  secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
  role text NOT NULL CHECK (role IN ('SERVICE_PROVIDER', 'READ_ONLY', 'ADMIN')),
  created_at bigint NOT NULL,
  revoked_at bigint,
  expires_at bigint,
  last_used_at bigint
);

CREATE TABLE server_keys (
  id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
  channel_private_key_version bigint NOT NULL,
  channel_private_key_sealed bytea NOT NULL,
  channel_public_key bytea NOT NULL CHECK (length(channel_public_key) = 65),
  created_at bigint NOT NULL
);

-- --- devices ---------------------------------------------------------------------------------------------------------

CREATE TABLE devices (
  shard integer NOT NULL,
  device_id uuid NOT NULL,
  application_id uuid NOT NULL REFERENCES applications (application_id),
  organisation_id uuid NOT NULL REFERENCES organisations (organisation_id),
  user_reference text,
  public_key bytea NOT NULL CHECK (length(public_key) = 65),
  state text NOT NULL CHECK (state IN ('ENROLLING', 'ACTIVE', 'DEACTIVATED')),
  lock_reason text CHECK (lock_reason IN ('ATTEMPTS_EXHAUSTED', 'ADMIN', 'CLONE_DETECTED')),
  lock_since bigint,
  lock_until bigint,
  one_factor_locks bigint NOT NULL,
  two_factor_locks bigint NOT NULL,
  created_at bigint NOT NULL,
  salt_previous bigint NOT NULL,
  salt_confirmed bigint NOT NULL,
  salt_offered bigint NOT NULL,
  salt_confirmed_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (shard, device_id),
  CHECK ((lock_reason IS NULL) = (lock_since IS NULL)),
  CHECK (lock_until IS NULL OR lock_reason IS NOT NULL)
);

CREATE INDEX active_devices_of_organisation ON devices (organisation_id, shard, device_id) WHERE state = 'ACTIVE';
CREATE INDEX active_devices_of_application ON devices (application_id, shard, device_id) WHERE state = 'ACTIVE';
CREATE INDEX active_devices_of_user ON devices (organisation_id, user_reference, shard, device_id)
  WHERE state = 'ACTIVE' AND user_reference IS NOT NULL;

-- Most updates (a count, a last use) touch no index: room on the page keeps them there.
CREATE TABLE methods (
  shard integer NOT NULL,
  device_id uuid NOT NULL,
  auth_method integer NOT NULL,
  keys_version bigint NOT NULL,
  keys_sealed bytea NOT NULL,
  failures bigint NOT NULL,
  locks bigint NOT NULL,
  lock_reason text CHECK (lock_reason IN ('ATTEMPTS_EXHAUSTED', 'ADMIN', 'CLONE_DETECTED')),
  lock_since bigint,
  lock_until bigint,
  activated_at bigint NOT NULL,
  last_used_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (shard, device_id, auth_method),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((lock_reason IS NULL) = (lock_since IS NULL)),
  CHECK (lock_until IS NULL OR lock_reason IS NOT NULL)
) WITH (fillfactor = 80);

CREATE INDEX methods_by_master_key ON methods (keys_version);

-- --- enrolments ------------------------------------------------------------------------------------------------------

CREATE TABLE enrolments (
  shard integer NOT NULL,
  enrolment_id uuid NOT NULL,
  application_id uuid NOT NULL REFERENCES applications (application_id),
  organisation_id uuid NOT NULL REFERENCES organisations (organisation_id),
  user_reference text,
  status text NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  device_id uuid,
  first_method bigint,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  finished_at bigint,
  PRIMARY KEY (shard, enrolment_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'COMPLETED') = (first_method IS NOT NULL))
);

CREATE INDEX enrolments_by_age ON enrolments (created_at);
CREATE UNIQUE INDEX enrolment_of_device ON enrolments (shard, device_id) WHERE device_id IS NOT NULL;

-- Which enrolment a code opens. The phone knows no shard when it comes with a code, so the way from a code to a shard is
-- a table of its own, and a code exists here only while it can open something (or has just run out): nothing is left of
-- the code of a finished enrolment.
CREATE TABLE activation_codes (
  application_id uuid NOT NULL REFERENCES applications (application_id),
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  enrolment_id uuid NOT NULL UNIQUE,
  expires_at bigint NOT NULL,
  PRIMARY KEY (application_id, code_hash)
);

CREATE INDEX activation_codes_by_expiry ON activation_codes (expires_at);

-- --- sessions of a device --------------------------------------------------------------------------------------------

-- Every begin pays for each index of these tables, every answer for those that know the status. Those by age take new
-- entries at their end, which is cheap, and no answer touches them.

CREATE TABLE offline_sessions (
  shard integer NOT NULL,
  session_id uuid NOT NULL,
  device_id uuid NOT NULL,
  auth_method integer NOT NULL,
  otp_length integer NOT NULL,
  nonce bytea NOT NULL CHECK (length(nonce) = 8),
  context text NOT NULL,
  status text NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  finished_at bigint,
  PRIMARY KEY (shard, session_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'STARTED') = (finished_at IS NULL))
);

CREATE INDEX open_offline_sessions ON offline_sessions (shard, device_id, auth_method, expires_at)
  WHERE status = 'STARTED';
CREATE INDEX offline_sessions_by_age ON offline_sessions (created_at);

-- auth_methods: one bit for each method that may answer (protocol/auth_method.h).
CREATE TABLE authentication_sessions (
  shard integer NOT NULL,
  session_id uuid NOT NULL,
  device_id uuid NOT NULL,
  title text,
  context text,
  auth_methods bigint NOT NULL,
  challenge bytea NOT NULL CHECK (length(challenge) = 32),
  status text NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  auth_method integer,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  finished_at bigint,
  PRIMARY KEY (shard, session_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'STARTED') = (finished_at IS NULL)),
  CHECK ((status = 'COMPLETED') = (auth_method IS NOT NULL))
);

CREATE INDEX open_authentication_sessions ON authentication_sessions (shard, device_id, expires_at)
  WHERE status = 'STARTED';
CREATE INDEX authentication_sessions_by_age ON authentication_sessions (created_at);

CREATE TABLE add_or_update_sessions (
  shard integer NOT NULL,
  session_id uuid NOT NULL,
  device_id uuid NOT NULL,
  challenge bytea NOT NULL CHECK (length(challenge) = 32),
  status text NOT NULL CHECK (status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  finished_at bigint,
  PRIMARY KEY (shard, session_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id),
  CHECK ((status = 'STARTED') = (finished_at IS NULL))
);

CREATE INDEX open_add_or_update_sessions ON add_or_update_sessions (shard, device_id, expires_at)
  WHERE status = 'STARTED';
CREATE INDEX add_or_update_sessions_by_age ON add_or_update_sessions (created_at);

-- What a call with an idempotency key came to: of a begin the session and, offline, the attempts that were left; of a
-- verify the outcome. Its session may be removed before it.
CREATE TABLE idempotency_keys (
  shard integer NOT NULL,
  key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  session_id uuid NOT NULL,
  created_at bigint NOT NULL,
  remaining_attempts bigint,
  is_right bigint CHECK (is_right IN (0, 1)),
  session_status text CHECK (session_status IN ('STARTED', 'COMPLETED', 'FAILED', 'CANCELLED')),
  finished_at bigint,
  locked_until bigint,
  PRIMARY KEY (shard, key_hash),
  CHECK ((is_right IS NULL) = (session_status IS NULL))
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE request_marks (
  shard integer NOT NULL,
  device_id uuid NOT NULL,
  request_id uuid NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (shard, device_id, request_id),
  FOREIGN KEY (shard, device_id) REFERENCES devices (shard, device_id)
);

CREATE INDEX request_marks_by_age ON request_marks (received_at);

-- --- the audit log: one for the whole database -----------------------------------------------------------------------

-- The number of an event that was removed is never drawn again, so a gap stays a gap. Ids refer to nothing: an event
-- stays when what it is about has gone.
CREATE TABLE audit_events (
  sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  actor text NOT NULL,
  api_key_id uuid,
  request_id text NOT NULL,
  address text NOT NULL,
  action text NOT NULL,
  outcome text NOT NULL,
  organisation_id uuid,
  application_id uuid,
  device_id uuid,
  session_id uuid,
  auth_method integer,
  context_hash bytea,
  detail text NOT NULL
);

-- Two, since every change pays for them: what happened to a device, and what happened on a day (entries come at its
-- end, nearly in order). Any other search goes back through the log.
CREATE INDEX audit_events_of_device ON audit_events (device_id, sequence) WHERE device_id IS NOT NULL;
CREATE INDEX audit_events_by_time ON audit_events (at);

CREATE TABLE audit_heads (
  number bigint NOT NULL PRIMARY KEY,
  first_sequence bigint NOT NULL,
  last_sequence bigint NOT NULL,
  events bigint NOT NULL,
  root bytea NOT NULL CHECK (length(root) = 32),
  previous bytea NOT NULL CHECK (length(previous) = 32),
  at bigint NOT NULL,
  signature bytea NOT NULL CHECK (length(signature) = 64)
);
