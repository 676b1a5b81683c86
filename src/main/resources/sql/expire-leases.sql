-- Tasks whose worker does not renew its lease go back to the queue. It counts as a setback, so that a task that kills
-- workers ends.
UPDATE task
SET state = 'QUEUED', failures = failures + 1, turn = 0, size = 0, rung_at = NULL, lease_until = NULL
WHERE state = 'RUNNING' AND lease_until < CURRENT_TIMESTAMP
