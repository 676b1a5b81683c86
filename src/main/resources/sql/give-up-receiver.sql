-- Nothing more is sent to a receiver that is gone.
UPDATE delivery SET state = 'FAILED', lease_until = NULL, error = :?error WHERE url = :?url AND state = 'QUEUED'
