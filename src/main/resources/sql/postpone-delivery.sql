-- Lets other news go first: its receiver has enough calls for now, and nobody has claimed it.
UPDATE delivery
SET due_at = CURRENT_TIMESTAMP + CAST(:?seconds AS INTEGER) * INTERVAL '1' SECOND
WHERE id = :?id AND attempt = CAST(:?attempt AS INTEGER) AND state = 'QUEUED'
