-- News for one address, to be sent. A receiver that is gone gets none; the log says so. What waits for earlier news that is delayed
-- waits as long, and does not stand in line before others meanwhile.
INSERT INTO delivery (id, video_id, tenant, sequence, type, url, payload, line, due_at, state, error)
SELECT :?id, :?video, CAST(:?tenant AS VARCHAR), CAST(:?sequence AS BIGINT), :?type, CAST(:?url AS VARCHAR), :?payload,
       CASE WHEN o.due_at > CURRENT_TIMESTAMP THEN '' ELSE CAST(:?line AS VARCHAR) END,
       CASE WHEN o.due_at > CURRENT_TIMESTAMP THEN o.due_at ELSE CURRENT_TIMESTAMP END,
       CASE WHEN EXISTS (SELECT 1 FROM gone_receiver g WHERE g.url = CAST(:?url AS VARCHAR)) THEN 'FAILED' ELSE 'QUEUED' END,
       CASE WHEN EXISTS (SELECT 1 FROM gone_receiver g WHERE g.url = CAST(:?url AS VARCHAR))
            THEN 'The receiver answered 410 earlier: it is gone.' END
FROM (SELECT MAX(e.due_at) AS due_at FROM delivery e
      WHERE e.video_id = :?video AND e.url = CAST(:?url AS VARCHAR) AND e.state NOT IN ('DELIVERED', 'FAILED')) o
