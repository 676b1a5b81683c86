-- Ready videos whose early stream nobody can be watching any more. Their keys begin with 'early'; said as a range, an index
-- leaves out the many that have none.
SELECT v.*, 0.0 AS progress
FROM video v
WHERE v.status = 'READY' AND v.early >= 'early' AND v.early < 'earlz' AND v.deleted_at IS NULL
  AND v.ready_at < CURRENT_TIMESTAMP - CAST(:?keepSeconds AS INTEGER) * INTERVAL '1' SECOND
ORDER BY v.id
LIMIT 100
