-- How much work of a lane waits to be begun, how much of it is due, and how much is under way.
SELECT COALESCE(SUM(CASE WHEN t.state = 'QUEUED' THEN 1 ELSE 0 END), 0) AS queued,
       COALESCE(SUM(CASE WHEN t.state = 'QUEUED' AND t.not_before <= CURRENT_TIMESTAMP THEN 1 ELSE 0 END), 0) AS due,
       COALESCE(SUM(CASE WHEN t.state = 'RUNNING' THEN 1 ELSE 0 END), 0) AS running,
       CURRENT_TIMESTAMP AS at
FROM task t
WHERE t.lane = :?lane AND t.state IN ('QUEUED', 'RUNNING')
