-- News that can be sent now, one for each video and address: later news waits for earlier ones, however long that takes.
-- None for receivers that already have the largest allowed number of calls at a time, and no webhooks of
-- tenants that are crowded (<one><another>; null: of none at all).
SELECT d.id, d.video_id, d.tenant, d.type, d.url, d.payload, d.attempt, d.failures
FROM delivery d
WHERE ((d.state = 'QUEUED' AND d.due_at <= CURRENT_TIMESTAMP)
       OR (d.state = 'SENDING' AND d.lease_until < CURRENT_TIMESTAMP))
  AND NOT EXISTS (SELECT 1 FROM delivery e
                  WHERE e.video_id = d.video_id AND e.url = d.url AND e.state IN ('QUEUED', 'SENDING')
                    AND (e.sequence < d.sequence OR (e.sequence = d.sequence AND e.id < d.id)))
  AND (SELECT COUNT(*) FROM delivery s
       WHERE s.url = d.url AND s.state = 'SENDING' AND s.lease_until >= CURRENT_TIMESTAMP) < CAST(:?perReceiver AS INTEGER)
  AND (d.url LIKE 'direct:%' OR COALESCE(POSITION('<' || d.tenant || '>' IN CAST(:?crowded AS VARCHAR)), 1) = 0)
ORDER BY d.due_at, d.id
LIMIT CAST(:?most AS INTEGER)
