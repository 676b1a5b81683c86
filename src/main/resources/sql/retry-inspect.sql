-- Inspection of a retried video that never got a plan.
UPDATE task
SET state = 'QUEUED', failures = 0, worker = NULL, rung_at = NULL, not_before = CURRENT_TIMESTAMP, lease_until = NULL,
    error_code = NULL, error_message = NULL, error_detail = NULL
WHERE video_id = :?video AND kind = 'INSPECT' AND state <> 'DONE'
  AND EXISTS (SELECT 1 FROM video v WHERE v.id = task.video_id AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant))
