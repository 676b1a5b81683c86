-- Publishing waits again, for pieces that are to be done again; fenced by attempt.
UPDATE task SET state = 'WAITING', rung_at = NULL, lease_until = NULL
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
