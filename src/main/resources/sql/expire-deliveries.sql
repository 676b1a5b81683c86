-- What a process claimed and did not end is to be sent again.
UPDATE delivery SET state = 'QUEUED', lease_until = NULL
WHERE state = 'SENDING' AND lease_until < CURRENT_TIMESTAMP
