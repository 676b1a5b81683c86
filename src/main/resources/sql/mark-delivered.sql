-- The receiver has accepted it; fenced by attempt.
UPDATE delivery
SET state = 'DELIVERED', delivered_at = CURRENT_TIMESTAMP, lease_until = NULL, error = NULL,
    status_code = CAST(:?statusCode AS INTEGER)
WHERE id = :?id AND attempt = CAST(:?attempt AS INTEGER) AND state = 'SENDING'
