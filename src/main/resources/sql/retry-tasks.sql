-- Tasks of a retried video. Finished tasks stay finished, except after a cancel, which swept what they made.
UPDATE task
SET state = CASE WHEN kind = 'PUBLISH' THEN 'WAITING' ELSE 'QUEUED' END, failures = 0, worker = NULL, rung_at = NULL,
    not_before = CURRENT_TIMESTAMP, lease_until = NULL, error_code = NULL, error_message = NULL, error_detail = NULL
WHERE video_id = :?video AND kind <> 'INSPECT' AND state <> 'RUNNING' AND (CAST(:?all AS BOOLEAN) OR state <> 'DONE')
  AND EXISTS (SELECT 1 FROM video v WHERE v.id = task.video_id AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant))
