-- The number of queued tasks of a lane that should have a message in its queue.
SELECT COUNT(*) AS queued
FROM task t
WHERE t.state = 'QUEUED' AND t.lane = :?lane AND t.rung_at < CURRENT_TIMESTAMP - CAST(:?graceSeconds AS INTEGER) * INTERVAL '1' SECOND
