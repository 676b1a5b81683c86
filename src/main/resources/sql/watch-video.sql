-- What changes in a video while a client watches it; cheap enough to read four times a second.
SELECT v.revision, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
                    FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM video v
WHERE v.id = :?id AND v.deleted_at IS NULL AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)
