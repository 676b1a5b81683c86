-- All work of a video, in order.
SELECT t.id, t.kind, t.ordinal, t.lane, t.state, t.attempt, t.progress, t.weight, t.result
FROM task t WHERE t.video_id = :?video ORDER BY t.kind, t.ordinal
