-- Tasks of a video that is cancelled or has failed do not start any more; running ones stop at their next lease
-- renewal.
UPDATE task SET state = 'CANCELLED', finished_at = CURRENT_TIMESTAMP
WHERE video_id = :?video AND state IN ('WAITING', 'QUEUED')
  AND EXISTS (SELECT 1 FROM video v WHERE v.id = task.video_id AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant))
