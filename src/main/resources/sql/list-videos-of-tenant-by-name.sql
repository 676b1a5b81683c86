-- As list-videos-by-name.sql, of a tenant.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM (SELECT s.id FROM video s
      WHERE s.tenant = :?tenant AND s.name >= :?after AND (s.name > :?after OR s.id > :?cursor) AND s.deleted_at IS NULL
        AND (:?status = '' OR s.status = :?status)
        AND COALESCE(s.name, '') LIKE :?first AND COALESCE(s.name, '') LIKE :?second
        AND COALESCE(s.name, '') LIKE :?third AND COALESCE(s.name, '') LIKE :?rest
      ORDER BY s.tenant, s.name, s.id
      LIMIT :?limit) found
JOIN video v ON v.id = found.id
ORDER BY v.name, v.id
