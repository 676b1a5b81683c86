-- One page of everybody's videos, newest first; the cursor is the last id of the page before.
-- What is compared is in one index, so that even a name that nothing has costs no row of the table. Of the two halves one
-- finds nothing, at once: the first where a status is asked for, the second where none is.
SELECT v.*, (SELECT COALESCE(SUM(t.weight * t.progress) / NULLIF(SUM(t.weight), 0), 0)
             FROM task t WHERE t.video_id = v.id AND t.kind <> 'INSPECT') AS progress
FROM (
    (SELECT s.id FROM video s
     WHERE s.id < CASE WHEN :?status = '' THEN :?cursor ELSE '' END AND s.deleted_at IS NULL
       AND COALESCE(s.name, '') LIKE :?first AND COALESCE(s.name, '') LIKE :?second
       AND COALESCE(s.name, '') LIKE :?third AND COALESCE(s.name, '') LIKE :?rest
     ORDER BY s.id DESC
     LIMIT :?limit)
    UNION ALL
    (SELECT s.id FROM video s
     WHERE s.status = :?status AND s.id < :?cursor AND s.deleted_at IS NULL
       AND COALESCE(s.name, '') LIKE :?first AND COALESCE(s.name, '') LIKE :?second
       AND COALESCE(s.name, '') LIKE :?third AND COALESCE(s.name, '') LIKE :?rest
     ORDER BY s.status DESC, s.id DESC
     LIMIT :?limit)
) found
JOIN video v ON v.id = found.id
ORDER BY v.id DESC
