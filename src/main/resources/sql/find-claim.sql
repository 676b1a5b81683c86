-- The claimed task, by the unique name of its claim. When its own message was not sent before, the message that led to it may have been
-- that of another task, which waits.
SELECT t.id, t.video_id, t.kind, t.ordinal, t.lane, t.attempt, t.failures, t.not_before AS due_at,
       t.rung_at IS NULL AND EXISTS (SELECT 1 FROM task other WHERE other.state = 'QUEUED' AND other.lane = t.lane) AS unannounced
FROM task t WHERE t.id = :?id AND t.worker = :?worker AND t.state = 'RUNNING'
