-- Reading and coding of free texts: which coder has read a text, and which topics
-- of the agency's classifier he gave it.  Several coders may read the same text.

CREATE TABLE IF NOT EXISTS text_reading (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  remark_id BINARY(16) NOT NULL COMMENT 'the text',
  staff_id INT UNSIGNED NOT NULL COMMENT 'who has read it',
  PRIMARY KEY (campaign_id, remark_id, staff_id),
  FOREIGN KEY (campaign_id, remark_id) REFERENCES remark (campaign_id, id) ON DELETE CASCADE,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) COMMENT 'texts read; without topics of the same coder: read, and of none';

CREATE TABLE IF NOT EXISTS text_topic (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  remark_id BINARY(16) NOT NULL COMMENT 'the text',
  staff_id INT UNSIGNED NOT NULL COMMENT 'who gave the topic',
  topic VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'entry of the list «topics» of the procedure',
  PRIMARY KEY (campaign_id, remark_id, staff_id, topic),
  FOREIGN KEY (campaign_id, remark_id, staff_id)
    REFERENCES text_reading (campaign_id, remark_id, staff_id) ON DELETE CASCADE
) COMMENT 'topics coders gave to texts';
