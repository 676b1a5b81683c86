-- The receiver has not accepted it, and all scheduled attempts are used up; fenced by attempt.
UPDATE delivery
SET state = 'FAILED', failures = failures + 1, lease_until = NULL, status_code = CAST(:?statusCode AS INTEGER), error = :?error
WHERE id = :?id AND attempt = CAST(:?attempt AS INTEGER) AND state = 'SENDING'
