-- A worker lets go of a task that is not needed any more (cancelled or deleted video); fenced by attempt.
UPDATE task SET state = 'CANCELLED', lease_until = NULL, finished_at = CURRENT_TIMESTAMP
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
