-- One page of everybody's videos, newest first; the cursor is the last id of the page before.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM video v
WHERE v.deleted_at IS NULL AND v.id < :?cursor AND (:?status = '' OR v.status = :?status)
ORDER BY v.id DESC
LIMIT :?limit
