-- Says anew what a video is called, what its user knows of it, and who may play it; null leaves it as it is.
UPDATE video
SET filename = COALESCE(CAST(:?filename AS VARCHAR), filename), name = COALESCE(CAST(:?name AS VARCHAR), name),
    metadata = COALESCE(CAST(:?metadata AS VARCHAR), metadata),
    visibility = COALESCE(CAST(:?visibility AS VARCHAR), visibility),
    revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND deleted_at IS NULL AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
