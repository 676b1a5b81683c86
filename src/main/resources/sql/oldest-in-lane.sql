-- How many seconds the oldest due task of a lane has waited; 0 when none is due.
SELECT CAST(COALESCE(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) - EXTRACT(EPOCH FROM MIN(t.not_before)), 0) AS INTEGER) AS seconds
FROM task t
WHERE t.state = 'QUEUED' AND t.lane = :?lane AND t.not_before <= CURRENT_TIMESTAMP
