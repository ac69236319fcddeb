-- Whom an additional survey is to ask (UM-4.3-2).

CREATE TABLE IF NOT EXISTS campaign_sampling (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  population INT UNSIGNED NOT NULL COMMENT 'general population; 0: not known',
  sample INT UNSIGNED NOT NULL COMMENT 'answers wanted',
  confidence TINYINT UNSIGNED NOT NULL COMMENT 'per cent',
  margin SMALLINT UNSIGNED NOT NULL COMMENT 'of error, tenths of a percentage point',
  PRIMARY KEY (campaign_id),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id) ON DELETE CASCADE
) COMMENT 'population and sample recorded with a campaign';
