-- Responses in blocks: those that share version, day, channel and language lie together
-- in one row, their vectors in ascending order.  So the order in which they came is not to
-- be seen, and tables of a million are made from a thousand rows.  Of internal campaigns
-- each response is a block of its own: which were opened together is not to be seen, either.
-- Which language a form was read in is kept as well.

CREATE TABLE IF NOT EXISTS response_block (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'layout of the vectors',
  id BINARY(16) NOT NULL COMMENT 'fresh random key, made in the count',
  day DATE NULL COMMENT 'day, or first of the month when fewer than k share it; NULL: internal, or fewer than k share the month',
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'channel mark; other when fewer than k share it; NULL: internal or none',
  language VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the form was read in; other when fewer than k of the day and channel share it; NULL: internal, or there was only one, or none was kept yet',
  n SMALLINT UNSIGNED NOT NULL COMMENT 'responses, 1000 at most',
  vectors MEDIUMBLOB NOT NULL COMMENT 'their answers at fixed places (lib/form/answer.h), one behind the other, ascending',
  PRIMARY KEY (campaign_id, form_version_id, id)
) COMMENT 'counted responses, each a vector of answers';

ALTER TABLE quarantine
  ADD COLUMN IF NOT EXISTS language VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in response_block' AFTER channel,
  MODIFY COLUMN day DATE NULL COMMENT 'as in response_block',
  MODIFY COLUMN channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in response_block',
  MODIFY COLUMN vector VARBINARY(4096) NOT NULL COMMENT 'one of those of response_block';

ALTER TABLE remark
  ADD COLUMN IF NOT EXISTS rkey BINARY(16) NULL COMMENT 'as in response',
  ADD COLUMN IF NOT EXISTS block BINARY(16) NULL COMMENT 'block of the response it belongs to; NULL: internal, detached',
  ADD COLUMN IF NOT EXISTS place SMALLINT UNSIGNED NULL COMMENT 'which response of the block, from 0';

-- What there is moves.  First out of reach: a count of the version before, if one still
-- runs, fails and leaves its ballots in the box.  Run again after the last step, this
-- finds nothing left to move.
RENAME TABLE IF EXISTS response TO response_moved;

CREATE TABLE IF NOT EXISTS response_moved (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  rkey BINARY(16) NOT NULL COMMENT 'random key',
  form_version_id INT UNSIGNED NOT NULL COMMENT 'layout of the vector',
  day DATE NULL COMMENT 'as in response_block',
  channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in response_block',
  vector VARBINARY(4096) NOT NULL COMMENT 'answers',
  PRIMARY KEY (campaign_id, rkey)
) COMMENT 'responses of the version before, until they have moved';

CREATE TABLE IF NOT EXISTS response_place (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  rkey BINARY(16) NOT NULL COMMENT 'which response',
  block BINARY(16) NOT NULL COMMENT 'where it goes',
  place SMALLINT UNSIGNED NOT NULL COMMENT 'which of the block, from 0',
  PRIMARY KEY (campaign_id, rkey)
) COMMENT 'where each of them goes, until they have moved';

-- Whole vectors are compared and joined.
SET SESSION max_sort_length = 8192, group_concat_max_len = 8388608;

-- Keys of responses are random, and so is what is made of the smallest of a group.
INSERT INTO response_place (campaign_id, rkey, block, place)
  SELECT p.campaign_id, p.rkey, UNHEX(MD5(CONCAT(HEX(p.least), '/', p.at DIV c.most))), p.at MOD c.most
  FROM (
    SELECT campaign_id, rkey,
      MIN(rkey) OVER (PARTITION BY campaign_id, form_version_id, day, channel) AS least,
      ROW_NUMBER() OVER (PARTITION BY campaign_id, form_version_id, day, channel ORDER BY vector, rkey) - 1 AS at
    FROM response_moved
  ) p
  JOIN (SELECT id, IF(audience = 'internal', 1, 1000) AS most FROM campaign) c ON c.id = p.campaign_id
  ON DUPLICATE KEY UPDATE place = VALUES(place);

INSERT INTO response_block (campaign_id, form_version_id, id, day, channel, n, vectors)
  SELECT r.campaign_id, r.form_version_id, p.block, r.day, r.channel, COUNT(*),
    GROUP_CONCAT(r.vector ORDER BY p.place SEPARATOR '')
  FROM response_moved r JOIN response_place p USING (campaign_id, rkey)
  GROUP BY r.campaign_id, r.form_version_id, p.block, r.day, r.channel
  ON DUPLICATE KEY UPDATE n = VALUES(n);

UPDATE remark m JOIN response_place p USING (campaign_id, rkey)
  SET m.block = p.block, m.place = p.place;

-- Nothing is dropped before everything has arrived.
BEGIN NOT ATOMIC
  IF EXISTS (
    SELECT 1 FROM (
      SELECT campaign_id, form_version_id, COUNT(*) AS n, SUM(LENGTH(vector)) AS bytes
      FROM response_moved GROUP BY campaign_id, form_version_id) r
    LEFT JOIN (
      SELECT b.campaign_id, b.form_version_id, SUM(b.n) AS n, SUM(LENGTH(b.vectors)) AS bytes
      FROM response_block b
      WHERE b.id IN (SELECT block FROM response_place)
      GROUP BY b.campaign_id, b.form_version_id) b USING (campaign_id, form_version_id)
    WHERE b.n IS NULL OR b.n <> r.n OR b.bytes <> r.bytes)
  OR EXISTS (SELECT 1 FROM remark WHERE rkey IS NOT NULL AND block IS NULL)
  THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'responses have not all moved; nothing is lost: raise max_allowed_packet to 16 MB and run it again';
  END IF;
END;

DROP TABLE response_place;
DROP TABLE response_moved;
ALTER TABLE remark DROP COLUMN IF EXISTS rkey;
