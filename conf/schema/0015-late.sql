-- Permanent internal campaigns: their box is opened month by month, and tables of two
-- months can be subtracted from each other.

CREATE TABLE IF NOT EXISTS tally_late (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'of which version',
  item SMALLINT UNSIGNED NOT NULL COMMENT 'item number',
  cell SMALLINT UNSIGNED NOT NULL COMMENT 'see lib/stat/tally.h',
  n INT UNSIGNED NOT NULL COMMENT 'responses in the cell',
  PRIMARY KEY (campaign_id, form_version_id, item, cell),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id) ON DELETE CASCADE
) COMMENT 'answers to items that few gave since, or all alike: not in tally yet';
