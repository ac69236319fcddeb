-- Boxes opened daily; who may answer: everybody, holders of a closed link,
-- holders of one-time links (AR-8.1-1, NE-8.5-1; AMB-28).

ALTER TABLE campaign
  ADD COLUMN IF NOT EXISTS daily BOOL NOT NULL DEFAULT 0 COMMENT 'messages of internal clients: opened once a day, whatever waits; the answers of one stay together; frozen',
  ADD COLUMN IF NOT EXISTS opened_on DATE NULL COMMENT 'daily: last day of the agency on which the box was opened',
  ADD COLUMN IF NOT EXISTS access ENUM('open','group','ticket') NOT NULL DEFAULT 'open' COMMENT 'everybody, holders of the closed link, holders of one-time links; frozen',
  ADD COLUMN IF NOT EXISTS link_hash BINARY(32) NULL COMMENT 'group: keyed hash of the secret in the link',
  ADD COLUMN IF NOT EXISTS tickets INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'ticket: one-time links made',
  ADD COLUMN IF NOT EXISTS tickets_left INT UNSIGNED NULL COMMENT 'ticket: links nobody used, deleted at the final count; NULL before it',
  -- A message of a day may be alone in its batch: its link would tell whose it is.
  ADD CONSTRAINT IF NOT EXISTS daily_without_tickets CHECK (NOT (daily AND access = 'ticket'));

-- What can be told from this table, with the raw files of the server too:
--
-- A used ticket is deleted, not marked, in the transaction that puts the ballot
-- in.  So no row says when it was used, and a used one cannot be told from one
-- that never was.  Until InnoDB purges and overwrites them, the deleted row, the
-- undo log, the redo log and a binlog hold the number of that transaction, which
-- the new ballot row bears too: whoever knows the hash of a person's ticket (that
-- takes the list of the links and the key of the hashes) can find that person's
-- ballot row.  It is sealed; and the count opens no ballot alone: it blanks at
-- least k of them in one transaction under a number of its own, and what was in
-- them is written shuffled, under fresh keys.  From then on that person's answer
-- is one of the batch, which is what is promised of every answer.  Hence no
-- tickets for boxes that are opened daily.
--
-- Hashes are written sorted: neither the order of the rows nor that of the logs
-- is that of the printed list.
CREATE TABLE IF NOT EXISTS ticket (
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  hash BINARY(32) NOT NULL COMMENT 'keyed hash of a one-time link nobody has used yet',
  PRIMARY KEY (campaign_id, hash),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) COMMENT 'one-time links that can still be used';

-- All that the survey program may do with tickets.  Called in the transaction of
-- the ballot, behind its INSERT: a form sent twice (1062) spends nothing.
CREATE OR REPLACE DEFINER = 'otklik-ctl'@'localhost' PROCEDURE ticket_spend(IN c INT UNSIGNED, IN h BINARY(32))
  MODIFIES SQL DATA SQL SECURITY DEFINER
  COMMENT 'error 1643 if there is no such ticket (any more)'
BEGIN
  DELETE FROM ticket WHERE campaign_id = c AND hash = h;
  IF ROW_COUNT() = 0 THEN
    SIGNAL SQLSTATE '02000';
  END IF;
END;

CREATE OR REPLACE DEFINER = 'otklik-ctl'@'localhost' FUNCTION ticket_fits(c INT UNSIGNED, h BINARY(32))
  RETURNS BOOL READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'may the form be shown?'
  RETURN EXISTS (SELECT 1 FROM ticket WHERE campaign_id = c AND hash = h);

CREATE OR REPLACE DEFINER = 'otklik-ctl'@'localhost' FUNCTION ticket_left(c INT UNSIGNED)
  RETURNS INT UNSIGNED READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'all that the admin program may learn of the tickets it made'
  RETURN (SELECT COUNT(*) FROM ticket WHERE campaign_id = c);
