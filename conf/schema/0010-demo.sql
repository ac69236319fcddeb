-- Demonstration data: campaigns that otklikctl demo load fills and demo remove drops.

ALTER TABLE campaign
  ADD COLUMN IF NOT EXISTS demo BOOL NOT NULL DEFAULT 0 COMMENT 'made-up answers: said wherever they are shown, never mixed with real ones';
