-- The fan-in: when all other tasks of the video are done, publishing becomes due. Exactly one caller gets 1 row.
UPDATE task
SET state = 'QUEUED', rung_at = NULL
WHERE video_id = :?video AND kind = 'PUBLISH' AND state = 'WAITING'
  AND NOT EXISTS (SELECT 1 FROM task other
                  WHERE other.video_id = :?video AND other.kind NOT IN ('PUBLISH', 'EARLY') AND other.state <> 'DONE')
