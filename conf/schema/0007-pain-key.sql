-- A new row of the pain map is stored once, however often its form is sent.

ALTER TABLE pain
  ADD COLUMN IF NOT EXISTS form_key BINARY(16) NULL COMMENT 'random, of the form the row was added with; NULL = older than this column',
  ADD UNIQUE KEY IF NOT EXISTS form_key (form_key);
