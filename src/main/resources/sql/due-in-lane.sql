-- The work of a lane that should be begun next, best first, at most one task of each tenant and priority:
-- 1. of the highest priority;
-- 2. what comes back from a worker that stopped or crashed, or after a setback;
-- 3. of the tenant that was given the least. What its video still needs is added, up to 60 processor seconds: so
--    tenants take turns by clips and not by pieces, and films share. Who had nothing to do for a while is no more than
--    90 processor seconds behind;
-- 4. of the tenant's video whose turn it is: when it was queued, and 20 seconds later for each processor second that it
--    needs. So short clips pass long films, and no film is passed for ever. Of a video that is begun half of what is left
--    counts (bring-forward.sql): it goes on, unless another one is much shorter;
-- 5. of the video the largest, so that audio and stills fill the gaps at its end.
-- Each step looks up one row in an index: the number of tenants that wait matters, the length of the queue does not.
WITH RECURSIVE waiting (share) AS (
    SELECT (SELECT q.share FROM task q WHERE q.lane = :?lane AND q.state = 'QUEUED' AND q.share >= 1
            ORDER BY q.lane, q.state, q.share LIMIT 1)
    UNION ALL
    SELECT (SELECT q.share FROM task q WHERE q.lane = :?lane AND q.state = 'QUEUED' AND q.share >= waiting.share + 1
            ORDER BY q.lane, q.state, q.share LIMIT 1)
    FROM waiting
    WHERE waiting.share IS NOT NULL
),
head (id) AS (
    SELECT (SELECT t.id FROM task t WHERE t.state = 'QUEUED' AND t.lane = :?lane AND t.share = waiting.share
              AND t.not_before <= CURRENT_TIMESTAMP
            ORDER BY t.lane, t.state, t.share, t.turn, t.weight DESC, t.ordinal LIMIT 1)
    FROM waiting
    WHERE waiting.share > 0
)
SELECT t.id
FROM head
JOIN task t ON t.id = head.id
JOIN share s ON s.id = t.share
ORDER BY s.priority DESC,
         CASE WHEN t.turn = 0 THEN 0 ELSE 1 END,
         GREATEST(s.given, (SELECT m.given FROM share m WHERE m.lane = s.lane AND m.priority = s.priority
                            ORDER BY m.lane DESC, m.priority DESC, m.given DESC LIMIT 1) - 90) + LEAST(t.size, 60),
         t.turn, t.id
LIMIT 8
