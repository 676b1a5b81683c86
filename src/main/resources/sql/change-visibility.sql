-- Says who may play the video from now on.
UPDATE video SET visibility = :?visibility, revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND deleted_at IS NULL AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
