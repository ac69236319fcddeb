-- Pain map («карта болей»): NE-16…18, RA-3.3, UM-4.6…4.8.

CREATE TABLE IF NOT EXISTS pain (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'number',
  agency_id SMALLINT UNSIGNED NOT NULL COMMENT 'whose map',
  audience ENUM('external','internal') NOT NULL COMMENT 'maps of the two are separate (RA-1.3-1)',
  revision INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'grows with each save: optimistic lock',
  process VARCHAR(500) NOT NULL COMMENT 'name of the process (NE-A4-2)',
  process_group VARCHAR(300) NOT NULL COMMENT 'group or point of contact (UM-4.6-2); empty = none',
  kind ENUM('problem','need') NOT NULL COMMENT 'problem met, or a need (NE-2.1-1)',
  text TEXT NOT NULL COMMENT 'problem or potential need (NE-A4-3)',
  prevalence DECIMAL(10,2) NULL COMMENT 'how widespread (NE-A4-4); NULL = not assessed',
  prevalence_unit ENUM('asked','appeals','appeal_count') NOT NULL COMMENT 'percent of those asked, percent of appeals, number of appeals (AMB-21)',
  prevalence_method VARCHAR(500) NOT NULL COMMENT 'how it was assessed',
  priority TINYINT UNSIGNED NOT NULL COMMENT '1 highest, 2 high, 3 medium, 4 low (NE-A4-5)',
  priority_method VARCHAR(500) NOT NULL COMMENT 'how it was assessed (NE-18-1)',
  linked BOOL NOT NULL COMMENT 'linked with other processes: highest priority is suggested (NE-18-2)',
  responsible VARCHAR(300) NOT NULL COMMENT 'who is responsible (NE-A4-7)',
  due_on DATE NULL COMMENT 'term as a day (NE-A4-8)',
  due_text VARCHAR(100) NOT NULL COMMENT 'term in words (quarter, year); empty = none',
  queue SMALLINT UNSIGNED NULL COMMENT 'place in the order of re-engineering (RA-3.3-2)',
  organisation VARCHAR(300) NOT NULL COMMENT 'subordinate organisation (UM-3.3-1); empty = the agency itself',
  period VARCHAR(100) NOT NULL COMMENT 'period the finding is of (UM-4.5-4)',
  source VARCHAR(500) NOT NULL COMMENT 'where it was found, in words',
  campaign_id INT UNSIGNED NULL COMMENT 'campaign it was found in',
  item VARCHAR(32) CHARACTER SET ascii NULL COMMENT 'item of the questionnaire it was found in',
  status ENUM('found','work','done','rejected') NOT NULL DEFAULT 'found' COMMENT 'rows are closed, never deleted (UM-4.7-1)',
  reason VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'why it was closed',
  PRIMARY KEY (id),
  KEY map (agency_id, audience, status),
  FOREIGN KEY (agency_id) REFERENCES agency (id),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) COMMENT 'rows of the pain map';

CREATE TABLE IF NOT EXISTS pain_measure (
  pain_id INT UNSIGNED NOT NULL COMMENT 'of which row',
  n SMALLINT UNSIGNED NOT NULL COMMENT 'order within the row',
  text VARCHAR(1000) NOT NULL COMMENT 'measure to be carried out (NE-A4-6)',
  reengineering BOOL NOT NULL COMMENT 'measure of re-engineering (UM-2.9-1)',
  PRIMARY KEY (pain_id, n),
  FOREIGN KEY (pain_id) REFERENCES pain (id)
) COMMENT 'measures of a row';

CREATE TABLE IF NOT EXISTS pain_history (
  pain_id INT UNSIGNED NOT NULL COMMENT 'of which row',
  revision INT UNSIGNED NOT NULL COMMENT 'state after this save',
  at BIGINT NOT NULL COMMENT 'UTC second',
  staff_id INT UNSIGNED NOT NULL COMMENT 'who saved',
  state MEDIUMTEXT NOT NULL COMMENT 'the whole row, JSON',
  PRIMARY KEY (pain_id, revision),
  FOREIGN KEY (pain_id) REFERENCES pain (id)
) COMMENT 'every state a row has had; the admin program may only add';
