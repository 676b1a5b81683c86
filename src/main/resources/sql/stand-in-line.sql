-- News that is due waits for its receiver from now on.
UPDATE delivery SET line = :?line WHERE id = :?id AND state = 'QUEUED' AND line = ''
