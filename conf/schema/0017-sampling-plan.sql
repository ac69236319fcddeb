-- The whole plan of an additional survey goes with the survey it plans (UM-4.3-1,
-- UM-4.3-2), and the groups a representative study is to have (NE-2.12-1).

ALTER TABLE campaign_sampling
  ADD COLUMN IF NOT EXISTS share TINYINT UNSIGNED NOT NULL DEFAULT 50 COMMENT 'expected, per cent',
  ADD COLUMN IF NOT EXISTS rate TINYINT UNSIGNED NOT NULL DEFAULT 100 COMMENT 'how many of those asked answer, per cent',
  ADD COLUMN IF NOT EXISTS after_id INT UNSIGNED NULL COMMENT 'campaign whose results asked for this additional one',
  ADD COLUMN IF NOT EXISTS quota_item VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'id of the item that tells the group of a response; NULL: groups are not followed';

ALTER TABLE campaign_sampling
  ADD FOREIGN KEY IF NOT EXISTS after_id (after_id) REFERENCES campaign (id) ON DELETE SET NULL;

CREATE TABLE IF NOT EXISTS campaign_quota (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  place TINYINT UNSIGNED NOT NULL COMMENT 'in the plan, from 1',
  name VARCHAR(200) NOT NULL COMMENT 'of the group: words or code of an answer, or the heading of several',
  size INT UNSIGNED NOT NULL COMMENT 'how many are in it',
  wanted INT UNSIGNED NOT NULL COMMENT 'answers wanted of it',
  PRIMARY KEY (campaign_id, place),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id) ON DELETE CASCADE
) COMMENT 'quotas of the plan recorded with a campaign';
