-- Staff: accounts, their sessions, slowed-down logins, the audit log.

CREATE TABLE IF NOT EXISTS staff (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number',
  login VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'lower-case letters, digits, . _ -',
  name VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'as shown',
  role TINYINT UNSIGNED NOT NULL COMMENT '1 operator, 2 analyst, 3 head of the working group, 4 administrator',
  agency_id SMALLINT UNSIGNED NULL COMMENT 'the only agency it sees; NULL = every agency',
  password VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Argon2id, libsodium crypto_pwhash_str',
  active BOOL NOT NULL DEFAULT 1 COMMENT 'may log in',
  PRIMARY KEY (id), UNIQUE KEY (login),
  FOREIGN KEY (agency_id) REFERENCES agency (id)
) COMMENT 'staff accounts';

CREATE TABLE IF NOT EXISTS session (
  hash BINARY(32) NOT NULL COMMENT 'BLAKE2b of the cookie value: the table lets nobody in',
  staff_id INT UNSIGNED NOT NULL COMMENT 'whose',
  started_at BIGINT NOT NULL COMMENT 'UTC seconds of the login: absolute limit',
  seen_at BIGINT NOT NULL COMMENT 'UTC seconds of the last request, to the minute: idle limit',
  PRIMARY KEY (hash),
  KEY staff (staff_id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) COMMENT 'sessions of staff';

CREATE TABLE IF NOT EXISTS login_turn (
  login_hash BINARY(32) NOT NULL COMMENT 'BLAKE2b of the login typed, known or not: both are slowed down alike',
  failures INT UNSIGNED NOT NULL COMMENT 'attempts since the last success',
  free_at BIGINT NOT NULL COMMENT 'UTC milliseconds from which the next attempt may be checked',
  PRIMARY KEY (login_hash),
  KEY age (free_at)
) COMMENT 'turns of login attempts: slower after failures, never locked out';

CREATE TABLE IF NOT EXISTS audit (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'order of writing',
  at BIGINT NOT NULL COMMENT 'UTC second',
  staff_id INT UNSIGNED NULL COMMENT 'who; NULL = nobody logged in',
  action VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'login, pain.add, pain.close …',
  object VARCHAR(100) NOT NULL COMMENT 'of what: pain 12',
  before_json MEDIUMTEXT NULL COMMENT 'state before, JSON',
  after_json MEDIUMTEXT NULL COMMENT 'state after, JSON',
  PRIMARY KEY (id),
  KEY staff (staff_id)
) COMMENT 'what staff changed; the admin program may only add';
