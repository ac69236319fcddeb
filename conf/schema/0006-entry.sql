-- Operator entry of paper and telephone questionnaires: how many, never what.
--
-- The counter is raised in the transaction of the ballot, so that it is right
-- whatever breaks.  The raw files of the server can therefore tell which sealed
-- ballot row was keyed in last in a batch; what was in it is written by the
-- count, shuffled, under fresh keys.

CREATE TABLE IF NOT EXISTS entry (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  batch VARCHAR(20) COLLATE utf8mb4_bin NOT NULL COMMENT 'label of the pile of sheets',
  day DATE NOT NULL COMMENT 'day of keying in, agency time; no time of day anywhere',
  staff_id INT UNSIGNED NOT NULL COMMENT 'who keyed them in',
  n INT UNSIGNED NOT NULL COMMENT 'sheets accepted',
  PRIMARY KEY (campaign_id, batch, day, staff_id),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) COMMENT 'sheets keyed in by batch, operator and day; the ballots know nothing of it';
