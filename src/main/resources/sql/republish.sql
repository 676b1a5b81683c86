-- Republishes a ready video after its uploaded subtitles changed; what viewers play stays as it is meanwhile.
UPDATE task
SET state = 'QUEUED', failures = 0, rung_at = NULL, not_before = CURRENT_TIMESTAMP, lease_until = NULL,
    error_code = NULL, error_message = NULL, error_detail = NULL
WHERE video_id = :?video AND kind = 'PUBLISH' AND state IN ('DONE', 'FAILED')
  AND (SELECT v.status FROM video v WHERE v.id = task.video_id AND v.deleted_at IS NULL
       AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)) = 'READY'
