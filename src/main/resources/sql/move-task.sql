-- Work that turned out to be another lane's goes there at once, which is no setback; fenced by attempt.
UPDATE task
SET state = 'QUEUED', lane = :?lane, rung_at = NULL, lease_until = NULL, not_before = CURRENT_TIMESTAMP
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
