-- What each account may do, applied by `otklikctl init` and `otklikctl migrate`
-- whenever this text has changed.  The fewest grants each program can work with.
-- A grant that is taken back needs a REVOKE here (which must not fail where it
-- was never given):
--   BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1141, 1147 BEGIN END; REVOKE …; END;

-- Rights on tables that are gone stay behind, and the doctor finds them.
BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1141, 1146, 1147 BEGIN END;
  REVOKE INSERT ON response FROM 'otklik-count'@'localhost'; END;
BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1141, 1146, 1147 BEGIN END;
  REVOKE SELECT ON response FROM 'otklik-admin'@'localhost'; END;

-- otklik-survey: reads what is published, puts a ballot in, reads nothing back.
GRANT SELECT ON agency TO 'otklik-survey'@'localhost';
GRANT SELECT ON questionnaire TO 'otklik-survey'@'localhost';
GRANT SELECT ON form_version TO 'otklik-survey'@'localhost';
GRANT SELECT ON campaign TO 'otklik-survey'@'localhost';
GRANT SELECT ON count_key TO 'otklik-survey'@'localhost';
GRANT INSERT (`key`, campaign_id, key_id, sealed) ON ballot TO 'otklik-survey'@'localhost';
-- ON DUPLICATE KEY UPDATE n = n + 1 reads n, and the server asks for UPDATE on
-- the key as well (error 1143 without it).
GRANT INSERT, UPDATE (worker, n), SELECT (n) ON barrier TO 'otklik-survey'@'localhost';

-- One-time links: it may ask for one and spend it, and see no list of them.
GRANT EXECUTE ON FUNCTION ticket_fits TO 'otklik-survey'@'localhost';
GRANT EXECUTE ON PROCEDURE ticket_spend TO 'otklik-survey'@'localhost';

-- otklik-appeal: puts an appeal in and reads nothing back, neither its text nor who
-- sent it.  How it stands is set by staff alone.
GRANT SELECT ON agency TO 'otklik-appeal'@'localhost';
GRANT INSERT (`key`, agency_id, receipt, kind, organisation, topic, reason, text,
  received_on, due_on, quarantined) ON appeal TO 'otklik-appeal'@'localhost';
GRANT INSERT (appeal_id, name, email, postal) ON appeal_contact TO 'otklik-appeal'@'localhost';
GRANT INSERT, UPDATE (worker, n), SELECT (n) ON barrier TO 'otklik-appeal'@'localhost';

-- otklik-count: opens the box, writes responses and never reads them again.
GRANT SELECT ON agency TO 'otklik-count'@'localhost';
GRANT SELECT ON questionnaire TO 'otklik-count'@'localhost';
GRANT SELECT ON form_version TO 'otklik-count'@'localhost';
-- form_version_id: a permanent campaign moves on to a newer version with the month.
GRANT SELECT, UPDATE (state, rejected, form_version_id, opened_on, tickets_left) ON campaign
  TO 'otklik-count'@'localhost';
GRANT SELECT (campaign_id), DELETE ON ticket TO 'otklik-count'@'localhost';
GRANT SELECT, INSERT, DELETE ON count_key TO 'otklik-count'@'localhost';
GRANT SELECT, INSERT ON spent_key TO 'otklik-count'@'localhost';
GRANT SELECT, DELETE, UPDATE (key_id, sealed, rejected, counted_on) ON ballot
  TO 'otklik-count'@'localhost';
GRANT INSERT ON response_block TO 'otklik-count'@'localhost';
GRANT INSERT ON remark TO 'otklik-count'@'localhost';
GRANT SELECT, INSERT, UPDATE ON tally TO 'otklik-count'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON tally_late TO 'otklik-count'@'localhost';
-- Quarantine: what it has put there it moves into the results when staff say so.
GRANT SELECT, INSERT, DELETE ON quarantine TO 'otklik-count'@'localhost';
GRANT SELECT, INSERT, DELETE ON quarantine_text TO 'otklik-count'@'localhost';
GRANT SELECT, INSERT, UPDATE ON quarantine_count TO 'otklik-count'@'localhost';

-- otklik-admin: reads what was counted; of the box only how many ballots wait.
-- It may open and close campaigns, but never change k or the batch of one.
GRANT SELECT ON agency TO 'otklik-admin'@'localhost';
GRANT SELECT ON questionnaire TO 'otklik-admin'@'localhost';
GRANT SELECT ON form_version TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, UPDATE (title, state, closed_at, link_hash, tickets) ON campaign
  TO 'otklik-admin'@'localhost';
GRANT INSERT ON ticket TO 'otklik-admin'@'localhost';
GRANT EXECUTE ON FUNCTION ticket_left TO 'otklik-admin'@'localhost';
-- Links by mail: how far a step has come; void links whose letters did not go out.
GRANT SELECT, INSERT, DELETE, UPDATE (results, at) ON mail_step TO 'otklik-admin'@'localhost';
GRANT EXECUTE ON PROCEDURE ticket_take_back TO 'otklik-admin'@'localhost';
GRANT SELECT ON response_block TO 'otklik-admin'@'localhost';
GRANT SELECT ON remark TO 'otklik-admin'@'localhost';
GRANT SELECT ON tally TO 'otklik-admin'@'localhost';
-- Quarantine: it reads what is in it and marks what is to be counted after all; the
-- count moves it.  The rules of new campaigns are the agency's.
GRANT SELECT, UPDATE (released) ON quarantine TO 'otklik-admin'@'localhost';
GRANT SELECT ON quarantine_text TO 'otklik-admin'@'localhost';
GRANT SELECT ON quarantine_count TO 'otklik-admin'@'localhost';
GRANT UPDATE (spam_rules) ON agency TO 'otklik-admin'@'localhost';
GRANT EXECUTE ON FUNCTION box_waiting TO 'otklik-admin'@'localhost';

-- Sheets keyed in: into the box like any other ballot, and never read back.
GRANT SELECT ON count_key TO 'otklik-admin'@'localhost';
GRANT INSERT (`key`, campaign_id, key_id, sealed) ON ballot TO 'otklik-admin'@'localhost';
GRANT INSERT, UPDATE (worker, n), SELECT (n) ON barrier TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, UPDATE ON entry TO 'otklik-admin'@'localhost';

-- Staff logins: it may check passwords, not set them; nor read or change the
-- audit log.
GRANT SELECT ON staff TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE (seen_at) ON session TO 'otklik-admin'@'localhost';
-- UPDATE of the whole row: ON DUPLICATE KEY UPDATE asks for every column here.
GRANT SELECT, INSERT, UPDATE, DELETE ON login_turn TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, DELETE ON staff_device TO 'otklik-admin'@'localhost';
GRANT INSERT ON audit TO 'otklik-admin'@'localhost';

GRANT SELECT, INSERT, UPDATE ON campaign_sampling TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, DELETE ON campaign_quota TO 'otklik-admin'@'localhost';

-- Free texts: read, coded, coded anew.
GRANT SELECT, INSERT, DELETE ON text_reading TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT ON text_topic TO 'otklik-admin'@'localhost';

-- Pain map: rows are closed, never deleted; their history is only added to.
GRANT SELECT, INSERT, UPDATE (revision, process, process_group, kind, text, prevalence,
  prevalence_unit, prevalence_method, priority, priority_method, linked, responsible, due_on,
  due_text, queue, organisation, period, source, campaign_id, item, status, reason) ON pain
  TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, DELETE ON pain_measure TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT ON pain_history TO 'otklik-admin'@'localhost';

-- Appeals: they are read and answered; what came in is never changed.
GRANT SELECT, UPDATE (outcome, answered_on, remark, quarantined, revision) ON appeal
  TO 'otklik-admin'@'localhost';
GRANT SELECT ON appeal_contact TO 'otklik-admin'@'localhost';

-- Questionnaires: drafts are edited, published versions only added to; what has one
-- cannot be deleted (foreign key).
GRANT INSERT, DELETE ON questionnaire TO 'otklik-admin'@'localhost';
GRANT SELECT, INSERT, DELETE, UPDATE (xml, revision, edited_by, edited_at) ON form_draft
  TO 'otklik-admin'@'localhost';
GRANT INSERT ON form_version TO 'otklik-admin'@'localhost';
