-- The outbox: queued tasks whose doorbell was not sent yet, oldest first.
SELECT t.id, t.video_id, t.kind, t.ordinal, t.lane, t.attempt,
       CAST(CEILING(GREATEST(0, EXTRACT(EPOCH FROM t.not_before) - EXTRACT(EPOCH FROM CURRENT_TIMESTAMP))) AS INTEGER)
           AS delay_seconds
FROM task t
WHERE t.state = 'QUEUED' AND t.rung_at IS NULL
ORDER BY t.state, t.rung_at, t.not_before
LIMIT 500
