-- The first news of a line, one for each video and address: later news waits for earlier ones, however long that takes.
-- Not by their states: a database might read all that is queued for them.
SELECT d.id, d.video_id, d.type, d.url, d.payload, d.attempt, d.failures
FROM delivery d
WHERE d.state = 'QUEUED' AND d.line = :?line AND d.due_at <= CURRENT_TIMESTAMP
  AND NOT EXISTS (SELECT 1 FROM delivery e
                  WHERE e.video_id = d.video_id AND e.url = d.url AND e.state NOT IN ('DELIVERED', 'FAILED')
                    AND (e.sequence < d.sequence OR (e.sequence = d.sequence AND e.id < d.id)))
ORDER BY d.state, d.line, d.due_at
LIMIT CAST(:?most AS INTEGER)
