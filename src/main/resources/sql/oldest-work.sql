-- The due work that has waited longest, of all lanes.
SELECT t.video_id, v.filename, v.tenant, t.kind, t.ordinal, t.lane, t.not_before, t.error_code
FROM task t
JOIN video v ON v.id = t.video_id
WHERE t.state = 'QUEUED' AND t.not_before <= CURRENT_TIMESTAMP
ORDER BY t.not_before, t.id
LIMIT :?limit
