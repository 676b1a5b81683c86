-- A finished task whose result is wrong is done again, or has failed for good after its last attempt; fenced by the
-- attempt that made the result, and only while the video still needs it.
UPDATE task
SET state = CASE WHEN failures + 1 < CAST(:?maxAttempts AS INTEGER) THEN 'QUEUED' ELSE 'FAILED' END,
    failures = failures + 1, turn = 0, size = 0, rung_at = NULL, result = NULL, not_before = CURRENT_TIMESTAMP,
    finished_at = CASE WHEN failures + 1 < CAST(:?maxAttempts AS INTEGER) THEN NULL ELSE CURRENT_TIMESTAMP END,
    error_code = :?code, error_message = :?message, error_detail = :?detail
WHERE id = :?id AND attempt = :?attempt AND state = 'DONE'
  AND (SELECT v.status FROM video v WHERE v.id = task.video_id AND v.deleted_at IS NULL) = 'PROCESSING'
