-- Inspection of a retried video that never got a plan.
UPDATE task
SET state = 'QUEUED', failures = 0, worker = NULL, rung_at = NULL, not_before = CURRENT_TIMESTAMP, lease_until = NULL,
    error_code = NULL, error_message = NULL, error_detail = NULL
WHERE video_id = :?video AND kind = 'INSPECT' AND state <> 'DONE'
