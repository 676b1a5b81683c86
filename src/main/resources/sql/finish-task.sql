-- The task is done; fenced by attempt, and only while the video still needs it.
UPDATE task
SET state = 'DONE', progress = 1, result = :?result, finished_at = CURRENT_TIMESTAMP, lease_until = NULL,
    error_code = NULL, error_message = NULL, error_detail = NULL
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
  AND (SELECT v.status FROM video v WHERE v.id = task.video_id AND v.deleted_at IS NULL)
      IN ('QUEUED', 'PROCESSING', 'READY')
