-- The outbox tells the lanes of which videos become playable first: see unrung-tasks.sql. A film's hundreds of pieces stood before them.

DROP INDEX task_by_doorbell;
CREATE INDEX task_by_doorbell ON task (state, rung_at, lane, not_before);
