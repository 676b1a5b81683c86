-- Who gets the next free worker: see due-in-lane.sql.

ALTER TABLE video ADD COLUMN priority INTEGER DEFAULT 0 NOT NULL;       -- higher goes first
ALTER TABLE video ADD COLUMN tenant VARCHAR(64) DEFAULT '' NOT NULL;    -- on whose behalf; workers are shared out fairly

CREATE INDEX task_by_start ON task (started_at);
