-- Drafts: the next version of a questionnaire while it is being edited.

CREATE TABLE IF NOT EXISTS form_draft (
  questionnaire_id INT UNSIGNED NOT NULL COMMENT 'of which questionnaire; one draft each',
  xml MEDIUMTEXT NOT NULL COMMENT 'the text as it stands; may still have faults',
  revision INT UNSIGNED NOT NULL COMMENT 'grows with each save: optimistic lock',
  base_version INT UNSIGNED NOT NULL COMMENT 'published version it was started from; 0 = none',
  edited_by INT UNSIGNED NOT NULL COMMENT 'who saved last',
  edited_at BIGINT NOT NULL COMMENT 'UTC second of the last save',
  PRIMARY KEY (questionnaire_id),
  FOREIGN KEY (questionnaire_id) REFERENCES questionnaire (id),
  FOREIGN KEY (edited_by) REFERENCES staff (id)
) COMMENT 'drafts of questionnaires; publishing freezes one as the next form_version';
