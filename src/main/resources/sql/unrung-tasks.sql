-- The outbox: queued tasks whose doorbell was not sent yet. First those that somebody waits for, who wants to watch: the pieces of a
-- film are hundreds. Within a lane the oldest first. Each part looks up its rows in an index: how many there are does not matter.
SELECT t.id, t.video_id, t.kind, t.ordinal, t.lane, t.attempt,
       CAST(CEILING(GREATEST(0, EXTRACT(EPOCH FROM t.not_before) - EXTRACT(EPOCH FROM CURRENT_TIMESTAMP))) AS INTEGER)
           AS delay_seconds
FROM task t
WHERE t.id IN (
    (SELECT q.id FROM task q WHERE q.state = 'QUEUED' AND q.rung_at IS NULL AND q.lane = 'FAST'
     ORDER BY q.state, q.rung_at, q.lane, q.not_before LIMIT 200)
    UNION ALL
    (SELECT q.id FROM task q WHERE q.state = 'QUEUED' AND q.rung_at IS NULL AND q.lane = 'EARLY'
     ORDER BY q.state, q.rung_at, q.lane, q.not_before LIMIT 200)
    UNION ALL
    (SELECT q.id FROM task q WHERE q.state = 'QUEUED' AND q.rung_at IS NULL AND q.lane = 'BULK'
     ORDER BY q.state, q.rung_at, q.lane, q.not_before LIMIT 200)
    UNION ALL
    (SELECT q.id FROM task q WHERE q.state = 'QUEUED' AND q.rung_at IS NULL AND q.lane = 'HEAVY'
     ORDER BY q.state, q.rung_at, q.lane, q.not_before LIMIT 200))
ORDER BY CASE t.lane WHEN 'FAST' THEN 1 WHEN 'EARLY' THEN 2 WHEN 'BULK' THEN 3 ELSE 4 END, t.not_before, t.ordinal
