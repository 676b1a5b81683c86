-- What was claimed, by the unique name under which it was claimed.
SELECT t.id, t.video_id, t.kind, t.ordinal, t.lane, t.attempt, t.failures
FROM task t WHERE t.id = :?id AND t.worker = :?worker AND t.state = 'RUNNING'
