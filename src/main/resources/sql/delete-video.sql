-- Hides the video at once; the sweep removes its objects and then the row.
UPDATE video SET deleted_at = CURRENT_TIMESTAMP, sweep_due = TRUE, revision = revision + 1
WHERE id = :?id AND deleted_at IS NULL AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
