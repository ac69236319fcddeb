-- Spam without surveillance: what looks like it, by its content alone, is taken like
-- any answer and put into quarantine by the count; acknowledged = waiting + counted +
-- in quarantine + rejected.

ALTER TABLE agency
  ADD COLUMN IF NOT EXISTS spam_rules SET('trap','links','same') NOT NULL DEFAULT 'trap' COMMENT 'rules of the campaigns that open from now on (lib/db/campaign.h)';

ALTER TABLE campaign
  ADD COLUMN IF NOT EXISTS spam_rules SET('trap','links','same') NOT NULL DEFAULT '' COMMENT 'what goes into quarantine; frozen at opening';

CREATE TABLE IF NOT EXISTS quarantine_count (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  rule ENUM('trap','links','same') NOT NULL COMMENT 'the first rule the ballot fell under',
  n INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'ballots put into quarantine',
  released INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of them, counted after all',
  PRIMARY KEY (campaign_id, rule),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) COMMENT 'effect of the rules; of internal campaigns all that is kept of a ballot in quarantine';

-- Written in the transaction of their batch, shuffled, under fresh keys: nothing
-- tells which ballot of the batch one of these was.
CREATE TABLE IF NOT EXISTS quarantine (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign, external',
  rkey BINARY(16) NOT NULL COMMENT 'fresh random key, made in the count',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'layout of the vector',
  day DATE NULL COMMENT 'as in response',
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in response',
  vector VARBINARY(4096) NOT NULL COMMENT 'as in response',
  rule ENUM('trap','links','same') NOT NULL COMMENT 'why it is here',
  released BOOL NOT NULL DEFAULT 0 COMMENT 'somebody has read it and it is to be counted: the next count moves it',
  PRIMARY KEY (campaign_id, rkey),
  KEY due (released)
) COMMENT 'responses in quarantine: in no tally';

CREATE TABLE IF NOT EXISTS quarantine_text (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  rkey BINARY(16) NOT NULL COMMENT 'of which response in quarantine',
  item SMALLINT UNSIGNED NOT NULL COMMENT 'item number in its version',
  text TEXT NOT NULL COMMENT 'what was written',
  PRIMARY KEY (campaign_id, rkey, item)
) COMMENT 'free texts of responses in quarantine';
