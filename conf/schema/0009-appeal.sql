-- Appeals, complaints and proposals of the form on the site (UM-3.11-2, AMB-29).
--
-- They are kept apart from surveys: no row refers to a ballot, a response or a
-- campaign.  Name and addresses stand in a table of their own, so that texts can be
-- read, and exported, without them.  No address, device or time of day is stored.

CREATE TABLE IF NOT EXISTS appeal (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number',
  `key` BINARY(32) NOT NULL COMMENT 'H(agency, nonce of the form): a repeated form is the same appeal',
  agency_id SMALLINT UNSIGNED NOT NULL COMMENT 'whom it is for',
  receipt CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'number its sender was told, made from the key',
  kind ENUM('appeal','complaint','proposal') NOT NULL COMMENT 'kind its sender chose',
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'site' COMMENT 'way it came',
  organisation VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id in the list organisations of the procedure; empty = none chosen',
  topic VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id in the list topics; empty = none chosen',
  reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id in the list reasons; empty = none chosen',
  text TEXT NOT NULL COMMENT 'what was written',
  received_on DATE NOT NULL COMMENT 'day of registration, of the agency',
  due_on DATE NOT NULL COMMENT 'last day for the reply',
  answered_on DATE NULL COMMENT 'day of the reply; NULL = none yet',
  outcome ENUM('pending','positive','refused','partial','other') NOT NULL DEFAULT 'pending' COMMENT 'what came of it (AMB-25)',
  remark VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'note of who answered: number of the letter, whom it was passed on to',
  quarantined BOOL NOT NULL DEFAULT 0 COMMENT 'looks like spam; listed apart, never thrown away',
  revision INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'grows with each save: optimistic lock',
  PRIMARY KEY (id),
  UNIQUE KEY (`key`),
  KEY work (agency_id, quarantined, outcome, due_on),
  KEY receipt (receipt),
  FOREIGN KEY (agency_id) REFERENCES agency (id)
) COMMENT 'appeals without personal data of their senders, but for what they wrote in the text';

CREATE TABLE IF NOT EXISTS appeal_contact (
  appeal_id INT UNSIGNED NOT NULL COMMENT 'of which appeal',
  name VARCHAR(200) NOT NULL COMMENT 'surname, first name, patronymic',
  email VARCHAR(254) NOT NULL COMMENT 'where the reply goes; empty = not given',
  postal VARCHAR(500) NOT NULL COMMENT 'where the reply goes; empty = not given',
  PRIMARY KEY (appeal_id),
  FOREIGN KEY (appeal_id) REFERENCES appeal (id)
) COMMENT 'personal data: who sent an appeal and wants a reply; read by those who answer it';
