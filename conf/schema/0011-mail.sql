-- Mailing one-time links (AR-8.1-1): how far a step of it has come, and links that
-- could not be delivered.  No address is stored, and no link beside a person.

CREATE TABLE IF NOT EXISTS mail_step (
  id BINARY(16) NOT NULL COMMENT 'random number of the step, from the page that sends it: nothing is sent twice',
  campaign_id INT UNSIGNED NOT NULL COMMENT 'of which campaign',
  staff_id INT UNSIGNED NOT NULL COMMENT 'who sends',
  results VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'a letter an address, by its place in the list of the page (cgi/admin/mailing.h); the list itself is nowhere here',
  at BIGINT NOT NULL COMMENT 'UTC second of the last change; a day later it is forgotten',
  PRIMARY KEY (id),
  KEY age (at),
  FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) COMMENT 'steps of mailings of the last day';

CREATE OR REPLACE DEFINER = 'otklik-ctl'@'localhost' PROCEDURE ticket_take_back(IN c INT UNSIGNED, IN h BINARY(32))
  MODIFIES SQL DATA SQL SECURITY DEFINER
  COMMENT 'a link whose letter did not go out, which only who made it can name; one already used stays used'
BEGIN
  DELETE FROM ticket WHERE campaign_id = c AND hash = h;
  IF ROW_COUNT() > 0 THEN
    UPDATE campaign SET tickets = tickets - 1 WHERE id = c;
  END IF;
END;
