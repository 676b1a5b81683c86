-- The shares of queued work that adopt-tasks.sql will take in.
INSERT INTO share (lane, priority, tenant)
SELECT DISTINCT t.lane, v.priority, v.tenant
FROM task t
JOIN video v ON v.id = t.video_id
WHERE t.lane = :?lane AND t.state = 'QUEUED' AND t.share IS NULL
ON CONFLICT DO NOTHING
