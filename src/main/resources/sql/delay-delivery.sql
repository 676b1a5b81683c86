-- The receiver has not accepted it: tries again after a delay, and stands in no line until then; fenced by attempt.
UPDATE delivery
SET state = 'QUEUED', line = '', failures = failures + 1, lease_until = NULL, status_code = CAST(:?statusCode AS INTEGER),
    error = :?error, due_at = CURRENT_TIMESTAMP + CAST(:?delayMillis AS INTEGER) * INTERVAL '0.001' SECOND
WHERE id = :?id AND attempt = CAST(:?attempt AS INTEGER) AND state = 'SENDING'
