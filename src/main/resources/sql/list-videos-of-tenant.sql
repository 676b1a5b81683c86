-- One page of a tenant's videos, newest first; the cursor is the last id of the page before.
-- In the order of the index by tenant as it stands: of the id alone H2 would sort all videos of the tenant.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM video v
WHERE v.tenant = :?tenant AND v.deleted_at IS NULL AND v.id < :?cursor
  AND (:?status = '' OR v.status = :?status)
ORDER BY v.tenant DESC, v.id DESC
LIMIT :?limit
