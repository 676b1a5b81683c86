-- The next video whose objects are to be removed, once no worker can be writing any more.
SELECT v.*, 0.0 AS progress
FROM video v
WHERE v.sweep_due AND v.id > :?after
  AND NOT EXISTS (SELECT 1 FROM task t
                  WHERE t.video_id = v.id AND t.state = 'RUNNING' AND t.lease_until > CURRENT_TIMESTAMP)
ORDER BY v.sweep_due, v.id
LIMIT 1
