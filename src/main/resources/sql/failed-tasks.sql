-- Tasks that failed for good and were not taken up again, newest first.
SELECT t.id, t.video_id, v.filename, t.kind, t.ordinal, t.attempt, t.error_code, t.error_message, t.error_detail,
       t.finished_at
FROM task t
JOIN video v ON v.id = t.video_id
WHERE t.state = 'FAILED' AND v.deleted_at IS NULL AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)
ORDER BY t.finished_at DESC, t.id
LIMIT :?limit
