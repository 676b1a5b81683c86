-- News for one address, to be sent. A receiver that is gone gets none, and the log says so.
INSERT INTO delivery (id, video_id, sequence, type, url, payload, state, error)
SELECT :?id, :?video, CAST(:?sequence AS BIGINT), :?type, CAST(:?url AS VARCHAR), :?payload,
       CASE WHEN EXISTS (SELECT 1 FROM gone_receiver g WHERE g.url = CAST(:?url AS VARCHAR)) THEN 'FAILED' ELSE 'QUEUED' END,
       CASE WHEN EXISTS (SELECT 1 FROM gone_receiver g WHERE g.url = CAST(:?url AS VARCHAR))
            THEN 'The receiver answered 410 earlier: it is gone.' END
