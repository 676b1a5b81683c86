-- One video for whoever may play it, which is asked elsewhere, unless it is being deleted. Whoever plays is of no tenant.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM video v
WHERE v.id = :?id AND v.deleted_at IS NULL
