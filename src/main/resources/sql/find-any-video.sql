-- One video, even while it is being deleted.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM video v
WHERE v.id = :?id
