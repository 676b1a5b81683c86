-- The number of tasks that failed for good and were not taken up again.
SELECT COUNT(*) AS failed
FROM task t
JOIN video v ON v.id = t.video_id
WHERE t.state = 'FAILED' AND v.deleted_at IS NULL
