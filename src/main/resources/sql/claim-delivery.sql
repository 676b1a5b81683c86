-- Claims one delivery: raises attempt, which is the fencing token; succeeds for one caller only.
UPDATE delivery
SET state = 'SENDING', attempt = attempt + 1,
    lease_until = CURRENT_TIMESTAMP + CAST(:?leaseSeconds AS INTEGER) * INTERVAL '1' SECOND
WHERE id = :?id AND attempt = CAST(:?attempt AS INTEGER)
  AND (state = 'QUEUED' OR (state = 'SENDING' AND lease_until < CURRENT_TIMESTAMP))
