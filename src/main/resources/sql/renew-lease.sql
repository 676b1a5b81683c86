-- Holds a claim for another lease and records the progress. 0 rows: the claim is lost or the video was cancelled.
UPDATE task
SET lease_until = CURRENT_TIMESTAMP + CAST(:?leaseSeconds AS INTEGER) * INTERVAL '1' SECOND,
    progress = GREATEST(progress, CAST(:?progress AS DOUBLE PRECISION))
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
  AND (SELECT v.status FROM video v WHERE v.id = task.video_id AND v.deleted_at IS NULL)
      IN ('QUEUED', 'PROCESSING', 'READY')
