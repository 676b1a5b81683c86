-- As list-videos.sql, of a tenant.
-- In the order of the index as it stands: of the id alone H2 would sort all videos of the tenant.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM (
    (SELECT s.id FROM video s
     WHERE s.tenant = :?tenant AND s.id < CASE WHEN :?status = '' THEN :?cursor ELSE '' END AND s.deleted_at IS NULL
       AND COALESCE(s.name, '') LIKE :?first AND COALESCE(s.name, '') LIKE :?second
       AND COALESCE(s.name, '') LIKE :?third AND COALESCE(s.name, '') LIKE :?rest
     ORDER BY s.tenant DESC, s.id DESC
     LIMIT :?limit)
    UNION ALL
    (SELECT s.id FROM video s
     WHERE s.tenant = :?tenant AND s.status = :?status AND s.id < :?cursor AND s.deleted_at IS NULL
       AND COALESCE(s.name, '') LIKE :?first AND COALESCE(s.name, '') LIKE :?second
       AND COALESCE(s.name, '') LIKE :?third AND COALESCE(s.name, '') LIKE :?rest
     ORDER BY s.tenant DESC, s.status DESC, s.id DESC
     LIMIT :?limit)
) found
JOIN video v ON v.id = found.id
ORDER BY v.id DESC
