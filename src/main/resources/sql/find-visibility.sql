-- Who may play a video, unless it is being deleted. Whoever plays is of no tenant.
SELECT v.visibility
FROM video v
WHERE v.id = :?id AND v.deleted_at IS NULL
