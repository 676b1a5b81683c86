-- Moves a task that belongs to another lane at once, without a setback; fenced by attempt.
UPDATE task
SET state = 'QUEUED', lane = :?lane, rung_at = NULL, lease_until = NULL, not_before = CURRENT_TIMESTAMP
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
