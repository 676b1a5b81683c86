-- The task goes back to the queue, with a delay; fenced by attempt. Adds to the setbacks (0 or 1).
UPDATE task
SET state = 'QUEUED', failures = failures + CAST(:?setbacks AS INTEGER), turn = 0, size = 0, rung_at = NULL, lease_until = NULL,
    not_before = CURRENT_TIMESTAMP + CAST(:?delaySeconds AS INTEGER) * INTERVAL '1' SECOND,
    error_code = :?code, error_message = :?message, error_detail = :?detail
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
