-- Ready videos whose early stream nobody can be watching any more.
SELECT v.*, 0.0 AS progress
FROM video v
WHERE v.status = 'READY' AND v.early IS NOT NULL AND v.deleted_at IS NULL
  AND v.ready_at < CURRENT_TIMESTAMP - CAST(:?keepSeconds AS INTEGER) * INTERVAL '1' SECOND
ORDER BY v.id
LIMIT 100
