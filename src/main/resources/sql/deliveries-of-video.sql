-- The delivery log of a video, newest first.
SELECT d.id, d.type, d.url, d.state, d.attempt, d.status_code, d.error, d.created_at, d.due_at, d.delivered_at
FROM delivery d
WHERE d.video_id = :?video AND d.tenant = COALESCE(CAST(:?tenant AS VARCHAR), d.tenant)
ORDER BY d.sequence DESC, d.id DESC
LIMIT 1000
