-- The task has failed for good; fenced by attempt. Adds to the setbacks (0 for a refusal, or 1). Its dead letter is to be sent while
-- rung_at is null.
UPDATE task
SET state = 'FAILED', failures = failures + CAST(:?setbacks AS INTEGER), rung_at = NULL, lease_until = NULL, finished_at = CURRENT_TIMESTAMP,
    error_code = :?code, error_message = :?message, error_detail = :?detail
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
