-- Claims one delivery: raises attempt, which is the fencing token; succeeds for one caller only, and only while its receiver has
-- less than the largest allowed number of calls at a time, whichever processes make them. Two that claim in the same moment can exceed it.
UPDATE delivery
SET state = 'SENDING', attempt = attempt + 1,
    lease_until = CURRENT_TIMESTAMP + CAST(:?leaseSeconds AS INTEGER) * INTERVAL '1' SECOND
WHERE id = :?id AND attempt = CAST(:?attempt AS INTEGER) AND state = 'QUEUED'
  AND (SELECT COUNT(*) FROM delivery s
       WHERE s.state = 'SENDING' AND s.lease_until >= CURRENT_TIMESTAMP
         AND POSITION(' ' || CAST(:?receiver AS VARCHAR) || ' ' IN s.line) > 0) < CAST(:?perReceiver AS INTEGER)
