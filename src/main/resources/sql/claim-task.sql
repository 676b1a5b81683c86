-- Claims a task: raises attempt, which is the fencing token; succeeds for one caller only.
UPDATE task
SET state = 'RUNNING', attempt = attempt + 1, worker = :?worker, started_at = CURRENT_TIMESTAMP,
    lease_until = CURRENT_TIMESTAMP + CAST(:?leaseSeconds AS INTEGER) * INTERVAL '1' SECOND
WHERE id = :?id AND not_before <= CURRENT_TIMESTAMP AND state = 'QUEUED'
