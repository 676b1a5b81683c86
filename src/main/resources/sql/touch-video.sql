-- Something that a user can see has changed in one of the video's tasks.
UPDATE video SET revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
