-- Responses in blocks: those of one batch of the count that share version, day, channel
-- and language lie together in one row, their vectors in ascending order.  The order in
-- which they were written is not to be seen any more, and a million of them are read in
-- the time a thousand rows take.  Which language a form was read in is kept as well.

CREATE TABLE IF NOT EXISTS response_block (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'layout of the vectors',
  id BINARY(16) NOT NULL COMMENT 'fresh random key, made in the count',
  day DATE NULL COMMENT 'day, or first of the month when fewer than k share it; NULL: internal, or fewer than k share the month',
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'channel mark; other when fewer than k share it; NULL: internal or none',
  language VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the form was read in; other when fewer than k share it; NULL: internal, or there is only one',
  n SMALLINT UNSIGNED NOT NULL COMMENT 'responses, 1000 at most',
  vectors MEDIUMBLOB NOT NULL COMMENT 'their answers at fixed places (lib/form/answer.h), one behind the other, ascending',
  PRIMARY KEY (campaign_id, form_version_id, id)
) COMMENT 'counted responses, each a vector of answers';

ALTER TABLE quarantine
  ADD COLUMN IF NOT EXISTS language VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in response_block' AFTER channel;

ALTER TABLE remark
  ADD COLUMN IF NOT EXISTS rkey BINARY(16) NULL COMMENT 'as in response',
  ADD COLUMN IF NOT EXISTS block BINARY(16) NULL COMMENT 'block of the response it belongs to; NULL: internal, detached',
  ADD COLUMN IF NOT EXISTS place SMALLINT UNSIGNED NULL COMMENT 'which response of the block, from 0';

-- What there is moves.  First out of reach: a count of the version before, if one still
-- runs, fails and leaves its ballots in the box.  Run again after the last step, this
-- finds nothing left to move.
RENAME TABLE IF EXISTS response TO response_moved;

CREATE TABLE IF NOT EXISTS response_moved (
  campaign_id INT UNSIGNED NOT NULL,
  rkey BINARY(16) NOT NULL,
  form_version_id INT UNSIGNED NOT NULL,
  day DATE NULL,
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  vector VARBINARY(4096) NOT NULL,
  PRIMARY KEY (campaign_id, rkey)
);

CREATE TABLE IF NOT EXISTS response_place (
  campaign_id INT UNSIGNED NOT NULL,
  rkey BINARY(16) NOT NULL,
  block BINARY(16) NOT NULL,
  place SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (campaign_id, rkey)
);

-- Keys of responses are random, and so is what is made of the smallest of a group.
INSERT IGNORE INTO response_place (campaign_id, rkey, block, place)
  SELECT campaign_id, rkey, UNHEX(MD5(CONCAT(HEX(least), '/', at DIV 1000))), at MOD 1000
  FROM (
    SELECT campaign_id, rkey,
      MIN(rkey) OVER (PARTITION BY campaign_id, form_version_id, day, channel) AS least,
      ROW_NUMBER() OVER (PARTITION BY campaign_id, form_version_id, day, channel ORDER BY vector, rkey) - 1 AS at
    FROM response_moved
  ) placed;

SET SESSION group_concat_max_len = 8388608;

INSERT IGNORE INTO response_block (campaign_id, form_version_id, id, day, channel, n, vectors)
  SELECT r.campaign_id, r.form_version_id, p.block, r.day, r.channel, COUNT(*),
    GROUP_CONCAT(r.vector ORDER BY p.place SEPARATOR '')
  FROM response_moved r JOIN response_place p USING (campaign_id, rkey)
  GROUP BY r.campaign_id, r.form_version_id, p.block, r.day, r.channel;

UPDATE remark m JOIN response_place p USING (campaign_id, rkey)
  SET m.block = p.block, m.place = p.place;

DROP TABLE response_place;
DROP TABLE response_moved;
ALTER TABLE remark DROP COLUMN IF EXISTS rkey;
