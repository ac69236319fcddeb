-- Core: agencies, questionnaires, campaigns, the sealed box, responses, tallies.
--
-- Every statement of a migration may be run twice (IF NOT EXISTS, OR REPLACE):
-- a run that was cut short is simply repeated.  An applied file never changes.

CREATE TABLE IF NOT EXISTS agency (
  id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number of the agency in this installation',
  code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'folder name of its procedure',
  name VARCHAR(500) NOT NULL COMMENT 'full name',
  utc_offset SMALLINT NOT NULL COMMENT 'minutes from UTC: what its day is',
  procedure_xml MEDIUMTEXT NOT NULL COMMENT 'procedure.xml as loaded',
  PRIMARY KEY (id), UNIQUE KEY (code)
) COMMENT 'agencies; differ by data, not by code';

CREATE TABLE IF NOT EXISTS questionnaire (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number',
  agency_id SMALLINT UNSIGNED NOT NULL COMMENT 'owner',
  code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'NE-A2',
  audience ENUM('external','internal') NOT NULL COMMENT 'never mixed (RA-1.3-1)',
  PRIMARY KEY (id), UNIQUE KEY (agency_id, code),
  FOREIGN KEY (agency_id) REFERENCES agency (id)
) COMMENT 'questionnaires of an agency';

CREATE TABLE IF NOT EXISTS form_version (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number, sealed into each ballot',
  questionnaire_id INT UNSIGNED NOT NULL COMMENT 'of which questionnaire',
  version INT UNSIGNED NOT NULL COMMENT '1, 2 … within the questionnaire',
  title VARCHAR(1000) NOT NULL COMMENT 'title, for lists',
  xml MEDIUMTEXT NOT NULL COMMENT 'frozen text with its reference lists',
  digest BINARY(32) NOT NULL COMMENT 'BLAKE2b of xml: an unchanged file makes no new version',
  published_on DATE NOT NULL COMMENT 'day of freezing',
  PRIMARY KEY (id), UNIQUE KEY (questionnaire_id, version),
  FOREIGN KEY (questionnaire_id) REFERENCES questionnaire (id)
) COMMENT 'frozen versions: never updated';

CREATE TABLE IF NOT EXISTS campaign (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number',
  agency_id SMALLINT UNSIGNED NOT NULL COMMENT 'owner',
  code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'in the URL: ne-a2',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'the version it opened with',
  audience ENUM('external','internal') NOT NULL COMMENT 'copied from the questionnaire at opening',
  permanent BOOL NOT NULL COMMENT 'no closing day; counted by month',
  opens_on DATE NOT NULL COMMENT 'first day, agency time',
  closes_on DATE NULL COMMENT 'last day, till 23:59:59; NULL = permanent',
  state ENUM('open','closed','counted') NOT NULL DEFAULT 'open' COMMENT 'closed: final count is due from one hour later; counted: keys destroyed',
  closed_at BIGINT NULL COMMENT 'UTC second of closing by hand; NULL = by closes_on',
  k SMALLINT UNSIGNED NOT NULL COMMENT 'smallest group, frozen at opening',
  batch_min SMALLINT UNSIGNED NOT NULL COMMENT 'least ballots waiting before the box is opened, frozen',
  title VARCHAR(1000) NOT NULL COMMENT 'title shown in lists',
  rejected INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'ballots given up at the final count, which could not be opened or decoded: acknowledged = waiting + counted + rejected',
  PRIMARY KEY (id), UNIQUE KEY (code),
  FOREIGN KEY (agency_id) REFERENCES agency (id),
  FOREIGN KEY (form_version_id) REFERENCES form_version (id)
) COMMENT 'campaigns: a questionnaire open for answers';

CREATE TABLE IF NOT EXISTS count_key (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number, stored with each ballot',
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  period CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'all, or the month 2026-11 of a permanent campaign',
  public_key BINARY(32) NOT NULL COMMENT 'X25519; the private half is a file of otklik-count',
  PRIMARY KEY (id), UNIQUE KEY (campaign_id, period),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) COMMENT 'public keys of count periods still to be counted';

CREATE TABLE IF NOT EXISTS spent_key (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  period CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'as in count_key',
  public_key BINARY(32) NOT NULL COMMENT 'tells which private key file is to be destroyed',
  PRIMARY KEY (campaign_id, period),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) COMMENT 'keys after the final count of their period; the private half is destroyed';

-- A ballot refers to its key, and the final count deletes the key: so no ballot
-- can be put in, and acknowledged, behind the back of the final count.
CREATE TABLE IF NOT EXISTS ballot (
  `key` BINARY(32) NOT NULL COMMENT 'H(campaign, nonce of the form): a repeated form is the same ballot',
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  key_id INT UNSIGNED NULL COMMENT 'sealed to which key; NULL once counted',
  sealed MEDIUMBLOB NULL COMMENT 'sealed box; NULL once counted',
  rejected BOOL NOT NULL DEFAULT 0 COMMENT 'could not be opened or decoded: tried again at the final count',
  counted_on DATE NULL COMMENT 'day of the count, UTC, for purging after 48 hours',
  PRIMARY KEY (`key`),
  KEY box (key_id),
  KEY age (counted_on),
  FOREIGN KEY (key_id) REFERENCES count_key (id)
) COMMENT 'the ballot box: no address, no device, no time';

CREATE TABLE IF NOT EXISTS barrier (
  worker VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'program slot',
  n BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'commits asked for',
  PRIMARY KEY (worker)
) COMMENT 'a commit of its own before a duplicate is acknowledged';

CREATE TABLE IF NOT EXISTS response (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  rkey BINARY(16) NOT NULL COMMENT 'fresh random key, made in the count',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'layout of the vector',
  day DATE NULL COMMENT 'day, or first of the month when fewer than k share it; NULL: internal',
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'channel mark; other when fewer than k share it; NULL: internal or none',
  vector VARBINARY(4096) NOT NULL COMMENT 'answers at fixed places (lib/form/answer.h)',
  PRIMARY KEY (campaign_id, rkey)
) COMMENT 'one compact row per counted response, clustered by campaign';

CREATE TABLE IF NOT EXISTS remark (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  id BINARY(16) NOT NULL COMMENT 'fresh random key',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'which version the item number is of',
  item SMALLINT UNSIGNED NOT NULL COMMENT 'item number in the version',
  rkey BINARY(16) NULL COMMENT 'response it belongs to; NULL: internal, detached',
  text TEXT NOT NULL COMMENT 'what was written',
  PRIMARY KEY (campaign_id, id),
  KEY item (campaign_id, item)
) COMMENT 'free texts';

CREATE TABLE IF NOT EXISTS tally (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'of which version',
  item SMALLINT UNSIGNED NOT NULL COMMENT 'item number; 65535 = the whole questionnaire',
  cell SMALLINT UNSIGNED NOT NULL COMMENT 'see lib/stat/tally.h',
  n INT UNSIGNED NOT NULL COMMENT 'responses in the cell',
  PRIMARY KEY (campaign_id, form_version_id, item, cell)
) COMMENT 'folded counts; tables of results are read from here';

-- The definer is the owner account whoever runs this, so that the function
-- outlives the administrator who installed it.
CREATE OR REPLACE DEFINER = 'otklik-ctl'@'localhost' FUNCTION box_waiting(c INT UNSIGNED)
  RETURNS INT UNSIGNED READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'all that the admin program may learn of the box'
  RETURN (SELECT COUNT(*) FROM count_key k JOIN ballot b ON b.key_id = k.id WHERE k.campaign_id = c);
