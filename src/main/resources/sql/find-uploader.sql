-- Whose upload is awaited, and by which upload token it was registered; nothing when it is over.
SELECT v.tenant, v.upload_token AS token FROM video v
WHERE v.id = :?id AND v.status = 'AWAITING_UPLOAD' AND v.deleted_at IS NULL
