-- Browsers that have logged in before: their attempts have turns of their own,
-- so that attempts of strangers hold up nobody who works here.

CREATE TABLE IF NOT EXISTS staff_device (
  hash BINARY(32) NOT NULL COMMENT 'BLAKE2b of the cookie value: the table lets nobody in',
  staff_id INT UNSIGNED NOT NULL COMMENT 'who has logged in with it',
  seen_on DATE NOT NULL COMMENT 'day of the last login, UTC; 180 days later it is forgotten',
  PRIMARY KEY (hash, staff_id),
  KEY age (seen_on),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) COMMENT 'browsers staff have logged in with';
