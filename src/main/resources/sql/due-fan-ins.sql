-- Videos whose publishing is due but was not queued: the worker died between its last two statements. Looks at a number
-- of those that are worked on, after the one that was looked at last.
SELECT v.id, (SELECT COUNT(*) FROM task t
              WHERE t.video_id = v.id AND t.kind = 'PUBLISH' AND t.state = 'WAITING'
                AND NOT EXISTS (SELECT 1 FROM task other
                                WHERE other.video_id = t.video_id AND other.kind NOT IN ('PUBLISH', 'EARLY')
                                  AND other.state <> 'DONE')) AS due
FROM video v
WHERE v.status = 'PROCESSING' AND v.id > :?after
ORDER BY v.status, v.id
LIMIT :?limit
