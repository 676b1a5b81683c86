-- Videos whose publishing is due but was not queued: the worker died between its last two statements.
SELECT t.video_id
FROM task t
WHERE t.kind = 'PUBLISH' AND t.state = 'WAITING'
  AND NOT EXISTS (SELECT 1 FROM task other
                  WHERE other.video_id = t.video_id AND other.kind NOT IN ('PUBLISH', 'EARLY') AND other.state <> 'DONE')
