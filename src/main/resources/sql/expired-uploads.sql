-- Uploads that were never completed.
SELECT v.*, 0.0 AS progress
FROM video v
WHERE v.status = 'AWAITING_UPLOAD' AND v.expires_at < CURRENT_TIMESTAMP AND v.deleted_at IS NULL
ORDER BY v.id
LIMIT 100
